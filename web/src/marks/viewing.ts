/** Which part of a matrix is in view, in whole items: zooming, moving, and the words of an address that say it. */
import { holds, lengthOf, type Span } from '../lib/spans';

export interface View {
  rows: Span;
  columns: Span;
}

/** How many items an axis shows at least and at most, however near or far a view is. */
export interface Limits {
  rows: readonly [fewest: number, most: number];
  columns: readonly [fewest: number, most: number];
}

/** Nobody needs to come nearer than this many items. */
const NEAREST = 8;

export const wholeView = (rows: number, columns: number): View => ({ rows: [0, rows], columns: [0, columns] });

export const isWhole = ({ rows, columns }: View, n: number, m: number): boolean =>
  lengthOf(rows) === n && lengthOf(columns) === m;

/** `0:512,256:768`: rows, then columns. */
export const formatView = ({ rows, columns }: View): string => `${rows.join(':')},${columns.join(':')}`;

/** The inverse of `formatView`, kept inside a matrix of this size; all of it where nothing else is said. */
export function parseView(text: string | undefined, rows: number, columns: number): View {
  const found = /^(\d{1,7}):(\d{1,7}),(\d{1,7}):(\d{1,7})$/.exec(text ?? '');
  const whole = wholeView(rows, columns);
  if (!found) return whole;
  const [a, b, c, d] = found.slice(1).map(Number) as [number, number, number, number];
  if (a >= b || c >= d || a >= rows || c >= columns) return whole;
  const near = (first: number, last: number, n: number) =>
    placed(first, Math.max(last - first, Math.min(NEAREST, n)), n);
  return { rows: near(a, b, rows), columns: near(c, d, columns) };
}

/**
 * The view some times nearer (or farther, below 1), with the item at `anchor` staying where it is on screen. Rows and columns may come nearer
 * by different factors.
 */
export function zoomed(
  view: View,
  factor: number | readonly [rows: number, columns: number],
  anchor: { row: number; column: number },
  n: number,
  m: number,
  limits: Limits = { rows: [NEAREST, n], columns: [NEAREST, m] },
): View {
  const [down, across] = typeof factor === 'number' ? [factor, factor] : factor;
  return {
    rows: nearer(view.rows, down, anchor.row, n, limits.rows),
    columns: nearer(view.columns, across, anchor.column, m, limits.columns),
  };
}

/** The view some items further down and to the right, as far as there are any. */
export function moved({ rows, columns }: View, down: number, right: number, n: number, m: number): View {
  return {
    rows: placed(rows[0] + Math.round(down), lengthOf(rows), n),
    columns: placed(columns[0] + Math.round(right), lengthOf(columns), m),
  };
}

/** The view moved just so far that a cell is in it. */
export function revealing({ rows, columns }: View, row: number, column: number): View {
  return { rows: holding(rows, row), columns: holding(columns, column) };
}

export const middle = ({ rows, columns }: View): { row: number; column: number } => ({
  row: (rows[0] + rows[1]) / 2,
  column: (columns[0] + columns[1]) / 2,
});

function holding(span: Span, at: number): Span {
  if (holds(span, at)) return span;
  const first = at < span[0] ? at : at + 1 - lengthOf(span);
  return [first, first + lengthOf(span)];
}

function nearer(span: Span, factor: number, anchor: number, n: number, [fewest, most]: Limits['rows']): Span {
  if (factor === 1) return span;
  const now = lengthOf(span);
  let next = Math.round(now / factor);
  if (next === now) next -= Math.sign(factor - 1); // a step that rounding would swallow
  next = Math.min(n, most, Math.max(Math.min(fewest, n), next));
  return placed(Math.round(anchor - ((anchor - span[0]) / now) * next), next, n);
}

function placed(first: number, length: number, n: number): Span {
  const kept = Math.min(length, n);
  const start = Math.min(n - kept, Math.max(0, first));
  return [start, start + kept];
}
