import { expect, it } from 'vitest';
import { tokenizerAmong } from './files';

const files = (...names: string[]) => names.map((name) => ({ name }));

it('takes one file whatever it is called', () => {
  expect(tokenizerAmong(files('anything'))).toEqual({ file: { name: 'anything' } });
});

it('takes a vocabulary with its merges, in either order', () => {
  const both = { file: { name: 'vocab.json' }, merges: { name: 'merges.txt' } };
  expect(tokenizerAmong(files('vocab.json', 'merges.txt'))).toEqual(both);
  expect(tokenizerAmong(files('merges.txt', 'config.json', 'vocab.json'))).toEqual(both);
});

it('takes the tokenizer.json of a folder', () => {
  expect(tokenizerAmong(files('vocab.json', 'merges.txt', 'tokenizer.json'))).toEqual({
    file: { name: 'tokenizer.json' },
  });
});

it('guesses nothing', () => {
  expect(tokenizerAmong(files('a.json', 'b.json'))).toBeNull();
  expect(tokenizerAmong([])).toBeNull();
});
