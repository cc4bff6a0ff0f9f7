import { expect, test } from 'vitest';
import { changedUntil } from './caret';
import { runs } from './explanation';

const said = (paragraph: string) => runs(paragraph).map(({ kind, text }) => `${kind}:${text}`);

test('a paragraph has text, emphasis, code and formulas', () => {
  expect(said('A *head* has $d_k = 64$, see `q`.')).toEqual([
    'text:A ',
    'emphasis:head',
    'text: has ',
    'tex:d_k = 64',
    'text:, see ',
    'code:q',
    'text:.',
  ]);
});

test('a star within a formula is no emphasis, and a lone mark is itself', () => {
  expect(said('$\\Sigma^{*} \\to V^{*}$')).toEqual(['tex:\\Sigma^{*} \\to V^{*}']);
  expect(said('5 * 3 costs $2')).toEqual(['text:5 * 3 costs $2']);
  expect(said('')).toEqual([]);
});

test('after undo the caret stands where the text changed', () => {
  expect(changedUntil('The cat', 'The black cat')).toBe(10);
  expect(changedUntil('The black cat', 'The cat')).toBe(4);
  expect(changedUntil('aa', 'aaa')).toBe(3);
  expect(changedUntil('same', 'same')).toBe(4);
  expect(changedUntil('', 'new')).toBe(3);
});
