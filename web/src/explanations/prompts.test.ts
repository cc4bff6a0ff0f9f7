import { expect, it } from 'vitest';
import { expectWhole } from './expecting';
import { KINDS_OF_MODELS, llama } from './models';
import { prompts } from './prompts';

const facts = llama;
const none = { task: 'Sums', sums: [] };

it.each([null, facts, KINDS_OF_MODELS['t5']!])('each depth can be set', (one) => expectWhole(prompts(one, none)));

it('says what was measured, and nothing where too little was', () => {
  const sums = [
    { measured: 8, right: 1, mean: 0.065 },
    { measured: 8, right: 8, mean: 0.304 },
    { measured: 3, right: 1, mean: 0.2 },
  ];
  const said = JSON.stringify(prompts(facts, { task: 'Opposites', sums }).intuition);
  expect(said).toContain('1 of 8 right without examples, 8 of 8 with them');
  expect(JSON.stringify(prompts(facts, none).intuition)).not.toContain('On screen');
});
