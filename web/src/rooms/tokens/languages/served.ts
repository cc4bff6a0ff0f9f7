/** What the same sentences take in each language, against English under the same tokenizer. */
import type { LanguageCounts, LanguageSentences } from '../../../api/types';
import { figures } from '../../../frame/numbers';
import type { Table } from '../../../export/table';

export interface Served {
  readonly language: LanguageSentences;
  /** Of each tokenizer: tokens, and how many times as many as English takes. */
  readonly by: readonly { tokens: number; times: number }[];
}

/** Counts of one sentence, or summed over all of them where `sentence` is null; whom the first tokenizer serves worst comes first. */
export function served(
  languages: readonly LanguageSentences[],
  counted: readonly LanguageCounts[],
  sentence: number | null,
): Served[] {
  const tokens = (all: readonly number[]) =>
    sentence === null ? all.reduce((sum, each) => sum + each, 0) : (all[sentence] ?? 0);
  const rows = languages.map((language, at) => ({
    language,
    by: counted.map(({ tokens: all = [] }) => {
      const [own, english] = [tokens(all[at] ?? []), tokens(all[0] ?? [])];
      return { tokens: own, times: own / english };
    }),
  }));
  return rows.toSorted((a, b) => (b.by[0]?.times ?? 0) - (a.by[0]?.times ?? 0));
}

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
  return `${tokenizer} serves ${worst.language.name} worst: ${figures(found.times)} tokens for each one of English`;
}

export const tableOf = (rows: readonly Served[], titles: readonly string[]): Table => ({
  columns: ['language', ...titles.flatMap((title) => [`${title}: tokens`, `${title}: times English`])],
  rows: rows.map(({ language, by }) => [language.name, ...by.flatMap(({ tokens, times }) => [tokens, times])]),
});
