import katex from 'katex';
import { describe, expect, it } from 'vitest';
import type { SamplingAnswer } from '../app/api/types';
import { runs, type Explanation } from '../lib/explanation';
import { llama } from './models';
import { sampling } from './sampling';

const facts = llama;
const answer = {
  stages: [{ left: 49152 }, { left: 12 }],
  drawn: { chance: 0.25, number: 0.684 },
  draws: 100,
} as SamplingAnswer;
const greedy = { ...answer, drawn: { chance: 1, number: null }, draws: 0 } as SamplingAnswer;
const DEPTHS = ['intuition', 'mechanics', 'mathematics'] as const;
const all: [string, Explanation][] = [
  ['nothing', sampling(null, null)],
  ['a model', sampling(facts, null)],
  ['a draw', sampling(facts, answer)],
  ['no draw', sampling(facts, greedy)],
];

describe.each(all)('with %s', (_, explanation) => {
  it('has formulas that can be set, and no gaps', () => {
    for (const block of DEPTHS.flatMap((depth) => explanation[depth])) {
      const formulas =
        typeof block === 'string'
          ? runs(block).flatMap(({ kind, text }) => (kind === 'tex' ? [text] : []))
          : [block.tex];
      for (const tex of formulas)
        expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' })).not.toThrow();
    }
    expect(JSON.stringify(explanation)).not.toMatch(/undefined|null|NaN/);
  });
});

it('gives the numbers of what is shown', () => {
  const said = JSON.stringify(sampling(facts, answer)).replaceAll('\u00a0', ' ');
  for (const number of ['49,152 tokens', '12 of 49,152', '0.684', '25.0']) expect(said).toContain(number);
  expect(JSON.stringify(sampling(facts, greedy))).not.toContain('The number here');
});
