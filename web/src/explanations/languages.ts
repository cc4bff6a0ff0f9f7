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
      'A vocabulary is made from a large collection of text. What was frequent there got long tokens. A language that was rare is written with short ones, down to single bytes.',
      ...example(rows, titles),
      'If you write in such a language, you pay more for the same words, wait longer, and run out of context sooner. How well a model writes it is another question.',
      compared(rows, titles) ??
        'Newer and larger vocabularies are usually fairer. Next, add one: compare GPT-2’s with GPT-4o’s.',
    ],
    mechanics: [
      'Ten everyday sentences were written for Cutaway in English and translated. We count the text itself, without the special tokens that a model puts around it.',
      'English is 1 under each tokenizer. So you compare how even tokenizers are, not how short they make texts. The counts of English stand beside the names.',
      'The first tokenizer sorts the rows. Open a row to read its sentences, or choose one sentence for all rows. Single sentences scatter more than ten together.',
      'A vocabulary without single bytes, such as BERT’s, has one token for all that it can’t write: *unknown*. A whole word may become one, so the count is small and the text is lost. These dots are empty, and such languages come first.',
      'Ten sentences are few, and each can be translated in several ways. Differences of a few per cent mean nothing here.',
    ],
    mathematics: [
      'The place of a dot is a ratio of sums over the sentences,',
      { tex: String.raw`\frac{\sum \text{tokens in this language}}{\sum \text{tokens in English}}` },
      'on a logarithmic scale, so that twice as many is the same distance everywhere.',
      'UTF-8 limits how bad it gets. A letter takes one byte in English, two in Greek, Cyrillic, Hebrew and Arabic, three in most other scripts. A byte-level tokenizer needs at most one token a byte. A vocabulary that knows nothing of a script comes near that.',
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
      `${titles[0]} makes ${count(found.tokens)} tokens of the sentences in ${worst.language.name}, and ${count(found.unknown)} of them only ${found.unknown === 1 ? 'says' : 'say'} that something stood there. The model never learns what.`,
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
