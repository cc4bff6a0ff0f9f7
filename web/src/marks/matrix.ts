/** A matrix of any numbers: which part of it is read, how large its cells are drawn, which colour a number has. */

import type { Absent } from './heatmap';
import type { Ramp } from './ramp';

/** A part of a matrix: `rows × columns` cells from (`row`, `column`) on. */
export interface Part {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** Cells that are read at once, at most: a megabyte of 32-bit floats. */
export const MOST_CELLS = 2 ** 18;
/** Widths of a cell, in CSS pixels. */
export const ZOOMS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 44, 64] as const;
const LARGEST_FIT = 44;
const LABEL_HEIGHT = 22;

/** The zoom at which all columns are seen, if there is one, and all rows where they can be as high as labels. */
export function fitting(rows: number, columns: number, height: number, width: number): number {
  const most = Math.min(LARGEST_FIT, Math.max(LABEL_HEIGHT, height / Math.max(1, rows)));
  const zooms = ZOOMS.filter((zoom) => zoom <= most && zoom * columns <= width);
  return zooms.at(-1) ?? ZOOMS[0];
}

/** One step nearer (1) or farther (−1). */
export function zoomed(zoom: number, by: 1 | -1): number {
  const next = by > 0 ? ZOOMS.find((other) => other > zoom) : ZOOMS.findLast((other) => other < zoom);
  return next ?? zoom;
}

/** Rows are at least as high as a label where few are there, so that a matrix of five rows is no thread. */
export const rowHeight = (zoom: number, rows: number, height: number): number =>
  Math.max(zoom, Math.min(LABEL_HEIGHT, Math.floor(height / Math.max(1, rows))), 1);

/** The part to read for a view: all of it where that is not too much, else what is seen and as much around it as may come. */
export function partFor(view: Part, rows: number, columns: number, most = MOST_CELLS): Part {
  if (rows * columns <= most) return { row: 0, column: 0, rows, columns };
  const side = Math.min(columns, Math.max(view.columns, Math.floor(Math.sqrt(most))));
  const high = Math.min(rows, Math.max(1, Math.floor(most / side)));
  const wide = Math.min(columns, Math.floor(most / high));
  const [row, column] = [around(view.row, view.rows, high, rows), around(view.column, view.columns, wide, columns)];
  return { row, column, rows: high, columns: wide };
}

function around(first: number, seen: number, size: number, of: number): number {
  return Math.max(0, Math.min(of - size, Math.round(first + seen / 2 - size / 2)));
}

export const within = (inner: Part, outer: Part): boolean =>
  inner.row >= outer.row &&
  inner.column >= outer.column &&
  inner.row + inner.rows <= outer.row + outer.rows &&
  inner.column + inner.columns <= outer.column + outer.columns;

/** What two parts have in common; it may have no cells. */
export function common(a: Part, b: Part): Part {
  const row = Math.max(a.row, b.row);
  const column = Math.max(a.column, b.column);
  return {
    row,
    column,
    rows: Math.max(0, Math.min(a.row + a.rows, b.row + b.rows) - row),
    columns: Math.max(0, Math.min(a.column + a.columns, b.column + b.columns) - column),
  };
}

/** The least numbers of the precisions that models compute in stand for "not there", as −∞ does. */
const LEAST_HALF = -65504;
export const isMasked = (value: number): boolean => value < -1e30 || value === LEAST_HALF;

/** What was computed and is no number: NaN, or beyond what the precision holds. */
export const isBroken = (value: number): boolean => Number.isNaN(value) || value === Infinity;

/** The number of a cell in a part that was read; undefined outside of it. */
export function valueAt(part: Part, values: Float32Array, row: number, column: number): number | undefined {
  const [r, c] = [row - part.row, column - part.column];
  return r < 0 || c < 0 || r >= part.rows || c >= part.columns ? undefined : values[r * part.columns + c];
}

/** The numbers of a part with those that are not there masked. */
export const present = (part: Part, values: Float32Array, absent: Absent): Float32Array =>
  values.map((value, at) =>
    absent(part.row + Math.floor(at / part.columns), part.column + (at % part.columns)) ? -Infinity : value,
  );

/** Where a number stands on the ramp, from 0 to 255. Signed numbers have zero in the middle. */
export function shade(value: number, bound: number, signed: boolean): number {
  const share = bound > 0 ? Math.min(1, Math.max(signed ? -1 : 0, value / bound)) : 0;
  return Math.round(signed ? 127.5 + 127.5 * share : 255 * share);
}

/** The pixels of `seen`, one a cell. Cells that are masked, absent or no number stay transparent. */
export function coloured(
  part: Part,
  values: Float32Array,
  seen: Part,
  table: Ramp,
  bound: number,
  signed: boolean,
  absent: Absent,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint32Array(seen.rows * seen.columns);
  for (let r = 0, at = 0; r < seen.rows; r++)
    for (let c = 0; c < seen.columns; c++, at++) {
      const value = valueAt(part, values, seen.row + r, seen.column + c);
      if (value === undefined || isMasked(value) || isBroken(value) || absent(seen.row + r, seen.column + c)) continue;
      out[at] = table[shade(value, bound, signed)] ?? 0;
    }
  return new Uint8ClampedArray(out.buffer);
}

/** The cell under a coordinate, or null outside. */
export function cellAt(coordinate: number, pitch: number, n: number): number | null {
  const cell = Math.floor(coordinate / pitch);
  return cell >= 0 && cell < n ? cell : null;
}
