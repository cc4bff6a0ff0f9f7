import { expect, test } from 'vitest';
import { expectWhole } from './expecting';
import { stepByStep } from './stepByStep';

const ALGORITHMS = ['bpe by merges', 'bpe by ranks', 'wordpiece', 'unigram', 'word level'] as const;

test.each(ALGORITHMS)('%s is explained in every depth, with formulas that can be set', (algorithm) =>
  expectWhole(stepByStep({ algorithm, whole_first: algorithm === 'bpe by ranks' })),
);

test('looking a piece up whole is spoken of only where it is done', () => {
  const said = (whole_first: boolean) => JSON.stringify(stepByStep({ algorithm: 'bpe by merges', whole_first }));
  expect(said(true)).toContain('looked up as a whole');
  expect(said(false)).not.toContain('looked up as a whole');
});
