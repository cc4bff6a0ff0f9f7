/** How much of each input token is in one position, by attention alone: read for one position at a time; the old answer stays meanwhile. */
import type { Client } from '../../app/api/client';
import type { AttentionMap, Token, TraceAnswer } from '../../app/api/client';
import { queriesOf } from './attentionKinds';
import { asProblem, isCancelled, type Problem } from '../../lib/problem';

export const METHODS = ['rollout', 'flow'] as const;
export type Method = (typeof METHODS)[number];

export interface Wanted {
  trace: TraceAnswer;
  map: AttentionMap;
  position: number;
  method: Method;
}

export interface Found {
  /** Names what was asked for. */
  key: string;
  position: number;
  method: Method;
  tokens: Token[];
  /** `(depths, tokens)`, the input last; a flow has the input alone. */
  depths: number;
  values: Float32Array;
}

export const keyOf = ({ trace, map, position, method }: Wanted): string =>
  `${trace.id}/${map.name}/${method}/${position}`;

export class RolloutReader {
  found = $state.raw<Found | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}

  /** Returns how to give up. */
  open(wanted: Wanted): () => void {
    const { trace, map, position, method } = wanted;
    const controller = new AbortController();
    const { signal } = controller;
    this.problem = null;
    this.api.rollout(trace.id, { map: map.name, position, method }, signal).then(
      ({ shape, data }) => {
        if (signal.aborted) return;
        const depths = shape.length === 2 ? (shape[0] ?? 1) : 1;
        this.found = { key: keyOf(wanted), position, method, tokens: queriesOf(trace, map), depths, values: data };
      },
      (error: unknown) => {
        if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
      },
    );
    return () => controller.abort();
  }
}

/** The shares of the input tokens: the last row. */
export const inputShares = ({ values, tokens }: Pick<Found, 'values' | 'tokens'>): Float32Array =>
  values.subarray(values.length - tokens.length);

/** What a row of shares stands for: the topmost is the position itself, the lowest the input. */
export function depthName(row: number, depths: number, layers: readonly number[]): string {
  const layer = layers[depths - 2 - row];
  return layer === undefined ? 'input' : `after layer ${layer}`;
}
