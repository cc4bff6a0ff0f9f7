/** The steps view in words: its title, what is there at a step, which rule a tokenizer follows, and why two tokens are two. */
import type { CutRule, ReplayAnswer, ReplayGap, ReplayPiece, ReplaySymbol } from '../../../app/api/types';
import { count, counted, figures } from '../../../lib/numbers';
import { opening, searchAt } from './course';
import { bestInto } from './lattice';
import type { Merging } from './merging';
import { quoted } from '../../../lib/tokens';

type Symbols = ReadonlyMap<number, ReplaySymbol>;
type Meeting = ReplayGap['meetings'][number];

const plain = (text: string) => quoted({ text, bytes: '' });

/** A piece in a title: whole, or its beginning where it is long. The sign that stands for a space is one here. */
const named = (text: string) => {
  const characters = [...text.replaceAll('▁', ' ')];
  return plain(characters.length > 24 ? `${characters.slice(0, 22).join('')}…` : characters.join(''));
};

export function titleOf({ text, ids, word }: ReplayPiece): string {
  const tokens = `${named(text)} becomes ${counted(ids.length, 'token')}`;
  switch (word?.kind) {
    case 'merged':
      return word.whole
        ? `${named(text)} is one token, looked up as a whole`
        : `${tokens} in ${counted(word.merges.length, 'merge')}`;
    case 'matched': {
      const tried = word.searches.reduce((sum, each) => sum + each.tried.length, 0);
      return word.too_long ? `${named(text)} is too long a word` : `${tokens} in ${counted(tried, 'look-up')}`;
    }
    case 'best':
      return word.path.every(({ known }) => known)
        ? `${tokens} of the ${count(word.lattice.length)} that could stand in it`
        : tokens;
    case 'looked up':
      return word.known ? `${named(text)} is one token` : `${named(text)} is not in the vocabulary`;
    default:
      return `${named(text)} is a token at once`;
  }
}

/** By which rule pieces become tokens. */
export function ruleOf({ algorithm, whole_first: wholeFirst }: ReplayAnswer): string {
  switch (algorithm) {
    case 'bpe by ranks':
      return 'Byte-pair encoding by ranks: a piece that is a token is looked up as a whole first. Otherwise two neighbours may merge if together they are a token. Its id is the rank, and the lowest comes first.';
    case 'bpe by merges':
      return `Byte-pair encoding by pairs: two neighbours merge only if their pair is in the tokenizer’s list of merges; its place there is its rank, and the lowest rank comes first. ${
        wholeFirst
          ? 'Before that, a piece that is a token is looked up as a whole (ignore_merges).'
          : 'No piece is looked up as a whole first.'
      }`;
    case 'wordpiece':
      return 'WordPiece: the longest entry of the vocabulary that the word begins with, then the longest that the rest begins with.';
    case 'unigram':
      return 'Unigram: each token has a score, its log probability; the tokens with the largest sum are taken.';
    case 'word level':
      return 'Word level: a piece is an entry of the vocabulary as a whole, or it is unknown.';
  }
}

/** What cut a piece. */
export function cutSaid({ step, name, alternative }: CutRule): string {
  if (step === 'none') return 'Nothing cuts this text: it is one piece.';
  if (step === 'special token') return 'A special token, found before anything is cut.';
  if (step === 'added token') return 'An added token, found before anything is cut.';
  const by = step === 'pattern' ? 'the tokenizer’s pattern' : step;
  if (alternative == null) return `Cut by ${by}${name ? `: ${name}` : ''}.`;
  return `Cut by alternative ${count(alternative + 1)} of ${by}${name ? `: ${name}` : ''}.`;
}

/** What is there at a step of byte-pair encoding. */
export function mergingSaid(piece: ReplayPiece, merging: Merging, symbols: Symbols, step: number): string {
  const { word } = merging;
  const begin = opening(word.in_bytes);
  const characters = counted([...piece.text].length, 'character');
  if (step < begin) return `The piece has ${characters}.`;
  const done = step - begin;
  const first = word.symbols.length;
  if (word.whole) {
    if (done === 0) return `It has ${word.in_bytes ? counted(first, 'byte') : characters}.`;
    return `The piece is in the vocabulary: it is looked up as a whole, token ${count(piece.ids[0] ?? 0)}, and nothing is merged.`;
  }
  const last = word.merges[done - 1];
  const next = word.merges[done];
  const was = last
    ? `Merge ${count(done)} of ${count(word.merges.length)}, rank ${count(last.rank)}: ${quoted(symbols.get(last.left))} and ${quoted(symbols.get(last.right))} are now ${quoted(symbols.get(last.id))}.`
    : word.in_bytes
      ? `Its ${counted(first, 'byte')} ${first === 1 ? 'is the first symbol' : 'are the first symbols'}.`
      : `It starts from ${counted(first, 'symbol')}.`;
  if (next) {
    const now = merging.after(done);
    const could = now.slice(1).filter((each, i) => merging.rank(now[i]!, each) !== null).length;
    const which = `${quoted(symbols.get(next.left))} + ${quoted(symbols.get(next.right))}`;
    return `${was} ${could === 1 ? 'One pair has a merge' : `Of ${count(could)} pairs that have a merge, the lowest rank wins`}: ${count(next.rank)}, ${which}.`;
  }
  const left = piece.ids.length;
  return left === 1
    ? `${was} One token is left.`
    : `${was} No pair that is left has a merge: ${counted(left, 'token')} ${left ? 'remain' : ''}.`;
}

/** What is there at a step of any algorithm. */
export function said(piece: ReplayPiece, merging: Merging | null, symbols: Symbols, step: number): string {
  const { word, text } = piece;
  switch (word?.kind) {
    case 'merged':
      return merging ? mergingSaid(piece, merging, symbols, step) : '';
    case 'matched': {
      if (word.too_long) return 'The word is longer than WordPiece reads: it becomes the unknown token.';
      if (step === 0) return `The word has ${counted([...text].length, 'character')}.`;
      const { search, tried } = searchAt(word.searches, step);
      const at = word.searches[search];
      if (!at) return '';
      const what = plain(at.tried[tried - 1] ?? '');
      if (at.id !== null && tried === at.tried.length)
        return `${what} is in the vocabulary, token ${count(at.id)}.${search === word.searches.length - 1 ? ' The word is at its end.' : ''}`;
      if (at.id === null && tried === at.tried.length)
        return `${what} is not in the vocabulary, and nothing shorter is left: the whole word becomes the unknown token.`;
      return `${what} is not in the vocabulary; one character less is tried.`;
    }
    case 'best': {
      const length = [...text].length;
      if (step === 0) return `The piece has ${counted(length, 'character')}. The best sum up to place 0 is 0.`;
      if (step <= length) {
        const last = bestInto(word, step);
        const token = last?.known
          ? quoted(symbols.get(last.id))
          : `${plain([...text][step - 1] ?? '')}, which no token has`;
        return `The best way to place ${count(step)} has the sum ${figures(word.scores[step] ?? 0)}: it ends with ${token}.`;
      }
      return `The best way through has the sum ${figures(word.scores.at(-1) ?? 0)}${word.second === null ? '; there is no other' : `; the second-best ${figures(word.second)}`}.`;
    }
    case 'looked up':
      return word.known
        ? `It is in the vocabulary, token ${count(piece.ids[0] ?? 0)}.`
        : `It is not in the vocabulary: it becomes the unknown token, ${quoted(symbols.get(piece.ids[0] ?? -1))}.`;
    default:
      return `It is written out in the text, and is token ${count(piece.ids[0] ?? 0)} at once.`;
  }
}

/** Why two tokens are two, in one sentence. */
export function gapSaid({ meetings }: ReplayGap): string {
  const last = meetings.at(-1);
  const missed = meetings.filter(({ rank }) => rank !== null);
  const pair = `${quoted(last?.left)} and ${quoted(last?.right)}`;
  if (!missed.length)
    return meetings.length === 1
      ? `No merge of ${pair} exists.`
      : `No merge of ${pair} exists, nor of any two symbols that met here before.`;
  return `No merge of ${pair} exists; ${missed.length === 1 ? 'one pair' : counted(missed.length, 'pair')} that met here before had one, but another merge came first.`;
}

/** What became of two symbols that met at a gap. The merge that came first is named after it. */
export function meetingSaid({ rank, until, instead, taken }: Meeting): string {
  if (until === null || instead === null) return rank === null ? 'no merge of this pair exists' : `rank ${count(rank)}`;
  const before = `${quoted(taken ?? undefined)} was made (rank ${count(instead)})`;
  if (rank === null) return `no merge of this pair exists; then ${before}`;
  const first = instead === rank ? 'the same, further left' : 'lower';
  return `rank ${count(rank)}, but ${quoted(taken ?? undefined)} had merged before (rank ${count(instead)}: ${first})`;
}
