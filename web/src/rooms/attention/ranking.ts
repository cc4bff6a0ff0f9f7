/** What heads do, as numbers to sort by: one score a head for each measure, and which heads are the strongest. */
import type { HeadsAnswer } from '../../app/api/types';
import { figures, percent } from '../../lib/numbers';
import type { Head } from './openHead.svelte';

export type Measure = HeadsAnswer['measures'][number];

/** Rows of layers, columns of heads; null where there is no head, or nothing to measure. */
export type Grid = HeadsAnswer['scores'][string];

export interface Ranked extends Head {
  value: number;
}

/** The score of a head; null where it has none. */
export const scoreIn = (grid: Grid | undefined, { layer, head }: Head): number | null => grid?.[layer]?.[head] ?? null;

/** All heads that have a score, the largest first (or the smallest); equal ones in order of layer and head. */
export function ranked(grid: Grid, rising = false): Ranked[] {
  const found = grid.flatMap((row, layer) =>
    row.flatMap((value, head) => (value === null ? [] : [{ layer, head, value }])),
  );
  return found.sort((a, b) => (rising ? a.value - b.value : b.value - a.value));
}

/** Heads in the order of a measure, those without a score last; in order of layer and head where none is named. */
export function sorted(heads: readonly Head[], grid: Grid | undefined, rising: boolean): Head[] {
  if (!grid) return rising ? [...heads] : [...heads].reverse();
  const value = (head: Head) => scoreIn(grid, head) ?? (rising ? Infinity : -Infinity);
  return [...heads].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    return x === y ? 0 : (x < y ? -1 : 1) * (rising ? 1 : -1);
  });
}

/** Every head that is there, layer by layer. */
export const headsOf = (patterns: readonly (string | null)[], heads: number): Head[] =>
  patterns.flatMap((site, layer) =>
    site === null ? [] : Array.from({ length: heads }, (_, head) => ({ layer, head })),
  );

/** What a full bar stands for: all of a share, else the largest score that any head has. */
export function fullBar({ unit }: Pick<Measure, 'unit'>, grid: Grid | undefined): number {
  if (unit === '%') return 1;
  const largest = Math.max(0, ...(grid ?? []).flat().map((value) => value ?? 0));
  return largest || 1;
}

/** A score with its unit: '87.3 %', '2.41 bits'. */
export function written(value: number | null, unit: string): string {
  if (value === null) return '–';
  return unit === '%' ? percent(value) : `${figures(value)}\u00a0${unit}`.trim();
}

/** The same in a few signs, for where the unit stands elsewhere. */
export function short(value: number | null, unit: string): string {
  if (value === null) return '–';
  if (unit !== '%') return figures(value);
  if (value !== 0 && value < 0.001) return '<0.1';
  return value > 0.999 && value < 1 ? '>99.9' : percent(value).replace(/\s%$/, '');
}

/** 'L3·H5', as heads are named in tables and legends. */
export const nameOf = ({ layer, head }: Head): string => `L${layer}·H${head}`;

/**
 * The word of the address for the order that a press on a column's name asks for: 'previous' has the largest first, 'previous.up' the
 * smallest; null is by layer and head, and '.down' that from behind.
 */
export function nextSort(name: string, by: string, rising: boolean): string | null {
  if (name !== by) return name || null;
  if (name === '') return rising ? '.down' : null;
  return rising ? name : `${name}.up`;
}
