/** The part of a long list that is in view, and what lies under the pointer. */

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
