import { describe, expect, it } from 'vitest';
import {
  absentIn,
  cellOf,
  coversAll,
  cropped,
  fewest,
  nothingAbsent,
  peaksOf,
  pixels,
  pooled,
  shrunk,
  slice,
  type Layer,
} from './heatmap';
import { ramp } from './ramp';
import { proportional, sequential } from './shading';

const table = ramp([
  [255, 255, 255],
  [0, 0, 0],
]);

describe('a matrix as pixels', () => {
  it('is the ramp at each value, row by row', () => {
    const out = pixels({ rows: 1, columns: 3, values: Float32Array.of(0, 1, 0.25) }, table, sequential('sqrt'));
    const middle = table[Math.round(0.5 * 255)] ?? 0;
    expect([...out]).toEqual([
      255,
      255,
      255,
      255,
      0,
      0,
      0,
      255,
      middle & 255,
      (middle >> 8) & 255,
      (middle >> 16) & 255,
      255,
    ]);
  });
  it('leaves absent cells transparent, which zero is not', () => {
    const out = pixels(
      { rows: 2, columns: 2, values: new Float32Array(4) },
      table,
      sequential('linear'),
      (row, column) => column > row,
    );
    expect([out[3], out[7], out[11], out[15]]).toEqual([255, 0, 255, 255]);
  });
  it('leaves cells transparent that are masked or no number', () => {
    const values = Float32Array.of(1, -Infinity, -3.4028234663852886e38, NaN, 4, -4);
    const out = pixels({ rows: 2, columns: 3, values }, table, proportional(4, true));
    expect([...new Uint32Array(out.buffer)].map((pixel) => pixel !== 0)).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

it('a slice of a stack is a view of its own numbers', () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i);
  const matrix = slice({ shape: [3, 2, 2], data }, 1);
  expect([...matrix.values]).toEqual([4, 5, 6, 7]);
  expect(matrix.values.buffer).toBe(data.buffer);
});

describe('a pooled matrix', () => {
  const matrix = { rows: 5, columns: 5, values: Float32Array.from({ length: 25 }, (_, i) => ((i * 11) % 25) / 25) };

  it('has the maximum of every window, the narrower last ones too', () => {
    const small = pooled(matrix, [2, 2]);
    expect([small.rows, small.columns]).toEqual([3, 3]);
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) {
        const inside = [...matrix.values].filter((_, i) => Math.floor(i / 10) === r && Math.floor((i % 5) / 2) === c);
        expect(small.values[r * 3 + c]).toBe(Math.max(...inside));
      }
    }
  });
  it('has windows that may be wide and low', () => {
    const small = pooled(matrix, [1, 5]);
    expect([small.rows, small.columns]).toEqual([5, 1]);
    expect(small.values).toEqual(peaksOf(matrix));
    expect(peaksOf(matrix)[2]).toBe(Math.max(...matrix.values.subarray(10, 15)));
  });
  it('is the same with windows of one', () => {
    expect(pooled(matrix, [1, 1])).toEqual(matrix);
  });
});

describe('a layer', () => {
  const matrix = { rows: 4, columns: 4, values: Float32Array.from({ length: 16 }, (_, i) => i / 16) };
  const layer: Layer = { matrix, row: 8, column: 4, window: [1, 1], peaks: peaksOf(matrix) };

  it('has no cell smaller than a pixel, and no peak is lost', () => {
    const small = shrunk(layer, [1.5, 0.9]);
    expect(small.window).toEqual([2, 1]);
    expect(small.matrix.rows).toBe(2);
    expect([...small.matrix.values]).toEqual([4, 5, 6, 7, 12, 13, 14, 15].map((x) => x / 16));
    expect([...(small.peaks ?? [])]).toEqual([7 / 16, 15 / 16]);
    expect(shrunk(layer, [1, 1])).toBe(layer);
    expect([fewest(4, 4), fewest(4.1, 4), fewest(0.1, 4)]).toEqual([1, 2, 1]);
  });
  it('has a cell absent only where all that it stands for is', () => {
    const ahead = (row: number, column: number, high = 1) => column > row + high - 1;
    const far: Layer = { ...layer, row: 0, column: 0, window: [3, 3] };
    const gone = absentIn(far, 11, ahead);
    for (let r = 0; r < 4; r++)
      for (let c = 0; c < 4; c++) {
        const pairs = [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => [r * 3 + i, c * 3 + j] as const));
        const inside = pairs.filter(([row, column]) => row < 11 && column < 11);
        expect(gone(r, c)).toBe(inside.every(([row, column]) => ahead(row, column)));
      }
  });
  it('says what a pair has, where it has a cell of its own', () => {
    const coarse: Layer = { ...layer, row: 0, column: 0, window: [4, 4] };
    expect(cellOf([coarse, layer], 9, 6)).toEqual({ value: 6 / 16, peak: 7 / 16 });
    expect(cellOf([coarse, layer], 7, 6)).toBeNull();
    expect(cellOf([coarse], 9, 6)).toBeNull();
  });
  it('divided by its rows, has full ink in each', () => {
    const out = new Uint32Array(
      pixels(matrix, table, sequential('linear', true), nothingAbsent, peaksOf(matrix)).buffer,
    );
    for (let row = 0; row < 4; row++) expect(out[row * 4 + 3]).toBe(table[255]);
    expect(out[4]).toBe(table[Math.round((4 / 7) * 255)]);
  });
  it('is the same where it is cut to what is in view', () => {
    const cut = cropped(layer, { rows: [9, 11], columns: [2, 7] });
    expect([cut.row, cut.column, cut.matrix.rows, cut.matrix.columns]).toEqual([9, 4, 2, 3]);
    for (let row = 9; row < 11; row++)
      for (let column = 4; column < 7; column++)
        expect(cellOf([cut], row, column)).toEqual(cellOf([layer], row, column));
    expect(cropped(layer, { rows: [0, 3], columns: [0, 99] }).matrix.values).toHaveLength(0);
  });
  it('is of the whole if no item is outside of it', () => {
    const far: Layer = { ...layer, row: 0, column: 0, window: [3, 2] };
    expect([coversAll(far, 12, 8), coversAll(far, 11, 8), coversAll(far, 13, 8), coversAll(layer, 4, 4)]).toEqual([
      ...[true, true, false, false],
    ]);
  });
});
