import { describe, expect, test } from 'vitest';
import { place } from './ramp';
import { isBroken, isMasked, isShaded, proportional, shareOf, sequential } from './shading';

describe('a number on its ramp', () => {
  const at = (value: number, bound: number, signed: boolean) =>
    Math.round(shareOf(value, proportional(bound, signed), 1) * 255);

  test('has zero in the middle of a diverging ramp and at the start of a sequential one', () => {
    expect([at(-2, 2, true), at(2, 2, true), at(9, 2, true)]).toEqual([0, 255, 255]);
    expect(Math.abs(at(0, 2, true) - 127.5)).toBeLessThan(1);
    expect([at(0, 2, false), at(1, 2, false), at(2, 2, false)]).toEqual([0, 128, 255]);
    expect(at(0, 0, false)).toBe(0);
  });
  test('that is a share is placed by its scale, and in its row if that is asked for', () => {
    expect(shareOf(0.25, sequential('sqrt'), 0.5)).toBe(0.5);
    expect(shareOf(0.25, sequential('linear', true), 0.5)).toBe(0.5);
    expect(shareOf(0.25, sequential('log', true), 0.5)).toBe(place(0.5, 'log'));
    expect(shareOf(0, sequential('linear', true), 0)).toBe(0);
  });
});

describe('numbers without a colour', () => {
  test('of −∞ and of the least number of each precision are masked, large ones are not', () => {
    for (const value of [-Infinity, -3.4028234663852886e38, -3.3895313892515355e38, -65504])
      expect(isMasked(value)).toBe(true);
    for (const value of [0, -812.5, 65504, -60000, NaN, Infinity]) expect(isMasked(value)).toBe(false);
    // What was computed and is no number is not told as hidden by the mask.
    for (const value of [NaN, Infinity]) expect(isBroken(value)).toBe(true);
    for (const value of [-Infinity, 0, 65504]) expect(isBroken(value)).toBe(false);
  });
  test('are these and no others', () => {
    expect([NaN, Infinity, -Infinity, 0, -3, 65504].map(isShaded)).toEqual([false, false, false, true, true, true]);
  });
});
