/** Which cells of a pattern are not there. */
import type { AttentionMap } from '../../app/api/types';
import type { Absent } from '../../marks/heatmap';
import type { By, Over } from './source';

/** A causal model's query has no keys ahead of it. */
export const ahead: Absent = (query, key, high = 1) => key > query + high - 1;

type Masked = Pick<AttentionMap, 'causal' | 'windows' | 'patterns'>;

/** From how many tokens away on a drawing has no keys; 0 where it has all, and where it counts words. A mean has what one of its layers has. */
export function windowOf({ windows, patterns }: Omit<Masked, 'causal'>, layer: number, over: Over, by: By): number {
  if (by === 'word') return 0;
  if (over !== 'all') return windows[layer] ?? 0;
  const attending = windows.filter((_, at) => patterns[at] !== null);
  return attending.some((window) => !window) ? 0 : Math.max(0, ...attending);
}

/** Pairs that are not there: keys ahead of their query, and keys beyond a window. */
export function absentOf(map: Masked, layer: number, over: Over = 'head', by: By = 'token'): Absent {
  const window = windowOf(map, layer, over, by);
  return (query, key, high = 1, wide = 1) => {
    if (map.causal && ahead(query, key, high)) return true;
    // How far behind the query the nearest and the farthest key are, of all pairs.
    const [near, far] = [query - (key + wide - 1), query + high - 1 - key];
    return window > 0 && (near >= window || far <= -window);
  };
}

/** The same of a picture whose cells stand for `size` × `size` pairs. */
export const inCells =
  (absent: Absent, size: number): Absent =>
  (row, column, high = 1, wide = 1) =>
    absent(row * size, column * size, high * size, wide * size);
