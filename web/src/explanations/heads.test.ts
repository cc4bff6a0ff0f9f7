import { describe, expect, it } from 'vitest';
import type { Explanation } from '../lib/explanation';
import { DEPTHS, expectWhole } from './expecting';
import { attention, type AttentionSubject } from './attention';
import { KINDS_OF_MODELS, llama, mapOf } from './models';

const facts = llama;
const none = KINDS_OF_MODELS['mamba']!;
const head = { layer: 2, head: 4 };
const self = mapOf(facts);
const cross = mapOf(facts, { name: 'cross', causal: false, heads: 8, queries: 'target' });
const encoder = mapOf(facts, { name: 'encoder', causal: false, heads: 8 });
const twoStacks = KINDS_OF_MODELS['t5']!;

const subjects: Record<string, AttentionSubject> = {
  table: { facts, map: self, head: null, view: 'table' },
  'table without facts': { facts: null, map: self, head: null, view: 'table' },
  rollout: { facts, map: self, head: null, view: 'rollout' },
  lines: { facts, map: self, head, view: 'lines' },
  'cross-attention': { facts: twoStacks, map: cross, head, view: 'lines' },
  'all of cross-attention': { facts: twoStacks, map: cross, head: null, view: 'grid' },
  encoder: { facts: twoStacks, map: encoder, head: null, view: 'grid' },
  'decoder of two stacks': { facts: twoStacks, map: { ...self, name: 'decoder' }, head: null, view: 'grid' },
  'no attention': { facts: none, head: null, view: 'grid' },
};
const text = (name: string) => JSON.stringify(attention(subjects[name]!));

describe.each(Object.keys(subjects))('the explanation of %s', (name) => {
  const explanation: Explanation = attention(subjects[name]!);
  it('is whole', () => expectWhole(explanation));
});

describe('explanations of attention', () => {
  it('speak of a mask where the kind of attention that is shown has one', () => {
    expect(text('decoder of two stacks')).toContain('causal mask* removes');
    expect(text('encoder')).toContain('has no causal mask');
    expect(text('cross-attention')).toContain('cross-attention has no causal mask');
  });
  it('say whose tokens look at whose in cross-attention alone', () => {
    expect(text('cross-attention')).toContain('the decoder’s tokens');
    expect(text('encoder')).not.toContain('the decoder’s tokens');
  });
  it('call rollout and flow approximations, and say what they leave out', () => {
    for (const depth of DEPTHS) expect(JSON.stringify(attention(subjects['rollout']!)[depth])).toMatch(/values/);
    expect(text('rollout')).toContain('Both are approximations');
  });
  it('promise no pattern of a model that has none', () => {
    expect(text('no attention')).toContain('there is no pattern to draw');
    expect(text('no attention')).not.toContain('of 0 heads');
  });
});
