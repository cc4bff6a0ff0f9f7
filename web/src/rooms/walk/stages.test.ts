import { describe, expect, test } from 'vitest';
import type { Stage } from '../../app/api/types';
import { attentionOf, axesOf, currentOf, groupsOf, moved, shownOf, sized, stacksOf, stepOf } from './stages';

const stage = (id: string, kind: string, stack = ''): Stage => ({
  ...{ id, kind, stack, layer: /layers\.(\d+)\./.test(id) ? Number(/layers\.(\d+)\./.exec(id)![1]) : null },
  ...{
    title: kind,
    site: null,
    shape: [],
    axes: [],
    inputs: [],
    formula: '',
    operation: '',
    code: null,
    weights: [],
    note: '',
    traits: [],
  },
});
const one = [
  stage('tokens', 'tokens'),
  stage('embed', 'embed'),
  ...[0, 1, 2].flatMap((layer) => [
    stage(`layers.${layer}.attn.q`, 'query'),
    stage(`layers.${layer}.mlp.out`, 'mlp-down'),
  ]),
  stage('final_norm', 'final-norm'),
  stage('logits', 'logits'),
];
const two = [
  stage('encoder.tokens', 'tokens', 'encoder'),
  ...[0, 1].map((layer) => stage(`encoder.layers.${layer}.attn.q`, 'query', 'encoder')),
  stage('encoder.final_norm', 'final-norm', 'encoder'),
  stage('decoder.tokens', 'tokens', 'decoder'),
  ...[0, 1, 2].map((layer) => stage(`decoder.layers.${layer}.cross_attn.q`, 'query', 'decoder')),
  stage('logits', 'logits', 'decoder'),
];
const ids = (stages: readonly Stage[]) => stages.map(({ id }) => id);

describe('stages are shown', () => {
  test('one block at a time, in groups', () => {
    const shown = shownOf(one, () => 1);
    expect(ids(shown)).toEqual(['tokens', 'embed', 'layers.1.attn.q', 'layers.1.mlp.out', 'final_norm', 'logits']);
    expect(groupsOf(shown).map(({ name, stages }) => [name, stages.length])).toEqual([
      ['Input', 2],
      ['Block 1', 2],
      ['Output', 2],
    ]);
  });

  test('one block of each stack where there are two', () => {
    expect([...stacksOf(two)]).toEqual([
      ['encoder', 2],
      ['decoder', 3],
    ]);
    const shown = shownOf(two, (stack) => (stack === 'encoder' ? 1 : 2));
    expect(groupsOf(shown).map(({ name }) => name)).toEqual([
      'Encoder input',
      'Encoder block 1',
      'Encoder output',
      'Decoder input',
      'Decoder block 2',
      'Decoder output',
    ]);
  });
});

describe('the address', () => {
  test('names a stage without its layer', () => {
    expect(['tokens', 'layers.12.attn.q', 'decoder.layers.0.cross_attn.q'].map((id) => stepOf({ id }))).toEqual([
      'tokens',
      'attn.q',
      'decoder.cross_attn.q',
    ]);
  });

  test('finds the stage in the block that is shown', () => {
    expect(
      currentOf(
        shownOf(one, () => 2),
        'attn.q',
      )?.id,
    ).toBe('layers.2.attn.q');
    expect(
      currentOf(
        shownOf(one, () => 2),
        undefined,
      )?.id,
    ).toBe('tokens');
    expect(
      currentOf(
        shownOf(two, () => 0),
        'attn.q',
      )?.id,
    ).toBe('encoder.tokens');
    expect(currentOf([], 'attn.q')).toBeNull();
  });
});

test('steps end where the walk ends', () => {
  const shown = shownOf(one, () => 0);
  expect(moved(shown, shown[0]!, 1)?.id).toBe('embed');
  expect(moved(shown, shown[0]!, -1)?.id).toBe('tokens');
  expect(moved(shown, shown[5]!, 1)?.id).toBe('logits');
  expect(moved(shown, shown[0]!, Infinity)?.id).toBe('logits');
});

test('sizes and names', () => {
  expect(sized({ shape: [9, 5, 49152] })).toBe('9 × 5 × 49,152');
  expect(attentionOf({ id: 'decoder.layers.3.cross_attn.products' })).toBe('decoder.layers.3.cross_attn');
});

test('what a stage’s only size counts is said in the plural, unless there is one', () => {
  const said = (axes: string[], shape: number[]) => `${sized({ shape })} ${axesOf({ axes, shape })}`;
  expect(said(['position'], [324])).toBe('324 positions');
  expect(said(['position'], [1])).toBe('1 position');
  expect(said(['position', 'dimension'], [3, 576])).toBe('3 × 576 position × dimension');
});
