import { expect, it } from 'vitest';
import type { BeamStep } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { expectWhole } from './expecting';
import { beams, type Searched } from './beams';
import { llama } from './models';

const facts = llama;
const searched: Searched = {
  asked: { beams: 4, count: 12, length_penalty: 0.5 },
  steps: [{ candidates: [{ probability: 0.771 }], found: [{ ids: [1, 2, 3, 4], score: -1.5 }] } as unknown as BeamStep],
};
const all: [string, Explanation][] = [
  ['nothing', beams(null, null)],
  ['a model', beams(facts, null)],
  ['a search before its first step', beams(facts, { ...searched, steps: [] })],
  ['a search', beams(facts, searched)],
];

it.each(all)('with %s is whole', (_, explanation) => expectWhole(explanation));

it('gives the numbers of what is shown', () => {
  const said = JSON.stringify(beams(facts, searched)).replaceAll('\u00a0', ' ');
  // The score of four tokens: −1.5 × 4 to the power of 0.5. And 49,152 to the power of 12 has 57 digits.
  for (const number of [
    'here 4.',
    '77.1 %',
    '4 tokens and a score of −3.00',
    'weighed by its length, −1.50',
    '57 digits',
  ])
    expect(said).toContain(number);
});
