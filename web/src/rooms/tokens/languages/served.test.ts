import { describe, expect, test } from 'vitest';
import { isLost, scaleOf, served, tableOf, titleOf } from './served';

const language = (code: string, name: string) => ({ code, name, own: name, sentences: ['a', 'b'] });
const LANGUAGES = [language('en', 'English'), language('de', 'German'), language('am', 'Amharic')];
const counts = (tokens: number[][], unknown: number[][] = tokens.map((all) => all.map(() => 0))) => ({
  tokenizer: 'x',
  tokens,
  unknown,
});
const BYTES = counts([[4, 6], [10, 10], [30, 50]]); // prettier-ignore

describe('languages', () => {
  test('are told against English, the worst served first', () => {
    const rows = served(LANGUAGES, [BYTES], null);
    expect(rows.map(({ language, by }) => [language.name, by[0]?.tokens, by[0]?.times])).toEqual([
      ['Amharic', 80, 8],
      ['German', 20, 2],
      ['English', 10, 1],
    ]);
    expect(titleOf(rows, 'GPT-2')).toBe('GPT-2 serves Amharic worst: 8.00 tokens for each one of English');
  });

  test('may be told of one sentence', () => {
    expect(served(LANGUAGES, [BYTES], 0).map(({ by }) => by[0]?.times)).toEqual([7.5, 2.5, 1]);
  });

  test('that can’t be written are the worst served, however few the tokens', () => {
    const words = counts([[4, 6], [10, 10], [2, 3]], [[0, 0], [0, 0], [2, 2]]); // prettier-ignore
    const rows = served(LANGUAGES, [words, BYTES], null);
    expect(rows[0]?.language.name).toBe('Amharic');
    expect(rows.map(({ by }) => by.map(isLost))).toEqual([
      [true, false],
      [false, false],
      [false, false],
    ]);
    expect(titleOf(rows, 'BERT')).toBe('BERT can’t write Amharic: 4 of 5\u00a0tokens say only ‘unknown’');
    expect([...tableOf(rows, ['BERT', 'GPT-2']).rows][0]).toEqual(['Amharic', 5, 4, 0.5, 80, 0, 8]);
  });
});

test('a scale has a place for every number, and doubling is the same step everywhere', () => {
  const rows = served(LANGUAGES, [BYTES], null);
  const { ticks, place } = scaleOf(rows);
  expect(ticks).toEqual([1, 2, 4, 8]);
  expect(ticks.map(place)).toEqual([0, 1 / 3, 2 / 3, 1]);
  expect(scaleOf([]).ticks).toEqual([1, 2]);
});
