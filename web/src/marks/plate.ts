/** How large a matrix is drawn, in CSS pixels: the axes, the picture, and how few or many items it can show. */
import { lengthOf } from '../lib/spans';
import type { Limits, View } from './viewing';

/** The room that there is, and how many device pixels a CSS pixel has. */
export interface Space {
  width: number;
  height: number;
  ratio: number;
}

export interface Plate {
  /** The picture. */
  width: number;
  height: number;
  limits: Limits;
}

/** The largest that a cell is drawn. */
const MOST = 56;
/** The widest in a compact matrix, as it opens and when the reader came nearer, with room for a number; and the height that a number needs. */
const COMPACT = { far: 44, near: 64, lowest: 32 };
/** Rows are as high as a label where there is room, so that five rows are no thread. */
const LABEL = 22;
const NEAREST = 8;
/** A square of so many pixels is shown whole in a compact matrix, where a row has a pixel then. */
const SQUARE = 400;

/** The title of an axis, and a margin at its far end. */
export const TITLE = 22;
const EDGE = 4;

/** How much an axis takes: labels of so many characters, or numbers where it has none. */
export function axisOf(side: 'left' | 'top', longest: number | null, items: number): number {
  if (longest === null) return side === 'left' ? 52 : 26;
  return Math.round(Math.min(items > 40 ? 88 : 136, Math.max(44, longest * 7.4 + 28)));
}

/** What the axes leave of a box for the picture. */
export const spaceIn = (width: number, height: number, left: number, top: number, ratio: number): Space => ({
  width: Math.max(160, width - left - TITLE - EDGE),
  height: Math.max(160, height - top - TITLE - EDGE),
  ratio,
});

/** A matrix that fills its space. A square one is drawn as a square. The picture stays as large while the view comes nearer. */
export function filling(rows: number, columns: number, space: Space): Plate {
  const square = rows === columns;
  const side = Math.min(space.width, space.height);
  return {
    width: columns * pitchOf(columns, square ? side : space.width, space.ratio),
    height: rows * pitchOf(rows, square ? side : space.height, space.ratio),
    limits: { rows: [NEAREST, rows], columns: [NEAREST, columns] },
  };
}

/** A matrix as low as its rows allow. No cell is smaller than a device pixel: of a larger matrix, as many are seen as there is room for. */
export function compact(rows: number, columns: number, view: View | null, { width, height, ratio }: Space): Plate {
  const square = rows === columns;
  const high = square ? Math.max(height, Math.min(SQUARE, rows / ratio)) : height;
  const [down, across] = (square ? [Math.min(width, high), Math.min(width, high)] : [high, width]).map((side) =>
    Math.floor(side * ratio),
  ) as [number, number];
  const far = { rows: Math.min(rows, down), columns: Math.min(columns, across) };
  const seen = view ? { rows: lengthOf(view.rows), columns: lengthOf(view.columns) } : far;
  let column = pitchOf(seen.columns, width, ratio, view ? COMPACT.near : COMPACT.far);
  let row = pitchOf(seen.rows, high, ratio, Math.max(LABEL, column));
  // Few cells of a square may be wider than high, for their numbers to have room.
  if (square && Math.min(row, column) < COMPACT.far) row = column = Math.min(row, column);
  return {
    width: seen.columns * column,
    height: seen.rows * row,
    limits: {
      rows: [Math.max(1, Math.floor(high / COMPACT.lowest)), far.rows],
      columns: [Math.max(1, Math.floor(width / COMPACT.near)), far.columns],
    },
  };
}

/**
 * How large an item is drawn, in CSS pixels, where all of them are: whole device pixels where items are large enough for a difference of
 * one to be seen, and never more than `most`.
 */
export function pitchOf(items: number, available: number, deviceRatio: number, most = MOST): number {
  const device = (available * deviceRatio) / Math.max(1, items);
  return Math.min(most, (device >= 6 ? Math.floor(device) : device) / deviceRatio);
}
