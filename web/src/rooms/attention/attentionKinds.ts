/** The kinds of attention that a model has: whose tokens look at whose. */
import type { AttentionMap, Token, TraceAnswer } from '../../app/api/types';

export const TITLES: Readonly<Record<AttentionMap['name'], string>> = {
  self: 'self-attention',
  encoder: 'encoder',
  decoder: 'decoder',
  cross: 'cross-attention',
};

/** The kind that is shown: the one that was asked for, where the model has it, else its first. */
export const mapOf = (trace: TraceAnswer, name: string | undefined): AttentionMap =>
  trace.maps.find((map) => map.name === name) ?? trace.maps[0]!;

export const queriesOf = (trace: TraceAnswer, map: AttentionMap): Token[] => trace[map.queries];
export const keysOf = (trace: TraceAnswer, map: AttentionMap): Token[] => trace[map.keys];

/** How many layers of this kind have attention at all. */
export const attending = (map: AttentionMap): number => map.patterns.filter((site) => site !== null).length;

/** The attention that a pattern is of: `layers.3.attn` of `layers.3.attn.pattern`. */
export const attentionOf = (map: AttentionMap, layer: number): string =>
  (map.patterns[layer] ?? '').replace(/\.pattern$/, '');

/** A layer of this kind as the walk-through keeps it: a model of two stacks has a layer of each. */
export const pinned = ({ name }: AttentionMap, layer: number): Record<string, string> =>
  name === 'self' ? {} : { [name === 'encoder' ? 'encoder' : 'decoder']: String(layer) };
