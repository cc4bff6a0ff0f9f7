import { expect, test } from 'vitest';
import type { ExplanationAnswer, Token } from '../../../app/api/types';
import { coefficientOf, followable, leafKind, placeName, rowToken, shareOf, tokensAt } from './following';

const token = (id: number, text: string): Token => ({
  id,
  text,
  bytes: '',
  start: 0,
  end: 1,
  special: false,
  appended: false,
});
const input = (name: string, index: number[], leaf: boolean) => ({ name, index, value: 1, leaf });
const explained = (site: string, index: number[], inputs: ExplanationAnswer['inputs']): ExplanationAnswer => ({
  ...{
    site,
    index,
    value: 1,
    operation: site === 'logits' ? 'projection' : 'looked up among the weights',
    formula: '',
    sum: true,
    terms: [],
  },
  ...{ remainder: 0, rest_count: 0, rounding: 0, inputs },
});

test('a number is named by where it is', () => {
  expect(placeName('layers.3.attn.q', [0, 3, 5])).toBe('layers.3.attn.q[0, 3, 5]');
  expect(placeName('whole', [])).toBe('whole');
});

test('only what is no leaf is followed', () => {
  const answer = explained('logits', [0, 1], [input('a', [0], true), input('b', [1], false), input('c', [2], false)]);
  expect(followable(answer)).toEqual([1, 2]);
});

test('a row of the embedding table is that of the token in its place, and of no other', () => {
  const tokens = [token(5, 'a'), token(9, 'b')];
  const leaf = input('model.embed_tokens.weight', [9, 3], true);
  expect(rowToken(explained('embed', [1, 3], [leaf]), leaf, tokens)?.text).toBe('b');
  expect(rowToken(explained('layers.0.resid_pre', [1, 3], [leaf]), leaf, tokens)?.text).toBe('b');
  expect(rowToken(explained('embed', [0, 3], [leaf]), leaf, tokens)).toBeNull();
  expect(rowToken(explained('logits', [1, 3], [leaf]), leaf, tokens)).toBeNull();
  expect(rowToken(explained('pos_embed', [1, 3], [leaf]), leaf, tokens)).toBeNull();
});

test('the decoder has tokens of its own', () => {
  const trace = { tokens: [token(1, 'x')], target: [token(2, 'y')] };
  expect(tokensAt('decoder.embed', trace)).toBe(trace.target);
  expect(tokensAt('encoder.embed', trace)).toBe(trace.tokens);
});

test('a weight is told from other leaves', () => {
  expect(leafKind(input('model.layers.0.mlp.up_proj.weight', [1, 2], true))).toContain('weight');
  expect(leafKind(input('model.rotary_emb', [1, 2], true))).not.toContain('weight');
});

test('bars compare terms with the largest', () => {
  expect(shareOf(-2, [1, -4, null])).toBe(-0.5);
  expect(shareOf(null, [1])).toBe(0);
  expect(shareOf(0, [0])).toBe(0);
  expect([coefficientOf(1), coefficientOf(-1), coefficientOf(0.125)]).toEqual(['', '−1 × ', '0.125 × ']);
});
