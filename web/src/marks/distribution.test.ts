import { describe, expect, it, test } from 'vitest';
import { counted, distribution, farOut, quantile } from './distribution';

test('mean, deviation and extremes are those of the numbers', () => {
  const found = distribution(Float32Array.from([2, 4, 4, 4, 5, 5, 7, 9]), false);
  expect(found).toMatchObject({ count: 8, masked: 0, min: 2, max: 9, mean: 5, deviation: 2, bound: 9, clipped: false });
});

test('each number is in one step', () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i) * (i % 7));
  const { bins, count } = distribution(values, true);
  expect(bins.reduce((sum, n) => sum + n)).toBe(1000);
  expect(count).toBe(1000);
  expect(counted(Float32Array.from([-1, -0.5, 0, 0.5, 1]), -1, 1, 4)).toEqual([1, 1, 1, 2]);
});

test('masked scores are counted apart', () => {
  const found = distribution(Float32Array.from([1, 3, -Infinity, -3.4028234663852886e38]), true);
  expect(found).toMatchObject({ count: 2, masked: 2, min: 1, max: 3, mean: 2 });
});

test('colours are not spoilt by a few giants', () => {
  const values = new Float32Array(1000).map((_, i) => (i % 2 ? 1 : -1) * (i / 1000));
  values[500] = 800;
  const found = distribution(values, true);
  expect(found.max).toBe(800);
  expect(found.clipped).toBe(true);
  expect(found.bound).toBeLessThan(1);
  expect(found.bound).toBe(quantile(values.map(Math.abs), 0.995));
});

test('nothing, zeros and one number do not break it', () => {
  expect(distribution(new Float32Array(), true).count).toBe(0);
  expect(distribution(new Float32Array(5), true)).toMatchObject({ bound: 0, mean: 0, deviation: 0 });
  expect(distribution(Float32Array.from([-3]), true)).toMatchObject({ bound: 3, clipped: false, mean: -3 });
});

describe('numbers that are far larger than the others', () => {
  it('are counted, with the row that has the most of them', () => {
    const values = new Float32Array(3000).fill(1);
    values[5] = values[7] = 90;
    values[1005] = -80;
    expect(farOut(values, 1000, 2)).toEqual({ times: 3, count: 3, row: 0, there: 2 });
    expect(farOut(values, 1000, 50)).toBeNull();
  });
  it('are told from what is no number and what is masked', () => {
    const { count, masked, broken } = distribution(Float32Array.of(1, NaN, Infinity, -Infinity, 2), true);
    expect({ count, masked, broken }).toEqual({ count: 2, masked: 1, broken: 2 });
  });
});
