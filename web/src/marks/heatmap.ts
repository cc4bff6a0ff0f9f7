/** Matrices as pixels: one pixel a cell, to be enlarged without smoothing. A cell may stand for a window of items. */

import { each, lengthOf, type Span } from '../lib/spans';
import { hex, unpack, type Ramp } from './ramp';
import { isShaded, shareOf, type Shading } from './shading';
import type { View } from './viewing';

export interface Matrix {
  rows: number;
  columns: number;
  /** Row by row; `values[row * columns + column]`. */
  values: Float32Array;
}

/** How many items a cell stands for: rows, columns. */
export type Window = readonly [rows: number, columns: number];

/** A part of a large matrix, perhaps from afar: its cell (r, c) stands for the items from `row + r × window[0]` and `column + c × window[1]` on. */
export interface Layer {
  matrix: Matrix;
  row: number;
  column: number;
  window: Window;
  /** The largest value in all the columns that there are, for each row of the matrix; null where it is not known. */
  peaks: Float32Array | null;
}

/**
 * Cells that are not there at all (and are not zero): they stay transparent. Asked of a rectangle of `high` × `wide` cells, one where nothing
 * is said, it tells whether none of them is there.
 */
export type Absent = (row: number, column: number, high?: number, wide?: number) => boolean;

export const nothingAbsent: Absent = () => false;

/** The pixels of a matrix. Cells that are absent, masked or no number stay transparent. */
export function pixels(
  { rows, columns, values }: Matrix,
  table: Ramp,
  shading: Shading,
  absent: Absent = nothingAbsent,
  peaks: Float32Array | null = null,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint32Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    const peak = peaks?.[row] ?? 1;
    for (let column = 0; column < columns; column++, at++) {
      const value = values[at] ?? 0;
      if (!isShaded(value) || absent(row, column)) continue;
      out[at] = table[Math.round(shareOf(value, shading, peak) * 255)] ?? 0;
    }
  }
  return new Uint8ClampedArray(out.buffer);
}

/** One matrix of a stack `(count, rows, columns)`, without a copy. */
export function slice(stack: { shape: readonly number[]; data: Float32Array }, index: number): Matrix {
  const [, rows = 0, columns = 0] = stack.shape;
  return { rows, columns, values: stack.data.subarray(index * rows * columns, (index + 1) * rows * columns) };
}

/** The maximum over windows, so that a picture with fewer cells loses no peak; the last window may be narrower. */
export function pooled({ rows, columns, values }: Matrix, [high, wide]: Window): Matrix {
  const out = { rows: Math.ceil(rows / high), columns: Math.ceil(columns / wide) };
  const maxima = new Float32Array(out.rows * out.columns).fill(-Infinity);
  for (let row = 0; row < rows; row++) {
    const start = Math.floor(row / high) * out.columns;
    for (let column = 0; column < columns; column++) {
      const at = start + Math.floor(column / wide);
      maxima[at] = Math.max(maxima[at] ?? 0, values[row * columns + column] ?? 0);
    }
  }
  return { ...out, values: maxima };
}

/** The largest value of each row. */
export const peaksOf = (matrix: Matrix): Float32Array => pooled(matrix, [1, Math.max(1, matrix.columns)]).values;

/** A layer of which no cell is smaller than a device pixel: where there are too many, each becomes the maximum of a few. */
export function shrunk(layer: Layer, grain: Window): Layer {
  const fewer = [fewest(grain[0], layer.window[0]), fewest(grain[1], layer.window[1])] as const;
  if (fewer[0] === 1 && fewer[1] === 1) return layer;
  const { matrix, window, peaks } = layer;
  return {
    ...layer,
    matrix: pooled(matrix, fewer),
    window: [window[0] * fewer[0], window[1] * fewer[1]],
    peaks: peaks && pooled({ rows: matrix.rows, columns: 1, values: peaks }, [fewer[0], 1]).values,
  };
}

/** The cells of a layer that a view shows, alone. */
export function cropped(layer: Layer, { rows, columns }: View): Layer {
  const { matrix, window, peaks } = layer;
  const [top, bottom] = cellsIn(rows, layer.row, window[0], matrix.rows);
  const [left, right] = cellsIn(columns, layer.column, window[1], matrix.columns);
  const [high, wide] = [bottom - top, right - left];
  const values = new Float32Array(high * wide);
  for (let r = 0; r < high; r++) {
    const from = (top + r) * matrix.columns + left;
    values.set(matrix.values.subarray(from, from + wide), r * wide);
  }
  return {
    matrix: { rows: high, columns: wide, values },
    row: layer.row + top * window[0],
    column: layer.column + left * window[1],
    window,
    peaks: peaks && peaks.subarray(top, bottom),
  };
}

/** The cells of an axis of a layer, of which each stands for `window` items from `start` on, that have an item of a span. */
export function cellsIn(span: Span, start: number, window: number, cells: number): Span {
  const first = Math.min(cells, Math.max(0, Math.floor((span[0] - start) / window)));
  return [first, Math.max(first, Math.min(cells, Math.ceil((span[1] - start) / window)))];
}

/** More cells than this are an image rather than rectangles. */
const MOST_RECTANGLES = 4096;

/** What a view shows as rectangles, in a picture of this size; null where there are too many cells, or one stands for several items. */
export function rectangles(
  layers: readonly Layer[],
  { rows, columns }: View,
  size: { width: number; height: number },
  table: Ramp,
  shading: Shading,
  absent: Absent,
): Rectangle[] | null {
  const [high, wide] = [size.height / lengthOf(rows), size.width / lengthOf(columns)];
  if (lengthOf(rows) * lengthOf(columns) > MOST_RECTANGLES) return null;
  const out: Rectangle[] = [];
  for (const row of each(rows)) {
    let last: Rectangle | null = null;
    for (const column of each(columns)) {
      const cell = cellOf(layers, row, column);
      if (!cell) return null;
      const there = isShaded(cell.value) && !absent(row, column);
      const fill = there ? hex(unpack(table[Math.round(shareOf(cell.value, shading, cell.peak) * 255)] ?? 0)) : null;
      if (last && last.fill === fill) last.width += wide;
      else if (fill) {
        last = { x: (column - columns[0]) * wide, y: (row - rows[0]) * high, width: wide, height: high, fill };
        out.push(last);
      } else last = null;
    }
  }
  return out;
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string;
}

/** How many windows are drawn as one cell, when a device pixel is as wide as `grain` items. */
export const fewest = (grain: number, window: number): number => Math.max(1, Math.ceil(grain / window - 1e-9));

/** Whether a layer is of the whole of a matrix. */
export const coversAll = (layer: Layer | undefined, rows: number, columns: number): boolean =>
  layer?.row === 0 &&
  layer.column === 0 &&
  layer.matrix.rows * layer.window[0] >= rows &&
  layer.matrix.columns * layer.window[1] >= columns;

/** Which cells of a layer are absent: those of whose items every pair is. */
export function absentIn({ row, column, window: [high, wide] }: Layer, rows: number, absent: Absent): Absent {
  return (r, c) => absent(row + r * high, column + c * wide, Math.min(high, rows - row - r * high), wide);
}

/** The number of a pair of items, and the largest of its row, in the finest layer that has the pair as a cell of its own. */
export function cellOf(layers: readonly Layer[], row: number, column: number): { value: number; peak: number } | null {
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i]!;
    const { matrix, window, peaks } = layer;
    const [r, c] = [row - layer.row, column - layer.column];
    if (window[0] !== 1 || window[1] !== 1 || r < 0 || c < 0 || r >= matrix.rows || c >= matrix.columns) continue;
    return { value: matrix.values[r * matrix.columns + c] ?? 0, peak: peaks?.[r] ?? 1 };
  }
  return null;
}
