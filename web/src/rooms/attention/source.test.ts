import { describe, expect, it } from 'vitest';
import type { AttentionMap, Token, TraceAnswer } from '../../app/api/types';
import { keyOf, saying, wordsOf, type Place } from './source';

const token = (text: string, start: number): Token => ({
  id: 1,
  text,
  bytes: [...text].map((c) => c.charCodeAt(0).toString(16)).join(''),
  start,
  end: start + text.length,
  special: false,
  appended: false,
});

const map = { name: 'self', layers: 2, heads: 4, patterns: ['a', 'b'] } as unknown as AttentionMap;
const place: Place = { trace: { id: 't' } as TraceAnswer, map, layer: 1, head: 3 };

describe('words', () => {
  it('are their tokens joined, and remember the first', () => {
    const words = wordsOf([token('Cut', 0), token('away', 3), token(' is', 7)], [0, 0, 1]);
    expect(words.map(({ text, at, start, end }) => [text, at, start, end])).toEqual([
      ['Cutaway', 0, 0, 7],
      [' is', 2, 7, 10],
    ]);
    expect(words[0]?.bytes).toBe('43757461776179');
  });
});

describe('the name of weights', () => {
  it('does not tell heads apart where their mean is meant', () => {
    expect(keyOf({ ...place, over: 'layer' })).toBe(keyOf({ ...place, head: 0, over: 'layer' }));
    expect(keyOf({ ...place, over: 'all' })).toBe(keyOf({ ...place, layer: 0, over: 'all' }));
  });
  it('tells all else apart', () => {
    const all = [
      place,
      { ...place, head: 2 },
      { ...place, layer: 0 },
      { ...place, by: 'word' as const },
      { ...place, over: 'layer' as const },
      { ...place, over: 'all' as const },
      { ...place, over: 'all' as const, by: 'word' as const },
    ];
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
  });
});

it('says what is drawn', () => {
  expect(saying(place)).toBe('layer 1, head 3');
  expect(saying({ ...place, over: 'layer', by: 'word' })).toBe('mean of the 4 heads of layer 1, by word');
  expect(saying({ ...place, over: 'all' })).toBe('mean of the 8 heads of all layers');
});
