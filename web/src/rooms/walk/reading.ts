/** How a stage's numbers are read, and what its axes stand for. */
import type { Client } from '../../app/api/client';
import type { AttentionMap, Stage, Token, TraceAnswer } from '../../app/api/types';
import type { Source } from './matrixReader.svelte';
import type { Part } from './part';
import { attentionOf } from './stages';

/** What is computed from queries and keys and belongs to no site. */
const PRODUCTS: Readonly<Record<string, 'dots' | 'scaled'>> = { products: 'dots', scaled: 'scaled' };
const UNSIGNED = ['pattern', 'sink', 'router'];
const OF_TOKENS = /^(position|query|key)/;

/** The name by which a stage's numbers are explained; null where they aren't. */
export const explained = (stage: Stage): string | null => stage.site ?? (stage.kind in PRODUCTS ? stage.id : null);

/** Whether a stage has numbers to draw as a matrix. */
export const hasMatrix = (stage: Stage): boolean =>
  stage.shape.length >= 2 && (stage.site !== null || stage.kind in PRODUCTS);

/** How many heads a stage's tensor has; null where it has no axis of heads. */
export const headsOf = ({ shape }: Stage): number | null => (shape.length === 3 ? (shape[0] ?? null) : null);

/** Which of a stage's heads belongs to a query head: keys and values may be fewer and serve several. */
export function headOf(stage: Stage, head: number, queryHeads: number): number {
  const own = headsOf(stage) ?? 1;
  const group = Math.max(1, Math.floor(queryHeads / own));
  return Math.min(own - 1, own < queryHeads ? Math.floor(head / group) : head);
}

/** A matrix of a stage: all of its two axes, or those of one head. */
export function sourceOf(api: Client, trace: TraceAnswer, stage: Stage, head: number): Source {
  const [rows = 0, columns = 0] = stage.shape.slice(-2);
  const own = headsOf(stage) === null ? '' : `${head},`;
  const what = PRODUCTS[stage.kind];
  const read = async ({ row, column, rows, columns }: Part, signal: AbortSignal): Promise<Float32Array> => {
    const [down, across] = [`${row}:${row + rows}`, `${column}:${column + columns}`];
    const found =
      stage.site === null && what
        ? api.products(trace.id, { attention: attentionOf(stage), head, queries: down, keys: across, what }, signal)
        : api.tensor(trace.id, { site: stage.site ?? '', index: `${own}${down},${across}` }, signal);
    return (await found).data;
  };
  const signed = !UNSIGNED.includes(stage.kind);
  return { id: `${trace.id}/${stage.id}/${own}`, rows, columns, signed, absent: absentOf(trace, stage), read };
}

/** The attention that a stage is a part of, where it is one of the trace's kinds. */
export const mapOf = (trace: TraceAnswer, stage: Stage): AttentionMap | null =>
  trace.maps.find(({ patterns }) => patterns.includes(`${attentionOf(stage)}.pattern`)) ?? null;

/** The tokens that stand for a matrix's rows and columns; null for an axis of numbers. */
export function axesOf(trace: TraceAnswer, stage: Stage): { rows: Token[] | null; columns: Token[] | null } {
  const own = stage.stack === 'decoder' ? trace.target : trace.tokens;
  const map = mapOf(trace, stage);
  const [queries, keys] = map ? [trace[map.queries], trace[map.keys]] : [own, own];
  const looked = stage.kind === 'key' || stage.kind === 'value';
  const tokens = (axis: string | undefined, size: number | undefined): Token[] | null => {
    if (!axis || !OF_TOKENS.test(axis)) return null;
    const found = /^key/.test(axis) || looked ? keys : queries;
    return found.length === size ? found : null;
  };
  const [rowAxis, columnAxis] = stage.axes.slice(-2);
  const [rows, columns] = stage.shape.slice(-2);
  return { rows: tokens(rowAxis, rows), columns: tokens(columnAxis, columns) };
}

/** Cells of a pattern that are not there: keys ahead of their query where the attention is causal, and keys beyond a window. */
export function absentOf(trace: TraceAnswer, stage: Stage): (row: number, column: number) => boolean {
  const map = stage.kind === 'pattern' && stage.shape.length === 3 ? mapOf(trace, stage) : null;
  const window = map?.windows[stage.layer ?? 0] ?? 0;
  return (row, column) => (map?.causal === true && column > row) || (window > 0 && Math.abs(row - column) >= window);
}
