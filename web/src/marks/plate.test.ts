import { describe, expect, it } from 'vitest';
import { compact, filling, pitchOf } from './plate';

describe('items', () => {
  it('are whole device pixels where a difference of one could be seen', () => {
    for (const ratio of [1, 1.5, 2]) {
      const size = pitchOf(30, 607, ratio) * ratio;
      expect(size).toBe(Math.round(size));
    }
  });
  it('fit into the space that there is, and do not grow beyond reading size', () => {
    for (const items of [10, 100, 300, 512, 8192]) expect(pitchOf(items, 600, 1) * items).toBeLessThanOrEqual(600.001);
    expect(pitchOf(3, 600, 1)).toBe(56);
  });
});

const space = { width: 700, height: 300, ratio: 1 };
const cell = (rows: number, columns: number, plate: { width: number; height: number }) => [
  plate.width / columns,
  plate.height / rows,
];

describe('a matrix that fills its space', () => {
  it('is a square if it has as many rows as columns, and is never larger than the space', () => {
    for (const n of [3, 30, 300, 3000]) {
      const { width, height } = filling(n, n, space);
      expect(width).toBe(height);
      expect(height).toBeLessThanOrEqual(300.001);
    }
    expect(cell(3, 40, filling(3, 40, space))).toEqual([17, 56]);
  });
});

describe('a compact matrix', () => {
  it('opens with all columns in sight where a cell has a pixel then, and no cell is smaller', () => {
    for (const [rows, columns] of [
      [5, 64],
      [5, 576],
      [500, 20],
      [313, 576],
    ] as const) {
      const { limits, width, height } = compact(rows, columns, null, space);
      expect(limits.columns[1]).toBe(columns);
      expect(width / columns).toBeGreaterThanOrEqual(1);
      expect(height / limits.rows[1]).toBeGreaterThanOrEqual(1);
      expect([width <= 700.001, height <= 300.001]).toEqual([true, true]);
    }
    expect(compact(5, 49_152, null, space).limits).toEqual({ rows: [9, 5], columns: [10, 700] });
    expect(compact(5, 49_152, null, { ...space, ratio: 2 }).limits.columns[1]).toBe(1400);
  });
  it('has rows as high as labels where few are there, and never higher than they are wide', () => {
    expect(cell(5, 576, compact(5, 576, null, space))[1]).toBe(22);
    expect(cell(5, 5, compact(5, 5, null, space))).toEqual([44, 44]);
    expect(cell(9, 9, compact(9, 9, null, space))).toEqual([33, 33]);
    const [wide, high] = cell(200, 30, compact(200, 30, null, space));
    expect(high).toBeLessThan(wide!);
  });
  it('shows a square of some hundreds whole', () => {
    expect(compact(313, 313, null, space)).toMatchObject({ width: 313, height: 313 });
    const large = compact(2000, 2000, null, space);
    expect(large.limits.rows[1]).toBe(large.limits.columns[1]);
    expect(large.width).toBe(large.height);
  });
  it('has room for numbers in its cells when the reader came nearer', () => {
    const near = compact(5, 5, { rows: [0, 5], columns: [0, 5] }, space);
    expect(cell(5, 5, near)).toEqual([64, 60]);
    expect(cell(9, 10, compact(9, 64, { rows: [0, 9], columns: [20, 30] }, space))[0]).toBe(64);
  });
});
