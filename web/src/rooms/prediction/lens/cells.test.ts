import { describe, expect, it } from 'vitest';
import type { LensAnswer, LensRow, LensToken, Token, TraceAnswer } from '../../../app/api/types';
import { Cells } from './cells';
import { rowOf, shownRows } from './rows';
import { tableOf } from './table';

const rows: LensRow[] = [
  { site: 'layers.0.resid_pre', layer: 0, place: 'embedding', added: [] },
  { site: 'layers.0.resid_mid', layer: 0, place: 'mid', added: ['attention'] },
  { site: 'layers.0.resid_post', layer: 0, place: 'post', added: ['MLP'] },
  { site: 'layers.1.resid_mid', layer: 1, place: 'mid', added: ['attention'] },
  { site: 'layers.1.resid_post', layer: 1, place: 'post', added: ['MLP'] },
];
const token = (text: string) => ({ text, bytes: '', special: false }) as LensToken & Token;
const trace = { id: 'a', tokens: ['x', 'y', 'z'].map(token), target: [] as Token[] } as unknown as TraceAnswer;
const answer: LensAnswer = {
  rows: ['layers.1.resid_post', 'layers.0.resid_mid'],
  start: 1,
  ids: [
    [7, 8],
    [9, 7],
  ],
  probabilities: [
    [0.5, 0.25],
    [0.125, 1],
  ],
  entropy: [
    [1, 2],
    [3, 4],
  ],
  followed: [8, 9],
  followed_probabilities: [
    [0.25, 0.125],
    [0.5, 0.0625],
  ],
  ranks: [
    [3, 0],
    [5, 6],
  ],
  tokens: { 7: token('seven'), 8: token('eight'), 9: token('nine') },
};

describe('cells', () => {
  it('are where the answer says, and nowhere else', () => {
    const cells = new Cells(trace, rows, null);
    cells.put(answer);
    expect(cells.count).toBe(4);
    expect(cells.at(4, 1)).toEqual({
      id: 7,
      probability: 0.5,
      entropy: 1,
      followed: 8,
      followedProbability: 0.25,
      rank: 3,
    });
    expect(cells.at(1, 2)).toMatchObject({ id: 7, probability: 1, entropy: 4, followed: 9, rank: 6 });
    expect([cells.has(4, 0), cells.has(0, 1), cells.at(2, 2)]).toEqual([false, false, null]);
    expect(cells.followedAt(2)?.text).toBe('nine');
    expect(cells.followedAt(0)).toBeNull();
  });
  it('are counted once, however often they come', () => {
    const cells = new Cells(trace, rows, null);
    cells.put(answer);
    cells.put(answer);
    expect(cells.count).toBe(4);
  });
  it('of two stacks are those of the target', () => {
    expect(new Cells({ ...trace, target: [token('t')] }, rows, null).columns).toHaveLength(1);
  });
  it('make a table with a line for each that came, and ranks as people count', () => {
    const cells = new Cells(trace, rows, null);
    cells.put(answer);
    const lines = [...tableOf(cells, shownRows(rows, true)).rows];
    expect(lines).toHaveLength(4);
    expect(lines[0]).toEqual(['layers.1.resid_post', 1, 'y', 'seven', 0.5, 1, 'eight', 4, 0.25]);
  });
});

describe('rows', () => {
  it('stand with the last layer on top, in whole blocks or in their parts', () => {
    expect(shownRows(rows, false)).toEqual([4, 2, 0]);
    expect(shownRows(rows, true)).toEqual([4, 3, 2, 1, 0]);
  });
  it('are found by what the address names', () => {
    expect(rowOf(rows, 0, 'mid')).toBe(1);
    expect(rowOf(rows, 0, 'embedding')).toBe(0);
    expect(rowOf(rows, 0, undefined)).toBe(2);
    expect(rowOf(rows, 1, 'cross')).toBe(4);
    expect(rowOf(rows, null, undefined)).toBe(4);
    expect(rowOf(rows, 99, 'mid')).toBe(4);
  });
});
