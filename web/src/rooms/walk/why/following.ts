/** Following a number back to what it was made of: names of numbers, and what stands where the trail ends. */
import type { ExplanationAnswer, Token } from '../../../app/api/types';
import { figures } from '../../../lib/numbers';
import { exact } from '../../../lib/exact';
import { isMasked } from '../../../marks/shading';

type Input = ExplanationAnswer['inputs'][number];

/** A number by its place: `layers.3.attn.q[0, 3, 5]`. */
export const placeName = (name: string, index: readonly number[]): string =>
  index.length ? `${name}[${index.join(', ')}]` : name;

/** What can be followed from an explanation: each input that is not a leaf, by its number. */
export const followable = ({ inputs }: ExplanationAnswer): number[] =>
  inputs.flatMap((input, i) => (input.leaf ? [] : [i]));

/** The token whose row of an embedding table a leaf is in, where it is in one. */
export function rowToken(parent: ExplanationAnswer, leaf: Input, tokens: readonly Token[]): Token | null {
  if (!leaf.leaf || leaf.index.length !== 2) return null;
  // Positions and segments are looked up too, each in a table of its own.
  if (!parent.operation.startsWith('looked up') || /(pos|type)_embed$/.test(parent.site)) return null;
  const token = tokens[parent.index[0] ?? -1];
  return token && token.id === leaf.index[0] ? token : null;
}

/** Whose tokens a site's positions are: the decoder's, where the model has one and the site is its. */
export const tokensAt = (site: string, trace: { tokens: Token[]; target: Token[] }): Token[] =>
  site.startsWith('decoder.') ? trace.target : trace.tokens;

/** What a leaf is. */
export function leafKind(leaf: Input): string {
  return /\.(weight|bias)$|_weight$|_bias$|\.(gain|scale|[A-Z]\w*)$/.test(leaf.name)
    ? 'a weight: the same for every text'
    : 'nothing in this pass made it';
}

/** A number of a term as it is multiplied: its sign and size, without a factor of one. */
export function coefficientOf(coefficient: number): string {
  if (coefficient === 1) return '';
  if (coefficient === -1) return '−1 × ';
  return `${Number(coefficient.toPrecision(3)).toString().replace('-', '−')} × `;
}

/** How much of the bar's half a value takes, when the largest takes all. */
export function shareOf(value: number | null, values: readonly (number | null)[]): number {
  const largest = Math.max(...values.map((each) => Math.abs(each ?? 0)));
  return largest > 0 && value !== null ? value / largest : 0;
}

/** A number in three figures; the wire has none for −∞ and for what is no number. */
export const said = (value: number | null): string =>
  value === null ? '−∞ or no number' : isMasked(value) ? 'masked' : figures(value);

/** The same with all figures, for a tooltip. */
export const inFull = (value: number | null): string | undefined => (value === null ? undefined : exact(value));
