/** Which part of a matrix is read: all of a small one, of a large one what is in view and as much around it as may come. */
import type { Absent } from '../../marks/heatmap';
import { lengthOf } from '../../lib/spans';
import type { View } from '../../marks/viewing';

/** A part of a matrix: `rows × columns` cells from (`row`, `column`) on. */
export interface Part {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** Cells that are read at once, at most: a megabyte of 32-bit floats. */
export const MOST_CELLS = 2 ** 18;

export const partOf = ({ rows, columns }: View): Part => ({
  ...{ row: rows[0], column: columns[0], rows: lengthOf(rows), columns: lengthOf(columns) },
});

/** The part to read for a view. */
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
