import { expect, it } from 'vitest';
import type { SamplingAnswer } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { expectWhole } from './expecting';
import { llama } from './models';
import { sampling } from './sampling';

const facts = llama;
const answer = {
  stages: [{ left: 49152 }, { left: 12 }],
  drawn: { chance: 0.25, number: 0.684 },
  draws: 100,
} as SamplingAnswer;
const greedy = { ...answer, drawn: { chance: 1, number: null }, draws: 0 } as SamplingAnswer;
const all: [string, Explanation][] = [
  ['nothing', sampling(null, null)],
  ['a model', sampling(facts, null)],
  ['a draw', sampling(facts, answer)],
  ['no draw', sampling(facts, greedy)],
];

it.each(all)('with %s is whole', (_, explanation) => expectWhole(explanation));

it('gives the numbers of what is shown', () => {
  const said = JSON.stringify(sampling(facts, answer)).replaceAll('\u00a0', ' ');
  for (const number of ['49,152 tokens', '12 of 49,152', '0.684', '25.0']) expect(said).toContain(number);
  expect(JSON.stringify(sampling(facts, greedy))).not.toContain('The number here');
});
