import katex from 'katex';
import { expect, it } from 'vitest';
import { runs } from '../lib/explanation';
import { KINDS_OF_MODELS, llama } from './models';
import { prompts } from './prompts';

const facts = llama;
const DEPTHS = ['intuition', 'mechanics', 'mathematics'] as const;
const none = { task: 'Sums', sums: [] };

it.each([null, facts, KINDS_OF_MODELS['t5']!])('each depth can be set', (one) => {
  const explanation = prompts(one, none);
  for (const block of DEPTHS.flatMap((depth) => explanation[depth])) {
    const formulas =
      typeof block === 'string' ? runs(block).flatMap(({ kind, text }) => (kind === 'tex' ? [text] : [])) : [block.tex];
    for (const tex of formulas)
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' })).not.toThrow();
  }
  expect(JSON.stringify(explanation)).not.toMatch(/undefined|null|NaN/);
});

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
