import { expect, it } from 'vitest';
import type { Explanation } from '../lib/explanation';
import { expectWhole } from './expecting';
import { lensExplained } from './lens';
import { llama } from './models';

const facts = llama;
const all: [string, Explanation][] = [
  ['nothing', lensExplained(null)],
  ['a model that writes', lensExplained(facts)],
  ['a model that fills gaps', lensExplained({ ...facts, predicts: 'masked' })],
];

it.each(all)('of %s is whole', (_, explanation) => expectWhole(explanation));

it('gives the numbers of the model that is open', () => {
  const said = JSON.stringify(lensExplained(facts));
  for (const number of ['30 layers', '49,152 tokens', '576', 'dots, 29'])
    expect(said.replaceAll('\u00a0', ' ')).toContain(number);
});

it('speaks of gaps only where there are some', () => {
  expect(JSON.stringify(lensExplained(facts))).not.toContain('mask');
  expect(JSON.stringify(lensExplained({ ...facts, predicts: 'masked' }))).not.toContain('comes next');
});
