import katex from 'katex';
import { describe, expect, it } from 'vitest';
import type { ModelFacts } from '../api/types';
import { runs } from '../frame/explanation';
import { KINDS, walk } from './walk';
import { inWords } from './walkWords';

const facts: ModelFacts = {
  ...{ architecture: 'LlamaForCausalLM', kind: 'decoder', predicts: 'next', layers: 30, heads: 9, key_value_heads: 3 },
  ...{ d_model: 576, d_head: 64, d_mlp: 1536, vocabulary: 49152, context: 8192, longest: 8192, parameters: 134515008 },
  ...{ dtype: 'float32', device: 'cpu' },
};
const DEPTHS = ['intuition', 'mechanics', 'mathematics'] as const;
const CONTRACT =
  'tokens embed positions norm query key value products scaled masked pattern weighted concat-out residual mlp-up mlp-gate activation mlp-down router mixer final-norm logits softmax sampling'.split(
    ' ',
  );
const settable = (tex: string) => katex.renderToString(tex, { throwOnError: true, strict: 'error' });

it('explains every kind of stage', () => {
  expect([...KINDS].sort()).toEqual([...CONTRACT].sort());
});

describe.each([null, facts])('with facts %#', (known) => {
  it.each(CONTRACT)('%s has three depths, and formulas that can be set', (kind) => {
    const explanation = walk({ facts: known, stage: { kind, title: 'Queries', layer: 3 } });
    expect(explanation.title).toBe('Queries');
    expect(JSON.stringify(explanation)).not.toMatch(/undefined|null|NaN/);
    for (const depth of DEPTHS) {
      expect(explanation[depth].length).toBeGreaterThan(0);
      for (const block of explanation[depth]) {
        const formulas =
          typeof block === 'string'
            ? runs(block).flatMap((run) => (run.kind === 'tex' ? [run.text] : []))
            : [block.tex];
        for (const tex of formulas) expect(() => settable(tex)).not.toThrow();
      }
    }
  });
});

it('says which block it is, and speaks of shared keys only where there are some', () => {
  const key = (changes: Partial<ModelFacts>) =>
    JSON.stringify(walk({ facts: { ...facts, ...changes }, stage: { kind: 'key', title: 'Keys', layer: 3 } }));
  expect(key({})).toContain('block 3; they are numbered from 0 to 29');
  expect(key({})).toContain('3 sets of keys');
  expect(key({ key_value_heads: 9 })).not.toContain('grouped');
});

it('has formulas in words that can be set', () => {
  for (const kind of CONTRACT) expect(() => settable(inWords(kind))).not.toThrow();
  expect(inWords('query')).toBe(String.raw`\text{query} = \text{vector} \times \text{query weights}`);
});
