/** What the same sentences take in each language, against English under the same tokenizer. */
import type { LanguageCounts, LanguageSentences } from '../../../app/api/types';
import { count, counted, figures } from '../../../lib/numbers';
import type { Table } from '../../../lib/table';

export interface Served {
  readonly language: LanguageSentences;
  /** Under each tokenizer. */
  readonly by: readonly Share[];
}

export interface Share {
  readonly tokens: number;
  /** How many of these only say that something stood there which the vocabulary can't write. */
  readonly unknown: number;
  /** How many times as many tokens as English takes. */
  readonly times: number;
}

/** Counts of one sentence, or summed over all of them where `sentence` is null; whom the first tokenizer serves worst comes first. */
export function served(
  languages: readonly LanguageSentences[],
  counted: readonly LanguageCounts[],
  sentence: number | null,
): Served[] {
  const sum = (all: readonly number[]) =>
    sentence === null ? all.reduce((whole, each) => whole + each, 0) : (all[sentence] ?? 0);
  const rows = languages.map((language, at) => ({
    language,
    by: counted.map(({ tokens = [], unknown = [] }) => {
      const [own, english] = [sum(tokens[at] ?? []), sum(tokens[0] ?? [])];
      return { tokens: own, unknown: sum(unknown[at] ?? []), times: own / english };
    }),
  }));
  return rows.toSorted((a, b) => badness(b.by[0]) - badness(a.by[0]));
}

/** What can't be written is served worse than anything that can, however few the tokens. */
const badness = (share: Share | undefined): number =>
  share ? share.times + (isLost(share) ? 1000 * (share.unknown / share.tokens) : 0) : 0;

/** Whether much of the text is lost: then its few tokens are no sign of being served well. */
export const isLost = ({ tokens, unknown }: Share): boolean => unknown > tokens / 20;

/** A scale of powers of two that has room for all that is shown. `place` gives shares of the width. */
export interface Scale {
  readonly ticks: readonly number[];
  readonly place: (times: number) => number;
}

export function scaleOf(rows: readonly Served[]): Scale {
  const all = rows.flatMap(({ by }) => by.map(({ times }) => times)).filter((times) => times > 0);
  const low = Math.floor(Math.log2(Math.min(1, ...all)));
  const high = Math.max(low + 1, Math.ceil(Math.log2(Math.max(2, ...all))));
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, i) => 2 ** (low + i)),
    place: (times) => (Math.log2(times) - low) / (high - low),
  };
}

/** Whom the first tokenizer serves worst, as a sentence. */
export function titleOf(rows: readonly Served[], tokenizer: string): string {
  const [worst] = rows;
  const found = worst?.by[0];
  if (!worst || !found) return 'The same sentences in many languages';
  if (isLost(found))
    return `${tokenizer} can’t write ${worst.language.name}: ${count(found.unknown)} of ${counted(found.tokens, 'token')} say only ‘unknown’`;
  return `${tokenizer} serves ${worst.language.name} worst: ${figures(found.times)} tokens for each one of English`;
}

export const tableOf = (rows: readonly Served[], titles: readonly string[]): Table => ({
  columns: [
    'language',
    ...titles.flatMap((title) => [`${title}: tokens`, `${title}: of these unknown`, `${title}: times English`]),
  ],
  rows: rows.map(({ language, by }) => [
    language.name,
    ...by.flatMap(({ tokens, unknown, times }) => [tokens, unknown, times]),
  ]),
});
