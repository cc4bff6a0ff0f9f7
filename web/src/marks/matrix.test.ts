import { describe, expect, test } from 'vitest';
import { nothingAbsent } from './heatmap';
import {
  cellAt,
  coloured,
  common,
  fitting,
  isBroken,
  isMasked,
  partFor,
  present,
  rowHeight,
  shade,
  valueAt,
  within,
  zoomed,
  ZOOMS,
} from './matrix';

const part = (row: number, column: number, rows: number, columns: number) => ({ row, column, rows, columns });

describe('the part that is read', () => {
  test('is the whole of a small matrix', () => {
    expect(partFor(part(0, 0, 5, 100), 5, 576)).toEqual(part(0, 0, 5, 576));
  });
  test.each([
    [3000, 2000, part(1500, 900, 40, 300)],
    [8192, 576, part(8000, 0, 100, 576)],
    [5, 400_000, part(0, 399_900, 5, 100)],
    [300_000, 4, part(12, 0, 200, 4)],
  ])('of a large one holds the view and is not too large: %i × %i', (rows, columns, view) => {
    const read = partFor(view, rows, columns);
    expect(within(view, read)).toBe(true);
    expect(within(read, part(0, 0, rows, columns))).toBe(true);
    expect(read.rows * read.columns).toBeLessThanOrEqual(2 ** 18);
  });
  test('and the view have in common what both have', () => {
    expect(common(part(0, 0, 10, 10), part(5, 8, 10, 10))).toEqual(part(5, 8, 5, 2));
    expect(common(part(0, 0, 2, 2), part(5, 5, 2, 2)).rows).toBe(0);
  });
});

describe('cells', () => {
  const values = Float32Array.from([1, 2, 3, 4, 5, 6]);
  test('are found by their place in the whole matrix', () => {
    expect(valueAt(part(10, 20, 2, 3), values, 11, 21)).toBe(5);
    expect(valueAt(part(10, 20, 2, 3), values, 10, 23)).toBeUndefined();
    expect(valueAt(part(10, 20, 2, 3), values, 9, 20)).toBeUndefined();
  });
  test('have zero in the middle of a signed ramp and at the start of another', () => {
    expect([shade(-2, 2, true), shade(2, 2, true), shade(9, 2, true)]).toEqual([0, 255, 255]);
    expect(Math.abs(shade(0, 2, true) - 127.5)).toBeLessThan(1);
    expect([shade(0, 2, false), shade(1, 2, false), shade(2, 2, false)]).toEqual([0, 128, 255]);
    expect(shade(0, 0, false)).toBe(0);
  });
  test('that are masked or absent stay transparent', () => {
    const table = new Uint32Array(256).fill(0xff00ff00);
    const numbers = Float32Array.from([1, -Infinity, -3.4028234663852886e38, 4]);
    const whole = part(0, 0, 2, 2);
    const out = new Uint32Array(coloured(whole, numbers, whole, table, 4, true, (r, c) => r === 0 && c === 0).buffer);
    expect([...out].map((pixel) => pixel !== 0)).toEqual([false, false, false, true]);
    const seen = part(1, 1, 1, 1);
    expect(coloured(whole, numbers, seen, table, 4, true, nothingAbsent)).toHaveLength(4);
  });
  test('that are not there are masked where numbers are counted', () => {
    const ahead = (row: number, column: number) => column > row;
    const square = Float32Array.from([1, 0, 0, 2, 3, 0, 4, 5, 6]);
    expect([...present(part(0, 0, 3, 3), square, ahead)].map(isMasked)).toEqual(
      [0, 1, 1, 0, 0, 1, 0, 0, 0].map(Boolean),
    );
    expect([...present(part(1, 2, 1, 2), Float32Array.from([7, 8]), ahead)]).toEqual([-Infinity, -Infinity]);
  });
  test('of −∞ and of the least number of each precision are masked, large ones are not', () => {
    for (const value of [-Infinity, -3.4028234663852886e38, -3.3895313892515355e38, -65504])
      expect(isMasked(value)).toBe(true);
    for (const value of [0, -812.5, 65504, -60000, NaN, Infinity]) expect(isMasked(value)).toBe(false);
    // What was computed and is no number is not told as hidden by the mask.
    for (const value of [NaN, Infinity]) expect(isBroken(value)).toBe(true);
    for (const value of [-Infinity, 0, 65504]) expect(isBroken(value)).toBe(false);
  });
});

describe('zoom', () => {
  test('begins where all columns are seen', () => {
    expect(fitting(5, 576, 300, 700)).toBe(1);
    expect(fitting(5, 64, 300, 640)).toBe(8);
    expect(fitting(5, 5, 300, 640)).toBe(44);
    expect(fitting(5, 49_152, 300, 640)).toBe(1);
    expect(fitting(9, 3, 300, 640)).toBe(32);
    expect(fitting(500, 20, 300, 640)).toBe(16);
  });
  test('goes step by step and ends', () => {
    expect(zoomed(8, 1)).toBe(12);
    expect(zoomed(8, -1)).toBe(6);
    expect(zoomed(ZOOMS[0], -1)).toBe(ZOOMS[0]);
    expect(zoomed(ZOOMS.at(-1)!, 1)).toBe(ZOOMS.at(-1));
  });
  test('leaves few rows high enough to be told apart, and many in sight', () => {
    expect(rowHeight(1, 5, 320)).toBe(22);
    expect(rowHeight(1, 200, 320)).toBe(1);
    expect(rowHeight(44, 5, 320)).toBe(44);
  });
});

test('a pointer outside the cells is over none', () => {
  expect([cellAt(-1, 10, 5), cellAt(0, 10, 5), cellAt(49.9, 10, 5), cellAt(50, 10, 5)]).toEqual([null, 0, 4, null]);
});
