/** What the margin says of the same sentences in many languages. */
import type { Explanation } from '../lib/explanation';
import { count, figures } from '../lib/numbers';

/** What is said of: each language's name and its numbers under each tokenizer, the worst served first. */
export interface ServedLanguage {
  language: { name: string };
  by: readonly { tokens: number; unknown: number; times: number }[];
}

export function languagesExplanation(rows: readonly ServedLanguage[], titles: readonly string[]): Explanation {
  return {
    title: 'Whom a vocabulary serves',
    intuition: [
      'A vocabulary is made from a large heap of text. What was frequent there got long tokens; what was rare is written with short ones, down to single bytes. So the same sentence takes more tokens in a language that was rare in the heap.',
      ...example(rows, titles),
      'If you write in such a language, you pay more for the same words, wait longer, and run out of context sooner.',
      compared(rows, titles) ??
        'Newer and larger vocabularies are usually fairer. Add one to see: GPT-2’s beside GPT-4o’s, say.',
      'This says nothing of how well a model writes a language. It says what the language costs it.',
    ],
    mechanics: [
      'Ten everyday sentences were written for Cutaway in English and translated; in each language they say the same. Counted is what the text itself takes, without the special tokens that a model expects around every text.',
      'English is 1 under each tokenizer, so tokenizers are compared in how even they are, and not in how short they make texts. The counts of English stand beside the names.',
      'Rows are sorted by the first tokenizer. Open a row to read its sentences, or choose one sentence for all rows: single sentences scatter more than ten together.',
      'A vocabulary without single bytes, such as BERT’s, has one token for all that it can’t write: *unknown*. A whole word may become one, so the count is small and the text is lost. Such dots are drawn empty, and such languages are sorted as the worst served.',
      'Ten sentences are few, and there is more than one way to translate each. Differences of a few per cent mean nothing here.',
    ],
    mathematics: [
      'With $n_{a, s}$ tokens for sentence $s$ in language $a$, the place of a dot is the ratio of sums',
      { tex: 'r_a = \\frac{\\sum_s n_{a, s}}{\\sum_s n_{\\text{English}, s}}' },
      'on a logarithmic scale, so that twice as many is the same distance everywhere.',
      'UTF-8 sets a limit to how bad it gets. A letter takes one byte in English, two in Greek, Cyrillic, Hebrew and Arabic, three in most other scripts. A byte-level tokenizer needs at most one token a byte; a vocabulary that knows nothing of a script comes near that.',
    ],
  };
}

function example(rows: readonly ServedLanguage[], titles: readonly string[]): string[] {
  const [worst] = rows;
  const english = rows.find(({ language }) => language.name === 'English');
  const [found, one] = [worst?.by[0], english?.by[0]];
  if (!worst || !found || !one) return [];
  if (worst === english) return [`With ${titles[0]}, no language here takes more tokens than English.`];
  if (found.unknown)
    return [
      `${titles[0]} makes ${count(found.tokens)} tokens of the sentences in ${worst.language.name}, and ${count(found.unknown)} of them only ${found.unknown === 1 ? 'says' : 'say'} that something stood there. The model is not told what it was.`,
    ];
  return [
    `${titles[0]} needs ${count(found.tokens)} tokens in ${worst.language.name} for what takes ${count(one.tokens)} in English: ${figures(found.times)} times as many.`,
  ];
}

/** How uneven each tokenizer is, where several are shown; those that lose a part of a text have no number that can be compared. */
function compared(rows: readonly ServedLanguage[], titles: readonly string[]): string | null {
  const most = titles.flatMap((title, i) => {
    const shown = rows.flatMap(({ by }) => by[i] ?? []);
    const whole = shown.length > 0 && shown.every(({ unknown }) => !unknown);
    return whole ? [`${figures(Math.max(...shown.map(({ times }) => times)))} with ${title}`] : [];
  });
  if (most.length < 2) return null;
  return `How many times as many tokens as English does the worst language take? It is ${most.slice(0, -1).join(', ')} and ${most.at(-1)}.`;
}
