/** Where keys lead in lists and grids. */

/** Where an arrow key, Home or End leads in a table of `rows × columns`; null for any other key. */
export function step(
  key: string,
  at: { row: number; column: number },
  rows: number,
  columns: number,
): { row: number; column: number } | null {
  const clamp = (x: number, n: number) => Math.min(n - 1, Math.max(0, x));
  switch (key) {
    case 'ArrowUp':
      return { ...at, row: clamp(at.row - 1, rows) };
    case 'ArrowDown':
      return { ...at, row: clamp(at.row + 1, rows) };
    case 'ArrowLeft':
      return { ...at, column: clamp(at.column - 1, columns) };
    case 'ArrowRight':
      return { ...at, column: clamp(at.column + 1, columns) };
    case 'Home':
      return { ...at, column: 0 };
    case 'End':
      return { ...at, column: columns - 1 };
    case 'PageUp':
      return { ...at, row: 0 };
    case 'PageDown':
      return { ...at, row: rows - 1 };
    default:
      return null;
  }
}
