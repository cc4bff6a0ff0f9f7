import { expect, it } from 'vitest';
import { largest, mostOf } from './top';

it('the largest and the rest are together the whole', () => {
  const values = Float32Array.from({ length: 200 }, (_, i) => ((i * 7919) % 200) / 19900);
  const { top, restCount, restSum } = largest(values, 8);
  expect(top.length + restCount).toBe(values.length);
  const whole = values.reduce((a, b) => a + b, 0);
  expect(top.reduce((sum, { value }) => sum + value, restSum)).toBeCloseTo(whole, 5);
  expect(Math.min(...top.map(({ value }) => value))).toBeGreaterThanOrEqual(
    Math.max(...values.filter((_, i) => !top.some(({ at }) => at === i))),
  );
});

it('equal values come in order of place', () => {
  expect(largest([0.25, 0.25, 0.25, 0.25], 2).top.map(({ at }) => at)).toEqual([0, 1]);
});

it('a short list has no rest', () => {
  expect(largest([0.4, 0.6], 8)).toEqual({
    top: [
      { at: 1, value: 0.6 },
      { at: 0, value: 0.4 },
    ],
    restCount: 0,
    restSum: 0,
  });
});

it('the largest size counts on both sides, and infinity does not', () => {
  expect(mostOf(Float32Array.of(1, -5, 3, -Infinity, NaN))).toBe(5);
  expect(mostOf(new Float32Array())).toBe(0);
});
