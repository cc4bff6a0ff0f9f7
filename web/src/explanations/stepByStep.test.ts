import katex from 'katex';
import { expect, test } from 'vitest';
import { runs } from '../lib/explanation';
import { stepByStep } from './stepByStep';

const ALGORITHMS = ['bpe by merges', 'bpe by ranks', 'wordpiece', 'unigram', 'word level'] as const;

test.each(ALGORITHMS)('%s is explained in every depth, with formulas that can be set', (algorithm) => {
  const explanation = stepByStep({ algorithm, whole_first: algorithm === 'bpe by ranks' });
  for (const depth of ['intuition', 'mechanics', 'mathematics'] as const) {
    expect(explanation[depth].length).toBeGreaterThan(0);
    for (const block of explanation[depth]) {
      const formulas =
        typeof block === 'string'
          ? runs(block).flatMap(({ kind, text }) => (kind === 'tex' ? [text] : []))
          : [block.tex];
      for (const tex of formulas)
        expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' })).not.toThrow();
    }
  }
});

test('looking a piece up whole is spoken of only where it is done', () => {
  const said = (whole_first: boolean) => JSON.stringify(stepByStep({ algorithm: 'bpe by merges', whole_first }));
  expect(said(true)).toContain('looked up as a whole');
  expect(said(false)).not.toContain('looked up as a whole');
});
