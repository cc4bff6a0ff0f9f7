/** The vocabulary in words. */
import type { VocabularyAnswer, VocabularyToken } from '../../../app/api/types';
import { count, counted } from '../../../lib/numbers';
import type { Kind, Reach } from './asked';

export const KIND_WORDS: Record<Kind, string> = {
  'word start': 'start of a word',
  letters: 'letters alone',
  mixed: 'letters and signs',
  number: 'number',
  punctuation: 'punctuation, symbols',
  whitespace: 'white space',
  bytes: 'parts of characters',
  special: 'special',
};

export const KIND_MEANS: Record<Kind, string> = {
  'word start': 'Letters with a space in front; in WordPiece, letters that do not continue a word.',
  letters: 'Letters with nothing in front: the inside of a word, or its start where no space is.',
  mixed: 'Letters or digits together with other signs, such as .get',
  number: 'Digits and other signs for numbers, perhaps with a space in front.',
  punctuation: 'Neither letters nor numbers: punctuation, symbols, emoji.',
  whitespace: 'Only spaces, tabs and line ends.',
  bytes: 'Some of its bytes are only part of a character.',
  special: 'A mark that the model was trained with, such as an end-of-text mark.',
};

export const REACH_WORDS: Record<Reach, string> = {
  alone: 'its own text gives it',
  beside: 'only beside other text',
  part: 'inside a character',
  special: 'special',
  'not found': 'no text was found',
  never: 'no text can',
};

export const REACH_MEANS: Record<Reach, string> = {
  alone: 'Its own text is encoded as this one token.',
  beside: 'Its own text becomes other tokens. With something beside it, this one appears.',
  part: 'Its bytes are not whole characters, so no text is this token alone. Merging makes it inside longer texts.',
  special: 'If special tokens are parsed, its name gives it. Plain text never does.',
  'not found': 'Its own text, alone and with a few things beside it, becomes other tokens. That is not a proof.',
  never: 'No text can produce it. Open the token to see the proof.',
};

/** A script's name as people write it. */
export const scriptWord = (name: string): string => {
  if (name === 'none') return 'no script';
  if (name === 'several') return 'several scripts';
  if (name === 'other') return 'other scripts';
  return name.replaceAll('_', ' ');
};

export const lengthWord = (least: number, most: number | null): string =>
  most === null ? `${least}+` : least === most ? String(least) : `${least}–${most}`;

export function titleOf(answer: VocabularyAnswer | null, name: string, narrowed: boolean): string {
  if (!answer) return `The vocabulary of ${name}`;
  if (narrowed) return `${count(answer.found)} of the ${counted(answer.size, 'token')} of ${name}`;
  const lost = answer.reaches
    .filter((each) => each.name === 'not found' || each.name === 'never')
    .reduce((sum, { tokens }) => sum + tokens, 0);
  const said = lost ? `: for ${count(lost)} of them no text is known` : '';
  return `${name} has ${counted(answer.size, 'token')}${said}`;
}

/** Whether a text gives the token, and how that is known. */
export function reachSentence(token: VocabularyToken): string {
  switch (token.reach) {
    case 'alone':
      return 'Its own text, by itself, is encoded as this token.';
    case 'beside':
      return 'Its own text, by itself, becomes other tokens. This text gives it:';
    case 'part':
      return 'Its bytes are not whole characters, so no text is this token alone. Merging makes it inside longer texts.';
    case 'special':
      return 'A mark. If special tokens are parsed, its name in a text gives it. If they are read as text, no text does.';
    case 'not found':
      return 'No text is known that gives it. Its own text, alone and with a few things beside it, becomes other tokens. That is not a proof.';
    case 'never':
      return NEVER[token.why];
  }
}

const NEVER: Record<VocabularyToken['why'], string> = {
  '': '',
  bytes: 'No text gives it: UTF-8 never has these bytes in a row.',
  merges:
    'No text gives it: merging its own bytes ends in other tokens. If a text gave it, the same merges would make it alone.',
  character: 'No text gives it: it stands in for a character without a token, and this character has one.',
};

/** Why there is no merge to show. */
export function unmerged(token: VocabularyToken): string {
  if (!token.algorithm.startsWith('bpe')) {
    return token.algorithm
      ? `none: ${token.algorithm} does not merge`
      : 'not known: how this tokenizer makes tokens can’t be replayed';
  }
  if (token.kind === 'special') return 'none: it was put into the vocabulary as it is';
  return token.reach === 'never' && token.why === 'merges'
    ? 'none: merging its bytes does not end in it'
    : 'none: it is one of the smallest parts, or was added as it is';
}
