/** Where things stand along an axis: ticks, the part of a long list that is in view, what lies under the pointer. */

/** Steps that people read easily: 1, 2, 5, 10, 20, 50, … */
export function niceStep(least: number): number {
  let power = 1;
  for (;;) {
    for (const factor of [1, 2, 5]) if (factor * power >= least) return factor * power;
    power *= 10;
  }
}

/** Which of `n` equally spaced items get a tick, when two ticks must be `gap` pixels apart or more. */
export function ticks(n: number, pitch: number, gap: number): number[] {
  const step = niceStep(gap / pitch);
  const out: number[] = [];
  for (let i = 0; i < n; i += step) out.push(i);
  return out;
}

/** The items of a list `[first, last)` that a scrolled view shows, and `spare` more on both sides. */
export function inView(scroll: number, height: number, pitch: number, n: number, spare = 4): [number, number] {
  const first = Math.min(n, Math.max(0, Math.floor(scroll / pitch) - spare));
  const last = Math.min(n, Math.ceil((scroll + height) / pitch) + spare);
  return [first, Math.max(first, last)];
}

/** The cell under a coordinate, or null outside. */
export function cellAt(coordinate: number, pitch: number, n: number): number | null {
  const cell = Math.floor(coordinate / pitch);
  return cell >= 0 && cell < n ? cell : null;
}

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
