/** What every explanation must hold, for the tests of all of them. */
import katex from 'katex';
import { expect } from 'vitest';
import { runs, type Explanation } from '../lib/explanation';
import { NEVER } from './models';

export const DEPTHS = ['intuition', 'mechanics', 'mathematics'] as const;

/** Something is said in every depth, its formulas can be set, and there is no gap where a number was missing. */
export function expectWhole(explanation: Explanation): void {
  for (const depth of DEPTHS) {
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
  expect(JSON.stringify(explanation)).not.toMatch(NEVER);
}
