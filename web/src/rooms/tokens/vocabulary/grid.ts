/** Which cells of a long grid are drawn: it has rows of one height, and as many columns as there is room for. */

export const ROW = 34;
export const WIDTH = 176;
/** Rows that are drawn above and below what is seen. */
const BEYOND = 12;

export const columnsIn = (width: number): number => Math.max(1, Math.floor(width / WIDTH));

export const rowsOf = (cells: number, columns: number): number => Math.ceil(cells / columns);

/** The cells that are drawn, from and to (exclusive), for what is seen of the grid. */
export function window(
  scrolled: number,
  height: number,
  cells: number,
  columns: number,
): { readonly from: number; readonly to: number } {
  const first = Math.max(0, Math.floor(scrolled / ROW) - BEYOND);
  const last = Math.min(rowsOf(cells, columns), Math.ceil((scrolled + height) / ROW) + BEYOND);
  return { from: Math.min(cells, first * columns), to: Math.min(cells, last * columns) };
}

/** Where a key leads from a cell; null where it leads nowhere. */
export function moved(key: string, at: number, cells: number, columns: number, seen: number): number | null {
  const by: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * seen,
    PageUp: -columns * seen,
    Home: -at,
    End: cells - 1 - at,
  };
  const step = by[key];
  if (step === undefined || !cells) return null;
  const to = at + step;
  if (key.startsWith('Page')) return Math.min(cells - 1, Math.max(0, to));
  return to < 0 || to >= cells ? null : to;
}
