/** A long grid of rows of one height, and as many columns as there is room for. */

export const ROW = 34;
export const WIDTH = 176;

export const columnsIn = (width: number): number => Math.max(1, Math.floor(width / WIDTH));

export const rowsOf = (cells: number, columns: number): number => Math.ceil(cells / columns);

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
