import { expect, test } from 'vitest';
import type { MergedWord } from '../../../app/api/types';
import { lastStep, searchAt } from './course';
import { Merging, widthsOf } from './merging';
import { chunksOf, partsOf, richest } from './pieces';
import { windowAt } from './window';

/** 'abcab' with the merges ab (rank 0, twice) and then cab is none: symbols 1 2 3 1 2, ab is 4, abc is 5. */
const word: MergedWord = {
  kind: 'merged',
  in_bytes: true,
  symbols: [1, 2, 3, 1, 2],
  merges: [
    { start: 0, middle: 1, end: 2, left: 1, right: 2, id: 4, rank: 0 },
    { start: 3, middle: 4, end: 5, left: 1, right: 2, id: 4, rank: 0 },
    { start: 0, middle: 2, end: 3, left: 4, right: 3, id: 5, rank: 7 },
  ],
  pairs: [
    { left: 1, right: 2, rank: 0 },
    { left: 4, right: 3, rank: 7 },
  ],
  whole: false,
};

test('after every merge the symbols cover the piece and have one fewer', () => {
  const merging = new Merging(word);
  for (let done = 0; done <= word.merges.length; done++) {
    const now = merging.after(done);
    expect(now).toHaveLength(word.symbols.length - done);
    expect(now.map(({ start }) => start)).toEqual([0, ...now.slice(0, -1).map(({ end }) => end)]);
    expect(now.at(-1)?.end).toBe(word.symbols.length);
  }
  expect(merging.after(3).map(({ id, merge }) => [id, merge])).toEqual([
    [5, 2],
    [4, 1],
  ]);
});

test('the merge that is done has the lowest rank of all pairs that could merge', () => {
  const merging = new Merging(word);
  for (const [done, { rank }] of word.merges.entries()) {
    const now = merging.after(done);
    const ranks = now.slice(1).map((each, i) => merging.rank(now[i]!, each) ?? Infinity);
    expect(rank).toBe(Math.min(...ranks));
  }
});

test('a fork stands above its parts, and a boundary stays where two tokens meet', () => {
  const merging = new Merging(word);
  expect(merging.forks).toEqual([
    { height: 1, left: 0, right: 0 },
    { height: 1, left: 0, right: 0 },
    { height: 2, left: 1, right: 0 },
  ]);
  expect([...merging.stays]).toEqual([3]);
});

test('characters line up with their bytes, and with symbols that are characters', () => {
  const byte = (hex: string) => ({
    text: parseInt(hex, 16) < 128 ? String.fromCharCode(parseInt(hex, 16)) : '\ufffd',
    bytes: hex,
  });
  expect(widthsOf('né🚀', ['6e', 'c3', 'a9', 'f0', '9f', '9a', '80'].map(byte))).toEqual([1, 2, 4]);
  expect(
    widthsOf('▁é', [
      { text: ' ', bytes: '20' },
      { text: 'é', bytes: 'c3a9' },
    ]),
  ).toEqual([1, 1]);
  expect(widthsOf('né', ['6e', 'c3'].map(byte))).toBeNull();
});

test('steps are counted as the algorithm goes', () => {
  expect(lastStep(word, 5)).toBe(4);
  expect(lastStep({ ...word, whole: true, merges: [] }, 5)).toBe(2);
  expect(lastStep(null, 5)).toBe(0);
  const searches = [{ tried: ['abc', 'ab'] }, { tried: ['##c'] }];
  expect([0, 1, 2, 3].map((step) => searchAt(searches, step))).toEqual([
    { search: 0, tried: 0 },
    { search: 0, tried: 1 },
    { search: 0, tried: 2 },
    { search: 1, tried: 1 },
  ]);
});

test('a long piece is drawn around the place that is looked at', () => {
  expect(windowAt(12, 7)).toEqual({ from: 0, to: 12 });
  for (const place of [0, 500, 9_999]) {
    const { from, to } = windowAt(10_000, place);
    expect(to - from).toBeLessThan(200);
    expect(from <= place && place < to).toBe(true);
  }
});

test('pieces and what lies between them are the text, whatever the chunks', () => {
  const text = ' one  two three ';
  const columns = { starts: [1, 6, 10], ends: [4, 9, 15], tokens: [1, 1, 2] };
  for (const size of [1, 2, 3])
    expect(
      chunksOf(columns, text.length, size)
        .flatMap((chunk) => partsOf(columns, text, chunk))
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  expect(richest(columns)).toBe(2);
});

test('pieces that share a character have it once', () => {
  const columns = { starts: [0, 0, 1], ends: [1, 1, 2], tokens: [1, 1, 1] };
  const [chunk] = chunksOf(columns, 2, 10);
  expect(partsOf(columns, '½a', chunk!)).toEqual([
    { piece: 0, text: '½' },
    { piece: 1, text: '' },
    { piece: 2, text: 'a' },
  ]);
});
