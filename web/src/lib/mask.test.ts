import { expect, it } from 'vitest';
import { filled, gaps } from './mask';

const tokens = [
  { text: '[CLS]', special: true, start: 0, end: 0 },
  { text: 'the', special: false, start: 0, end: 3 },
  { text: '[MASK]', special: true, start: 4, end: 10 },
  { text: 'mask', special: false, start: 11, end: 15 },
  { text: '[SEP]', special: true, start: 15, end: 15 },
];

it('a gap is a mask token and not the word', () => {
  expect(gaps(tokens)).toEqual([2]);
});

it('a filled gap leaves the rest of the text as it was', () => {
  expect(filled('the [MASK] mask', tokens[2]!, 'red')).toBe('the red mask');
  expect(filled('the [MASK] mask', tokens[2]!, '##n')).toBe('the n mask');
});
