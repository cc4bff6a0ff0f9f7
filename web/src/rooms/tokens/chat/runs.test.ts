import { expect, it } from 'vitest';
import type { Token } from '../../../app/api/types';
import { added, runsOf } from './runs';

const token = (id: number): Token =>
  ({ id, text: `${id}`, bytes: '', start: id, end: id + 1, special: false, appended: false }) as Token;

it('parts tokens where their source changes, and loses none', () => {
  const tokens = [0, 1, 2, 3, 4, 5].map(token);
  const sources = [null, null, 0, 1, 1, null];
  const runs = runsOf(tokens, sources);
  expect(runs.map(({ source, from, tokens }) => [source, from, tokens.length])).toEqual([
    [null, 0, 2],
    [0, 2, 1],
    [1, 3, 2],
    [null, 5, 1],
  ]);
  expect(runs.flatMap(({ tokens }) => tokens)).toEqual(tokens);
  expect(added(sources)).toBe(3);
});

it('makes nothing of nothing', () => {
  expect(runsOf([], [])).toEqual([]);
});
