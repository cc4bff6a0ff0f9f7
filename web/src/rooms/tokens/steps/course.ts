/** The steps that a piece goes through, numbered, whichever the algorithm: how many there are, and what each of them is. */
import type { ReplayPiece } from '../../../app/api/types';

type Word = ReplayPiece['word'];

/** How many steps a second they may be played. */
export const SPEEDS = ['1', '2', '4', '16'] as const;

/** The last step's number; the first is 0. */
export function lastStep(word: Word, characters: number): number {
  switch (word?.kind) {
    case 'merged':
      return opening(word.in_bytes) + (word.whole ? 1 : word.merges.length);
    case 'matched':
      return word.searches.reduce((sum, { tried }) => sum + tried.length, 0);
    case 'best':
      return characters + 1;
    default:
      return 0;
  }
}

/** At which step the first symbols stand there and nothing is merged: characters come first, then their bytes. */
export const opening = (inBytes: boolean): number => (inBytes ? 1 : 0);

/** In which search a step of WordPiece is, and how many have been tried in it. */
export function searchAt(
  searches: readonly { tried: readonly string[] }[],
  step: number,
): { search: number; tried: number } {
  let left = step;
  for (const [search, { tried }] of searches.entries()) {
    if (left <= tried.length) return { search, tried: left };
    left -= tried.length;
  }
  return { search: searches.length, tried: 0 };
}
