/** What the margin says of each case: why tokenizers do what is seen. What they do is on screen, and not here. */
import type { Explanation } from '../lib/explanation';
import { FORMS } from './casesForms';
import { SIGNS } from './casesSigns';

export type Told = Record<'intuition' | 'mechanics' | 'mathematics', string>;

const TOLD: Record<string, Told> = { ...FORMS, ...SIGNS };

export function caseExplanation({ name, title }: { name: string; title: string }): Explanation {
  const told = TOLD[name];
  return {
    title,
    intuition: [
      ...(told ? [told.intuition] : []),
      'Everything below the belief comes from the chosen tokenizers, just now. The verdict covers these texts only. Next, change a text and see whether the belief survives.',
    ],
    mechanics: [
      ...(told ? [told.mechanics] : []),
      'Tokens that a tokenizer puts around every text are left out here. Ids and tokens are those of the tokenizer’s own library.',
    ],
    mathematics: told ? [told.mathematics] : [],
  };
}
