/** How much of each input token is in one position, by attention alone: read for one position at a time; the old answer stays meanwhile. */
import type { Client } from '../../app/api/client';
import type { AttentionMap, Token, TraceAnswer } from '../../app/api/client';
import { queriesOf } from './attentionKinds';
import { Resource } from '../../lib/resource.svelte';

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

export class RolloutReader extends Resource<Wanted, Found> {
  constructor(api: Client) {
    super(async (wanted, signal) => {
      const { trace, map, position, method } = wanted;
      const { shape, data } = await api.rollout(trace.id, { map: map.name, position, method }, signal);
      const depths = shape.length === 2 ? (shape[0] ?? 1) : 1;
      return { key: keyOf(wanted), position, method, tokens: queriesOf(trace, map), depths, values: data };
    });
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
