import { describe, expect, it } from 'vitest';
import type { CacheHeld, CacheStep } from '../../../api/types';
import { addedAtEnd, around, changedAtFront, heldIn, parting, stepsTable, total } from './runs';

const step = (first: number, last: number, id = 1): CacheStep => ({
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
