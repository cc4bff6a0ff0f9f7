/** What is told of a text and of a token, taken from the tokens alone. */
import type { Token } from '../../../app/api/types';
import { codePoint, splitUtf8 } from '../../../lib/tokens';
import { count } from '../../../lib/numbers';

export interface Totals {
  tokens: number;
  /** Code points, which is what a reader of Unicode calls characters. */
  characters: number;
  bytes: number;
}

export function totals(tokens: readonly Token[], text: string): Totals {
  const bytes = new TextEncoder().encode(text).length;
  let characters = 0;
  for (let i = 0; i < text.length; characters++) i += text.codePointAt(i)! > 0xffff ? 2 : 1;
  return { tokens: tokens.length, characters, bytes };
}

/** The bytes of a token, two hexadecimal digits each. */
export const byteList = (token: Pick<Token, 'bytes'>): string[] => token.bytes.match(/../g) ?? [];

/** The whole characters that a token has, by code point. A part of a character has none. */
export function codePoints(token: Pick<Token, 'text' | 'bytes'>): string[] {
  const parts = token.text.includes('\ufffd') ? splitUtf8(token.bytes) : [token.text];
  return parts.flatMap((part) => (typeof part === 'string' ? [...part].map(codePoint) : []));
}

/** Whether some of a token's bytes belong to a character that it does not have whole. */
export const isPartial = (token: Pick<Token, 'text' | 'bytes'>): boolean =>
  token.text.includes('\ufffd') && splitUtf8(token.bytes).some((part) => typeof part !== 'string');

/**
 * The characters of a text that the tokens leave out, wholly or in part, each once: some vocabularies lack rare bytes, and some
 * tokenizers remove control characters. White space is not counted: that WordPiece has no tokens for it is its way of writing.
 */
export function leftOut(tokens: readonly Token[], text: string): string[] {
  const found = new Set<string>();
  let next = 0;
  for (let start = 0; start < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(start)!);
    const end = start + character.length;
    while (next < tokens.length && tokens[next]!.end <= start) next++;
    let covered = false;
    let parts = 0;
    for (let i = next; i < tokens.length && tokens[i]!.start < end; i++) {
      const token = tokens[i]!;
      if (token.end <= start) continue;
      covered = true;
      // Only a token that is nothing but a part of this character can leave some of its bytes out.
      const part = token.text.includes('\ufffd') && token.start >= start && token.end <= end;
      parts += part ? token.bytes.length / 2 : Infinity;
    }
    if (!/\s/u.test(character) && (!covered || parts < new TextEncoder().encode(character).length))
      found.add(character);
    start = end;
  }
  return [...found];
}

/** Where a token's characters are, counted as a reader counts them: '6', '6–8', or none. */
export function characterRange(token: Pick<Token, 'start' | 'end'>, text: string): string {
  if (token.start === token.end) return 'none of the text';
  const first = [...text.slice(0, token.start)].length;
  const last = first + [...text.slice(token.start, token.end)].length - 1;
  return first === last ? count(first) : `${count(first)}–${count(last)}`;
}
