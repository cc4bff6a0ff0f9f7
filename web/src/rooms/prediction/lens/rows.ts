/** What the rows of the lens are called, and which of them are shown. */
import type { LensRow } from '../../../app/api/types';

/** In a sentence. */
export function named({ layer, place, added }: LensRow): string {
  if (place === 'embedding') return 'The embedding';
  return `Layer ${layer}, ${added.length ? `after its ${added.join(' and ')}` : 'at its end'}`;
}

/** Beside the row. */
export function short({ layer, place, added }: LensRow): string {
  if (place === 'embedding') return 'embedding';
  return { mid: `${layer} ${added[0]}`, cross: `${layer} cross`, post: `layer ${layer}` }[place];
}

/** The rows from top to bottom: the last layer on top, as in the section of the house. */
export const shownRows = (rows: readonly LensRow[], within: boolean): number[] =>
  rows.flatMap(({ place }, row) => (within || place === 'post' || place === 'embedding' ? [row] : [])).reverse();

/** The row that an address names: the layer's end where it names no place, the last of all where it names no layer. */
export function rowOf(rows: readonly LensRow[], layer: number | null, place: string | undefined): number {
  const named = rows.findIndex((row) => row.layer === layer && row.place === place);
  if (named >= 0) return named;
  const end = rows.findIndex((row) => row.layer === layer && row.place === 'post');
  return end >= 0 ? end : rows.length - 1;
}
