import { describe, expect, it } from 'vitest';
import type { CacheHeld, CacheStep } from '../../../app/api/types';
import {
  addedAtEnd,
  around,
  changedAtFront,
  compared,
  fastest,
  heldIn,
  parting,
  ratios,
  stepsTable,
  total,
} from './runs';

const step = (first: number, last: number, id = 1): CacheStep => ({
  round: 0,
  cached: first > 0,
  number: 0,
  first,
  last,
  seconds: 0.25,
  bytes: 10,
  held: [],
  token: { id, text: 'a', bytes: '61', special: false },
});

describe('a run', () => {
  it('computes what it did not reuse', () => {
    expect(total([step(0, 5), step(5, 6), step(6, 7)])).toEqual({ steps: 3, computed: 7, seconds: 0.75 });
    expect(total([])).toEqual({ steps: 0, computed: 0, seconds: 0 });
  });
  it('parts from another one where it writes another token', () => {
    expect(parting([step(0, 5, 1), step(5, 6, 2)], [step(0, 5, 1), step(0, 6, 3)])).toBe(1);
    expect(parting([step(0, 5, 1), step(5, 6, 2)], [step(0, 5, 1)])).toBeNull();
  });
  it('is a table with a row a step', () => {
    expect([...stepsTable([step(0, 5), step(5, 6)]).rows].map((row) => row.slice(0, 4))).toEqual([
      ['without', 0, 0, 5],
      ['with', 0, 5, 6],
    ]);
  });
});

describe('rounds', () => {
  const timed = (round: number, cached: boolean, number: number, seconds: number): CacheStep => ({
    ...step(number, number + 1),
    ...{ round, cached, number, seconds },
  });
  const steps = [
    ...[timed(0, true, 0, 2), timed(0, true, 1, 1), timed(0, false, 0, 2), timed(0, false, 1, 4)],
    ...[timed(1, false, 0, 3), timed(1, false, 1, 5), timed(1, true, 0, 1), timed(1, true, 1, 3)],
    timed(2, true, 0, 9),
  ];
  it('give each step its shortest time, way by way', () => {
    expect(fastest(steps, true).map(({ seconds }) => seconds)).toEqual([1, 1]);
    expect(fastest(steps, false).map(({ seconds }) => seconds)).toEqual([2, 4]);
  });
  it('are compared one by one, and only where they are whole', () => {
    expect(ratios(steps)).toEqual([6 / 3, 8 / 4]);
    expect(ratios([])).toEqual([]);
  });
  it('say what they agree on, and that they agree on nothing', () => {
    const said = (found: number[]) => compared(found).replaceAll('\u00a0', ' ');
    expect(said([2, 3, 2.5])).toBe('Without the cache it took 2.50 times as long as with it (3 rounds: 2.00 to 3.00).');
    expect(said([0.5])).toContain('With the cache it took longer: 2.00 times as long');
    expect(said([0.48, 1.3, 2])).toMatch(/about as long .*other work/);
    expect(said([1.01])).toContain('about as long');
    expect(said([])).toBe('');
  });
});

describe('what is held', () => {
  const held: CacheHeld = {
    kind: 'tokens',
    layers: 30,
    shape: [3, 12, 64],
    window: 0,
    bytes: 30 * 2 * 3 * 12 * 64 * 4,
  };
  it('is a product that gives the bytes', () => {
    expect(heldIn(held).replaceAll('\u00a0', ' ')).toBe(
      '30 layers × 2 (keys and values) × 3 heads × 12 tokens × 64 numbers × 4 bytes = 553 kB',
    );
  });
  it('is no product where keys and values are not of one width', () => {
    expect(heldIn({ ...held, bytes: held.bytes + 40 })).not.toContain('=');
  });
  it('says what is of a window and what is a state', () => {
    expect(heldIn({ ...held, kind: 'window', window: 16 })).toContain('window of 16');
    expect(heldIn({ ...held, kind: 'state', shape: [] })).toContain('however long');
  });
});

it('a text is changed at its front, or goes on', () => {
  expect(changedAtFront('The cat sat')).toBe('A cat sat');
  expect(changedAtFront('A cat sat')).toBe('The cat sat');
  expect(addedAtEnd('The cat')).toBe('The cat now');
});

it('of long texts, the positions around their parting are drawn', () => {
  expect(around(3, 10)).toEqual([0, 10]);
  const [first, last] = around(500, 1000);
  expect(first).toBeLessThan(500);
  expect(last).toBeGreaterThan(500);
  expect(last - first).toBeLessThan(120);
  expect(around(990, 1000)[1]).toBe(1000);
  expect(around(0, 1000)[0]).toBe(0);
});
