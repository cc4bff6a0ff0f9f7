/** What a tokenizer made of one text of a case, by what judging and drawing need. Tokens that were put around the text are left out. */
import type { Cut, CutToken } from '../side/cut';

export interface ReadToken extends CutToken {
  /** Bounds in UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
}

export interface Read {
  readonly text: string;
  /** What sentences call it: the text in quotation marks, or what the case calls it. */
  readonly name: string;
  readonly tokens: readonly ReadToken[];
}

export function readOf(cut: Cut, name: string): Read {
  const added = new Set(cut.told.added);
  const tokens: ReadToken[] = [];
  for (let at = 0; at < cut.length; at++)
    if (!added.has(at)) tokens.push({ ...cut.token(at), start: cut.starts[at]!, end: cut.ends[at]! });
  return { text: cut.text, name, tokens };
}

const SIGNS: Record<string, string> = { '\n': '⏎', '\t': '⇥', '\r': '␍', ' ': '·' };
const LONGEST = 28;

/**
 * A text in quotation marks, on one line and not too long; spaces at its ends are dots, as in a chip. Its direction is kept apart from that of
 * the sentence.
 */
export function quoted(text: string): string {
  const characters = [...text.replace(/[\n\t\r]|^ +| +$/g, (part) => part.replace(/./gs, (sign) => SIGNS[sign]!))];
  const short = characters.length > LONGEST ? [...characters.slice(0, LONGEST - 1), '…'] : characters;
  return `‘\u2068${short.join('')}\u2069’`;
}

/** 'a', 'a and b', 'a, b and c'. */
export const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
