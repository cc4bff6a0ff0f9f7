/** Which part of a lens grid to ask for next: what is in view first, in rectangles that are quickly there. */
import type { Span } from '../../../lib/spans';

export interface Rectangle {
  /** Numbers of streams. */
  rows: readonly number[];
  start: number;
  stop: number;
}

/** Few rows and columns come soon; many take less time a cell. */
export const HEIGHT = 8;
export const WIDTH = 32;
/** How wide a rectangle is that nobody looks at yet. */
const AHEAD = 16;
/** Up to so many positions a grid is read whole while nothing else is to do; of longer ones, only this far around what is seen. */
export const WHOLE = 512;
const AROUND = 64;

type Has = (row: number, column: number) => boolean;

/** The first rectangle of rows and columns in which something is missing. */
export function firstMissing(rows: readonly number[], [first, last]: Span, has: Has, width = WIDTH): Rectangle | null {
  for (let at = 0; at < rows.length; at += HEIGHT) {
    const few = rows.slice(at, at + HEIGHT);
    const missing = (column: number) => few.some((row) => !has(row, column));
    for (let start = first; start < last; start++) {
      if (!missing(start)) continue;
      let stop = start + 1;
      while (stop < last && stop - start < width && missing(stop)) stop++;
      return { rows: few, start, stop };
    }
  }
  return null;
}

/** The nearest rectangle in which something is missing, first above and below the view, then beside it; null where enough is read. */
export function nextAhead(rows: readonly number[], [first, last]: Span, columns: number, has: Has): Rectangle | null {
  const above = firstMissing(rows, [first, last], has, AHEAD);
  if (above) return above;
  const far = columns <= WHOLE ? columns : AROUND;
  for (let off = 0; off < far; off += AHEAD) {
    const right: Span = [Math.min(columns, last + off), Math.min(columns, last + off + AHEAD)];
    const left: Span = [Math.max(0, first - off - AHEAD), Math.max(0, first - off)];
    const found = firstMissing(rows, right, has, AHEAD) ?? firstMissing(rows, left, has, AHEAD);
    if (found) return found;
  }
  return null;
}

/** Whether a rectangle has anything of these rows and columns. */
export const meets = (a: Rectangle, rows: readonly number[], [first, last]: Span): boolean =>
  a.start < last && a.stop > first && a.rows.some((row) => rows.includes(row));
