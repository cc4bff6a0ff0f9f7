import katex from 'katex';
import { describe, expect, it } from 'vitest';
import type { ModelFacts } from '../api/types';
import { runs, type Explanation } from '../frame/explanation';
import { attention } from './attention';
import { prediction } from './prediction';

const grouped: ModelFacts = {
  architecture: 'LlamaForCausalLM',
  kind: 'decoder',
  predicts: 'next',
  layers: 30,
  heads: 9,
  key_value_heads: 3,
  d_model: 576,
  d_head: 64,
  d_mlp: 1536,
  vocabulary: 49152,
  context: 8192,
  longest: 8192,
  parameters: 134515008,
  dtype: 'float32',
  device: 'cpu',
};
const plain: ModelFacts = { ...grouped, key_value_heads: 9, d_head: 32 };
const encoder: ModelFacts = { ...plain, kind: 'encoder', predicts: 'nothing' };
const masked: ModelFacts = { ...encoder, predicts: 'masked' };

const DEPTHS = ['intuition', 'mechanics', 'mathematics'] as const;
const head = { layer: 2, head: 4 };
const all: [string, Explanation][] = [null, grouped, plain, encoder, masked].flatMap((facts, i) => [
  [`attention ${i}`, attention({ facts, head: null })],
  [`attention, one head ${i}`, attention({ facts, head })],
  [`prediction ${i}`, prediction(facts)],
]);
const text = (explanation: Explanation) => JSON.stringify(explanation);

describe.each(all)('%s', (_, explanation) => {
  it('says something in every depth', () => {
    expect(explanation.title).not.toBe('');
    for (const depth of DEPTHS) expect(explanation[depth].length).toBeGreaterThan(0);
  });
  it('has formulas that can be set', () => {
    for (const block of DEPTHS.flatMap((depth) => explanation[depth])) {
      const formulas =
        typeof block === 'string'
          ? runs(block).flatMap(({ kind, text }) => (kind === 'tex' ? [text] : []))
          : [block.tex];
      for (const tex of formulas)
        expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' })).not.toThrow();
    }
  });
  it('leaves no gap where a number was missing', () => {
    expect(text(explanation)).not.toMatch(/undefined|null|NaN/);
  });
});

describe('attention', () => {
  it('names the heads that share keys and values with the open one', () => {
    expect(text(attention({ facts: grouped, head }))).toContain('Head 4 uses set 1, with heads 3 and 5.');
    expect(text(attention({ facts: grouped, head: { layer: 0, head: 8 } }))).toContain('set 2, with heads 6 and 7.');
  });
  it('speaks of grouped queries only where there are groups', () => {
    expect(text(attention({ facts: plain, head }))).not.toContain('grouped-query');
  });
  it('speaks of a causal mask only where there is one', () => {
    expect(text(attention({ facts: grouped, head: null }))).toContain('causal mask');
    expect(text(attention({ facts: encoder, head: null }))).toContain('has no causal mask');
  });
  it('says a root as equal only where it is', () => {
    expect(text(attention({ facts: grouped, head }))).toContain('sqrt{64} = 8');
    expect(text(attention({ facts: plain, head }))).toContain('approx 5.66');
  });
});

describe('prediction', () => {
  it('gives the size of the vocabulary and the most entropy that it allows', () => {
    expect(text(prediction(grouped))).toContain('49,152 tokens');
    expect(text(prediction(grouped))).toContain(Math.log2(49152).toPrecision(3));
  });
  it('does not claim that an encoder predicts', () => {
    expect(text(prediction(encoder))).not.toContain('next one');
  });
});
