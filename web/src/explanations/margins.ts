/** Every margin of the page, for tests: by room and state, of each kind of model. */

import type { ReplayAnswer, SamplingAnswer } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { attention } from './attention';
import { beams } from './beams';
import { cache } from './cache';
import { caseExplanation } from './cases';
import { FORMS } from './casesForms';
import { SIGNS } from './casesSigns';
import { chatExplanation } from './chat';
import { classes } from './classes';
import { languagesExplanation } from './languages';
import { lensExplained } from './lens';
import { KINDS_OF_MODELS, mapOf } from './models';
import { prediction } from './prediction';
import { prompts } from './prompts';
import { sampling } from './sampling';
import { sideBySide } from './sideBySide';
import { stepByStep } from './stepByStep';
import { tokensExplanation } from './tokens';
import { training } from './training';
import { continuations } from './tree';
import { vocabularyExplanation } from './vocabulary';
import { KINDS, walk } from './walk';

const head = { layer: 2, head: 4 };
const run = { steps: 8, computed: 12, seconds: 0.5 };
const measured = { heads: 270, firsts: 224, befores: 9, first: 0.7, lengths: { first: 1.9, others: 5.14 } };
const drawn = {
  stages: [{ left: 49152 }, { left: 12 }],
  drawn: { chance: 0.25, number: 0.684 },
  draws: 100,
} as SamplingAnswer;
const searched = {
  asked: { beams: 4, count: 12, length_penalty: 0.5 },
  steps: [{ candidates: [{ probability: 0.771 }], found: [{ ids: [1, 2, 3, 4], score: -1.5 }] }],
} as unknown as NonNullable<Parameters<typeof beams>[1]>;
const sums = [
  { measured: 8, right: 1, mean: 0.065 },
  { measured: 8, right: 8, mean: 0.304 },
  { measured: 8, right: 5, mean: 0.2 },
];
const ALGORITHMS: ReplayAnswer['algorithm'][] = ['bpe by merges', 'bpe by ranks', 'wordpiece', 'unigram', 'word level'];
/** What is true of a stage, by its kind: each alone. */
export const TRAITS: Readonly<Record<string, readonly string[]>> = {
  embed: ['scaled'],
  positions: ['sinusoidal', 'learned', 'rotary', 'relative', 'relative vectors', 'alibi', 'none'],
  norm: ['layer norm', 'rms norm', 'no gains', 'sums'],
  'final-norm': ['layer norm', 'rms norm'],
  query: ['turned', 'part', 'normed', 'scaled', 'not turned here'],
  key: ['turned', 'normed', 'cross', 'shared'],
  value: ['turned', 'cross', 'rotary', 'learned', 'sinusoidal', 'alibi', 'none'],
  scaled: ['root', 'own scale'],
  masked: ['causal', 'window', 'all', 'bias', 'row', 'cap', 'unknown'],
  pattern: ['causal', 'sink'],
  residual: ['sums', 'parallel', 'own way', 'scaled'],
  'mlp-up': ['gated'],
  activation: ['gated'],
  'mlp-down': ['gated', 'experts'],
  logits: ['tied', 'head', 'cap'],
  entering: ['sum'],
};

const title = (name: string): string => name;

/** The margins that a model has, with the numbers of a text. */
function marginsOf(name: string): [string, Explanation][] {
  const facts = KINDS_OF_MODELS[name]!;
  const map = mapOf(facts);
  const views = ['grid', 'table', 'rollout'] as const;
  const answer = { token: '‘ Paris’', layer: 29, earlier: true };
  return [
    ...views.map((view): [string, Explanation] => [
      `attention, ${view}`,
      attention({ facts, map, head: null, view, measured: map.causal ? measured : null }),
    ]),
    ['attention, one head', attention({ facts, map, head, view: 'heatmap', measured })],
    ['attention, lines', attention({ facts, map, head, view: 'lines', measured })],
    ['prediction', prediction(facts)],
    ['lens', lensExplained(facts, { embedding: { other: 2, all: 6 }, answer })],
    ['sampling', sampling(facts, drawn)],
    ['beams', beams(facts, searched)],
    ['tree', continuations(facts, { tokens: 3, log: -2, least: { token: '‘ the’', probability: 0.25 } })],
    ['cache', cache(facts, { kept: run, anew: { ...run, computed: 68 }, whole: true, held: [] })],
    ['prompts', prompts(facts, { task: 'Opposites', sums })],
    ['classes', classes(facts, null)],
    ['tokens', tokensExplanation(facts)],
    ...KINDS.flatMap((kind) =>
      [[], ...(TRAITS[kind] ?? []).map((trait) => [trait])].map((traits): [string, Explanation] => [
        `walk, ${[kind, ...traits].join(' ')}`,
        walk({ facts, stage: { kind, title: kind, layer: 3, stack: '', traits } }),
      ]),
    ),
  ];
}

/** The margins that depend on no model. */
const OTHERS: [string, Explanation][] = [
  ['training', training(null, ['‘th’', '‘he’', '‘ a’', '‘in’', '‘er’'])],
  ['vocabulary', vocabularyExplanation({ size: 50257 } as Parameters<typeof vocabularyExplanation>[0], 'GPT-2')],
  ...ALGORITHMS.map((algorithm): [string, Explanation] => [
    `steps, ${algorithm}`,
    stepByStep({ algorithm, whole_first: true }),
  ]),
  ['side by side', sideBySide({ characters: 100, bytes: 120, cuts: [{ name: 'gpt2', length: 40 }] }, title)],
  [
    'languages',
    languagesExplanation(
      [
        { language: { name: 'Amharic' }, by: [{ tokens: 80, unknown: 0, times: 8 }] },
        { language: { name: 'English' }, by: [{ tokens: 10, unknown: 0, times: 1 }] },
      ],
      ['GPT-2'],
    ),
  ],
  ['chat', chatExplanation({ tokens: [{ special: true }], sources: [null, 0] })],
  ...Object.keys({ ...FORMS, ...SIGNS }).map((name): [string, Explanation] => [
    `case, ${name}`,
    caseExplanation({ name, title: name }),
  ]),
];

/** Each with the model that it speaks of. */
export const MARGINS: [string, Explanation][] = [
  ...Object.keys(KINDS_OF_MODELS).flatMap((model) =>
    marginsOf(model).map(([name, explanation]): [string, Explanation] => [`${name} of ${model}`, explanation]),
  ),
  ...OTHERS,
];
