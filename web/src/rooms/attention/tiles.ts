/** How a large pattern is cut into tiles, each read only when it is looked at. */
import type { Absent, Window } from '../../marks/heatmap';
import { lengthOf, type Span } from '../../lib/spans';
import type { View } from '../../marks/viewing';

/** Cells on a side of a tile. */
export const TILE_CELLS = 256;

export interface Tile {
  rows: Span;
  columns: Span;
  /** How many items a cell stands for. */
  window: Window;
}

export const nameOf = ({ rows, columns, window }: Tile): string => `${window} ${rows}/${columns}`;

/** The windows of the coarsest tiles whose cells are at least one device pixel, `grain` items wide: powers of two, so that tiles are shared. */
export const levelFor = (grain: Window): Window => [power(grain[0]), power(grain[1])];

/** The tiles of a level that a view shows, the nearest to its middle first. Those without a cell that is there are left out. */
export function tilesIn(view: View, level: Window, rows: number, columns: number, absent: Absent): Tile[] {
  const found: Tile[] = [];
  for (const down of cuts(view.rows, level[0] * TILE_CELLS, rows))
    for (const across of cuts(view.columns, level[1] * TILE_CELLS, columns))
      if (!absent(down[0], across[0], lengthOf(down), lengthOf(across)))
        found.push({ rows: down, columns: across, window: level });
  const far = (tile: Tile) =>
    Math.hypot(
      off(tile.rows, view.rows) / lengthOf(view.rows),
      off(tile.columns, view.columns) / lengthOf(view.columns),
    );
  return found.sort((a, b) => far(a) - far(b));
}

const off = (a: Span, b: Span): number => (a[0] + a[1] - b[0] - b[1]) / 2;

const power = (grain: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(grain) - 1e-9));

function cuts([first, last]: Span, size: number, n: number): Span[] {
  const out: Span[] = [];
  for (let at = Math.floor(first / size) * size; at < last; at += size) out.push([at, Math.min(at + size, n)]);
  return out;
}
