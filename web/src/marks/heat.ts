/** A matrix as pixels: one pixel a cell, to be enlarged without smoothing. */

import { place, type Ramp, type Scale } from './ramp';

export interface Matrix {
  rows: number;
  columns: number;
  /** Row by row; `values[row * columns + column]`. */
  values: Float32Array;
}

/** Cells that are not there at all (and are not zero): they stay transparent. */
export type Absent = (row: number, column: number) => boolean;

export const nothingAbsent: Absent = () => false;

/** The pixels of a matrix whose values lie between 0 and 1. */
export function pixels(
  { rows, columns, values }: Matrix,
  table: Ramp,
  scale: Scale,
  absent: Absent = nothingAbsent,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint32Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (absent(row, column)) continue;
      out[at] = table[Math.round(place(values[at] ?? 0, scale) * 255)] ?? 0;
    }
  }
  return new Uint8ClampedArray(out.buffer);
}

/** One matrix of a stack `(count, rows, columns)`, without a copy. */
export function slice(stack: { shape: readonly number[]; data: Float32Array }, index: number): Matrix {
  const [, rows = 0, columns = 0] = stack.shape;
  return { rows, columns, values: stack.data.subarray(index * rows * columns, (index + 1) * rows * columns) };
}

/** The maximum over square windows, so that a picture with fewer cells loses no peak; the last window may be narrower. */
export function pooled({ rows, columns, values }: Matrix, window: number): Matrix {
  const out = { rows: Math.ceil(rows / window), columns: Math.ceil(columns / window) };
  const maxima = new Float32Array(out.rows * out.columns).fill(-Infinity);
  for (let row = 0; row < rows; row++) {
    const start = Math.floor(row / window) * out.columns;
    for (let column = 0; column < columns; column++) {
      const at = start + Math.floor(column / window);
      maxima[at] = Math.max(maxima[at] ?? 0, values[row * columns + column] ?? 0);
    }
  }
  return { ...out, values: maxima };
}

/**
 * How large a cell is drawn, in CSS pixels: whole device pixels where cells are large enough for a difference of one to be seen,
 * and never less than one, so that no cell is lost.
 */
export function cellSize(cells: number, available: number, deviceRatio: number, most = 44): number {
  const device = (available * deviceRatio) / Math.max(1, cells);
  const drawn = device >= 6 ? Math.floor(device) : Math.max(1, device);
  return Math.min(most, drawn / deviceRatio);
}
