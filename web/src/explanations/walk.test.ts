import katex from 'katex';
import { describe, expect, it } from 'vitest';
import type { ModelFacts } from '../app/api/types';
import { runs, type Block } from '../lib/explanation';
import { TRAITS } from './margins';
import { changed, KINDS_OF_MODELS, llama, NEVER } from './models';
import { KINDS, walk, type Told } from './walk';
import { inWords } from './walkWords';

const DEPTHS = ['intuition', 'mechanics', 'mathematics'] as const;
const CONTRACT =
  'tokens embed positions segments entering leaving norm query key value products scaled masked pattern sink weighted concat-out residual mlp-up mlp-gate activation mlp-down router mixer final-norm logits softmax sampling'.split(
    ' ',
  );
const settable = (tex: string) => katex.renderToString(tex, { throwOnError: true, strict: 'error' });
const formulas = (block: Block) =>
  typeof block === 'string' ? runs(block).flatMap((run) => (run.kind === 'tex' ? [run.text] : [])) : [block.tex];
const stage = (kind: string, traits: string[] = []): Told => ({ kind, title: 'Queries', layer: 3, stack: '', traits });
const said = (kind: string, traits: string[] = [], facts: ModelFacts | null = llama) =>
  JSON.stringify(walk({ facts, stage: stage(kind, traits) }));

it('explains every kind of stage', () => {
  expect([...KINDS].sort()).toEqual([...CONTRACT].sort());
});

describe.each([['nothing', null] as const, ...Object.entries(KINDS_OF_MODELS)])('of %s', (_, facts) => {
  it.each(CONTRACT)('%s has three depths, formulas that can be set, and good grammar', (kind) => {
    for (const traits of [[], ...(TRAITS[kind] ?? []).map((trait) => [trait])]) {
      const explanation = walk({ facts, stage: stage(kind, traits) });
      expect(explanation.title).toBe('Queries');
      expect(JSON.stringify(explanation)).not.toMatch(NEVER);
      for (const depth of DEPTHS) {
        expect(explanation[depth].length).toBeGreaterThan(0);
        for (const tex of explanation[depth].flatMap(formulas)) expect(() => settable(tex)).not.toThrow();
      }
      expect(() => settable(inWords({ kind, traits }))).not.toThrow();
    }
  });
});

describe('what is said', () => {
  it('of a block is its number, and whose weights they are', () => {
    expect(said('key')).toContain('block 3 of 30, counted from 0. Every block does');
    expect(said('key', [], KINDS_OF_MODELS['albert'])).toContain('share one set of weights');
    expect(said('key', [], KINDS_OF_MODELS['jamba'])).toContain('Blocks of one kind');
    expect(JSON.stringify(walk({ facts: llama, stage: stage('key'), blocks: 12 }))).toContain('block 3 of 12');
  });
  it('of keys names what is shared', () => {
    expect(said('key', ['shared'])).toContain('3 sets of keys and values serve 9 heads');
    expect(said('key', ['shared'], KINDS_OF_MODELS['falcon'])).toContain('all 71 heads share one set');
    expect(said('key')).not.toMatch(/[Gg]rouped/);
  });
  it('of rotation is said only where something turns', () => {
    for (const kind of ['query', 'key']) {
      expect(said(kind, ['turned'])).toContain('turned by position');
      expect(said(kind)).not.toContain('turned');
    }
    expect(said('value', ['learned'])).toContain('from the start');
    expect(said('value', ['rotary'])).toContain('not values');
  });
  it('of a gated MLP does not press negative numbers away', () => {
    expect(said('activation', ['gated'])).toContain('positive or negative');
    expect(inWords({ kind: 'activation', traits: ['gated'] })).toContain('gate}');
    expect(said('activation', ['gated'])).not.toContain('fold into one');
    expect(said('activation')).not.toContain('gate');
    expect(said('activation') + said('mlp-up')).not.toContain('all blocks together');
  });
  it('of sums that are normed is not that they add up', () => {
    expect(said('residual', ['sums'])).toContain('fades');
    expect(said('residual', ['sums'])).not.toContain('x^{(L)}');
    expect(said('residual')).toContain('x^{(L)}');
    expect(said('residual', ['parallel'])).toContain('the same vector');
  });
  it('of a mask is that it hides, or that it hides nothing', () => {
    expect(said('masked', ['all'])).toContain('Nothing is hidden here');
    expect(said('masked', ['causal'])).toContain('comes after it');
    expect(said('masked', ['causal'])).not.toContain('window');
    expect(said('masked', ['causal', 'window'])).toContain('*window*');
  });
  it('of sinks is where the rest goes', () => {
    expect(said('pattern', ['causal', 'sink'])).toContain('goes to the sink');
    expect(said('pattern', ['causal'])).toContain('its share is 100 %');
  });
  it('of weights that are random is that they are', () => {
    expect(said('embed', [], KINDS_OF_MODELS['textbook'])).toContain('untrained');
    expect(said('embed')).toContain('Training has filled it in');
  });
  it('of one head is not that there are several', () => {
    const one = KINDS_OF_MODELS['single']!;
    expect(said('concat-out', [], one) + said('query', [], one)).not.toMatch(/heads|side by side/);
    expect(said('key', ['shared'], one)).not.toMatch(/share/);
  });
  it('of untrained weights is not what training made of them', () => {
    expect(said('final-norm')).toContain('was trained for');
    expect(said('final-norm', [], KINDS_OF_MODELS['textbook'])).not.toContain('was trained for');
  });
  it('of a mixer is a state only where something is carried', () => {
    expect(said('mixer', [], KINDS_OF_MODELS['mamba'])).toContain('carried along');
    expect(said('mixer', [], KINDS_OF_MODELS['fnet'])).not.toContain('carried');
  });
  it('of a padded vocabulary is how many rows are tokens', () => {
    expect(said('tokens', [], KINDS_OF_MODELS['pythia'])).toMatch(/50,304\srows, of which 50,277 are tokens/);
  });
  it('of a block agrees with what the model adds in it', () => {
    expect(said('tokens', [], KINDS_OF_MODELS['pythia'])).toContain('operatorname{Attention}(x) + ');
    expect(said('tokens', [], changed(llama, { traits: { norm_place: 'both' } }))).toContain('of what it gives');
  });
});

it('has formulas in words that can be set', () => {
  expect(inWords({ kind: 'query', traits: [] })).toBe(
    String.raw`\text{query} = \text{vector} \times \text{query weights}`,
  );
  expect(inWords({ kind: 'softmax', traits: [] })).toContain(String.raw`e^{\text{score}}`);
  expect(inWords({ kind: 'norm', traits: ['layer norm'] })).toContain('its mean');
  expect(inWords({ kind: 'norm', traits: ['rms norm'] })).not.toContain('mean');
});
