/** Where the weights of a drawing come from: one head, or the mean of many; token by token, or word by word. */
import type { AttentionMap, Client, Token, TraceAnswer } from '../../app/api/client';
import type { Tensor } from '../../lib/tensor';
import type { Span } from '../../lib/spans';
import { keysOf, queriesOf } from './attentionKinds';

/** One head, the mean over the heads of its layer, or over those of all layers. */
export const OVERS = ['head', 'layer', 'all'] as const;
export type Over = (typeof OVERS)[number];
export const BYS = ['token', 'word'] as const;
export type By = (typeof BYS)[number];

export interface Place {
  trace: TraceAnswer;
  map: AttentionMap;
  layer: number;
  head: number;
  over?: Over;
  by?: By;
}

/** A part of a pattern, in tokens or words: of all queries and keys where none are said, with at most `pool` cells a side. */
export interface Part {
  queries?: Span;
  keys?: Span;
  pool?: number;
  dtype?: 'float32' | 'float16';
}

/** Names the weights: two places with the same name have the same. */
export function keyOf({ trace, map, layer, head, over = 'head', by = 'token' }: Place): string {
  const which = { head: `${layer}/${head}`, layer: String(layer), all: 'all' }[over];
  return `${trace.id}/${map.name}/${by}/${which}`;
}

/** How many queries and keys there are, in tokens. */
export const sizeOf = ({ trace, map }: Place): [queries: number, keys: number] => [
  queriesOf(trace, map).length,
  keysOf(trace, map).length,
];

/** Reads weights, `(queries, keys)`, of words where the place is by word; those of cells that stand for several are the largest of these. */
export function weights(api: Client, place: Place, part: Part, signal: AbortSignal): Promise<Tensor> {
  const { trace, map, layer, head, over = 'head', by = 'token' } = place;
  const window = [part.queries ?? [], part.keys ?? []].map((span) => span.join(':') || ':').join(',');
  const pool = part.pool === undefined ? {} : { pool: part.pool };
  if (over === 'head' && by === 'token') {
    const site = map.patterns[layer] ?? '';
    return api.tensor(trace.id, { site, index: `${head},${window}`, dtype: part.dtype ?? 'float32', ...pool }, signal);
  }
  const heads = { head: { layer, head }, layer: { layer }, all: {} }[over];
  const words = by === 'word' ? { words: true } : {};
  return api.summary(trace.id, { map: map.name, ...heads, ...words, window, ...pool, how: 'max' }, signal);
}

/** What stands on an axis: tokens, or words of several, which a chip shows alike. */
export interface Item extends Token {
  /** The first of its tokens. */
  at: number;
}

export const tokensAsItems = (tokens: readonly Token[]): Item[] => tokens.map((token, at) => ({ ...token, at }));

/**
 * Tokens joined to words.
 *
 * @param numbers the number of each token's word, from 0 on
 */
export function wordsOf(tokens: readonly Token[], numbers: readonly number[]): Item[] {
  const words: Item[] = [];
  tokens.forEach((token, at) => {
    const word = words[numbers[at] ?? -1];
    if (!word) words[numbers[at] ?? 0] = { ...token, at };
    else
      Object.assign(word, {
        text: word.text + token.text,
        bytes: word.bytes + token.bytes,
        end: token.end,
        appended: word.appended && token.appended,
      });
  });
  return words;
}

/** What is drawn, in words: 'layer 3, head 5', 'mean of the 9 heads of layer 3'. */
export function saying({ map, layer, head, over = 'head', by = 'token' }: Place): string {
  const attending = map.patterns.filter((site) => site !== null).length;
  const which = {
    head: `layer ${layer}, head ${head}`,
    layer: map.heads === 1 ? `the one head of layer ${layer}` : `mean of the ${map.heads} heads of layer ${layer}`,
    all: `mean of the ${map.heads * attending} heads of all layers`,
  }[over];
  return by === 'word' ? `${which}, by word` : which;
}
