import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../lib/explanation';
import { CASES } from './cases';
import { caseExplanation } from '../../../explanations/cases';

describe.each(CASES.map((each) => [each.name, caseExplanation(each)] as const))('%s', (_, explanation) => {
  it('is explained in every depth, in words of its own', () => {
    expect(explanation.intuition).toHaveLength(2);
    expect(explanation.mechanics).toHaveLength(2);
    expect(explanation.mathematics).toHaveLength(1);
  });
  it('has formulas that can be set', () => {
    for (const block of explanation.mathematics)
      for (const { kind, text } of typeof block === 'string' ? runs(block) : [])
        if (kind === 'tex')
          expect(() => katex.renderToString(text, { throwOnError: true, strict: 'error' })).not.toThrow();
  });
});
