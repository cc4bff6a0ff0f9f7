/** What can be chosen for a training, and what it is called. */
import type { TrainingSettings } from '../../../app/api/client';

/** As large as a text may be, in bytes. */
export const MOST_BYTES = 20_000_000;
export const SIZES = { least: 257, most: 200_000, usual: 512 } as const;

export const SOURCES = ['sample', 'text', 'paste', 'file'] as const;
export type Source = (typeof SOURCES)[number];
export const SOURCE_WORDS: Record<Source, string> = {
  sample: 'a sample',
  text: 'the text above',
  paste: 'a text you paste',
  file: 'a file',
};

export const ALGORITHMS = ['bpe', 'wordpiece', 'unigram'] as const;
export const ALGORITHM_WORDS: Record<TrainingSettings['algorithm'], string> = {
  bpe: 'byte pairs',
  wordpiece: 'WordPiece',
  unigram: 'Unigram',
};

export const PATTERNS = ['gpt4', 'gpt2', 'o200k', 'own'] as const;
export const PATTERN_WORDS: Record<(typeof PATTERNS)[number], string> = {
  gpt4: 'as GPT-4',
  gpt2: 'as GPT-2',
  o200k: 'as GPT-4o',
  own: 'by your own pattern',
};

/** A size as it is typed, or null where it is none. */
export function readSize(typed: string): number | null {
  const size = /^\s*[\d,. ]+$/.test(typed) ? Number(typed.replace(/[,. ]/g, '')) : NaN;
  return Number.isInteger(size) && size >= SIZES.least && size <= SIZES.most ? size : null;
}
