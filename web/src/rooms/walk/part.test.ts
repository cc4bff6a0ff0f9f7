import { describe, expect, test } from 'vitest';
import { isMasked } from '../../marks/shading';
import { partFor, present, valueAt, within } from './part';

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
});

describe('cells', () => {
  const values = Float32Array.from([1, 2, 3, 4, 5, 6]);
  test('are found by their place in the whole matrix', () => {
    expect(valueAt(part(10, 20, 2, 3), values, 11, 21)).toBe(5);
    expect(valueAt(part(10, 20, 2, 3), values, 10, 23)).toBeUndefined();
    expect(valueAt(part(10, 20, 2, 3), values, 9, 20)).toBeUndefined();
  });
  test('that are not there are masked where numbers are counted', () => {
    const ahead = (row: number, column: number) => column > row;
    const square = Float32Array.from([1, 0, 0, 2, 3, 0, 4, 5, 6]);
    expect([...present(part(0, 0, 3, 3), square, ahead)].map(isMasked)).toEqual(
      [0, 1, 1, 0, 0, 1, 0, 0, 0].map(Boolean),
    );
    expect([...present(part(1, 2, 1, 2), Float32Array.from([7, 8]), ahead)]).toEqual([-Infinity, -Infinity]);
  });
});
