/** What is told of a text and of a token, taken from the tokens alone. */
import type { Token } from '../../api/types';
import { codePoint, splitUtf8 } from '../../frame/glyphs';

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
