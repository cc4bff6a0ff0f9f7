/** What heads do, as a table for a file. */
import type { Table } from '../../lib/table';
import type { Head } from './openHead.svelte';
import { scoreIn, type Grid, type Measure } from './ranking';

/** A row for each head, in their order: layer, head, and a column for each measure with its unit; shares are from 0 to 1. */
export function tableOf(
  heads: readonly Head[],
  measures: readonly Measure[],
  gridOf: (measure: string) => Grid | undefined,
): Table {
  return {
    columns: [
      'layer',
      'head',
      ...measures.map(({ name, unit }) => (unit && unit !== '%' ? `${name} (${unit})` : name)),
    ],
    rows: heads.map((head) => [head.layer, head.head, ...measures.map(({ name }) => scoreIn(gridOf(name), head))]),
  };
}
