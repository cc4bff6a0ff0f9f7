import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { runs, type Explanation } from '../lib/explanation';
import { lensExplained } from './lens';
import { llama } from './models';

const facts = llama;
const DEPTHS = ['intuition', 'mechanics', 'mathematics'] as const;
const all: [string, Explanation][] = [
  ['nothing', lensExplained(null)],
  ['a model that writes', lensExplained(facts)],
  ['a model that fills gaps', lensExplained({ ...facts, predicts: 'masked' })],
];

describe.each(all)('of %s', (_, explanation) => {
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

it('gives the numbers of the model that is open', () => {
  const said = JSON.stringify(lensExplained(facts));
  for (const number of ['30 layers', '49,152 tokens', '576', 'dots, 29'])
    expect(said.replaceAll('\u00a0', ' ')).toContain(number);
});

it('speaks of gaps only where there are some', () => {
  expect(JSON.stringify(lensExplained(facts))).not.toContain('mask');
  expect(JSON.stringify(lensExplained({ ...facts, predicts: 'masked' }))).not.toContain('comes next');
});
