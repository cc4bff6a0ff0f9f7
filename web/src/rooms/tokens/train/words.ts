/** What is said of a training, in sentences with its numbers. */
import type { TrainedFacts } from '../../../app/api/types';
import { bytes, count, counted, figures } from '../../../lib/numbers';
import { ALGORITHM_WORDS } from './choices';

/** The title. @param tokens how many the page's text is with `merges` of the merges; null: not known yet */
export function titleOf(
  facts: TrainedFacts | null,
  running: { merges: number } | null,
  merges: number,
  tokens: number | null,
): string {
  if (running)
    return running.merges ? `${counted(running.merges, 'merge')} learnt so far` : 'A vocabulary is learnt from a text';
  if (!facts) return 'Train a tokenizer, and watch its vocabulary grow';
  const text = tokens === null ? '' : `: the text above is ${counted(tokens, 'token')}`;
  if (facts.algorithm !== 'bpe')
    return `${ALGORITHM_WORDS[facts.algorithm]} learnt a vocabulary of ${counted(facts.size, 'token')}${text}`;
  if (merges === facts.merges) return `All ${counted(merges, 'merge')} applied${text}`;
  return `${count(merges)} of ${counted(facts.merges, 'merge')} applied${text}`;
}

/** What came of it, in a sentence or two. */
export function outcome(facts: TrainedFacts): string {
  const each = figures((facts.bytes - facts.unknown_bytes) / Math.max(1, facts.tokens - facts.unknown));
  const lacking = facts.unknown
    ? ` ${count(facts.unknown)} of these are unknown ones, for ${bytes(facts.unknown_bytes)}, and are not counted in that average.`
    : '';
  const learnt = `Learnt from ${bytes(facts.bytes)} in ${figures(facts.seconds)} s; that text is ${counted(facts.tokens, 'token')} now, ${each} bytes each.${lacking}`;
  if (facts.size >= facts.asked) return learnt;
  const had =
    facts.algorithm === 'bpe' ? `${counted(facts.merges, 'merge')} and so ${count(facts.size)}` : count(facts.size);
  return `There was no more to learn from this text: it gave ${had} tokens, and ${count(facts.asked)} were asked for. ${learnt}`;
}

/** Why a file can't be learnt from; empty where it can. */
export const tooLarge = (name: string, size: number, most: number): string =>
  size > most ? `${name} has ${bytes(size)}, and training reads at most ${bytes(most)}.` : '';

/** A name for what was learnt from a file: 'My notes.txt' → 'my-notes'. */
export const nameFrom = (file: string): string =>
  file
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'mine';
