/** What a tokenizer made of one text of a case, by what judging and drawing need. Tokens that were put around the text are left out. */
import type { Token } from '../../../app/api/types';
import type { Cut } from '../side/cut';
import type { Case } from './cases';

export interface Read {
  readonly text: string;
  /** What sentences call it: the text in quotation marks, or what the case calls it. */
  readonly name: string;
  readonly tokens: readonly Token[];
}

export function readOf(cut: Cut, name: string): Read {
  const added = new Set(cut.told.added);
  return { text: cut.text, name, tokens: cut.all().filter((_, at) => !added.has(at)) };
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

/** What sentences call a text of a case: what the case calls it, as long as it is the case's; else the text itself. */
export function nameOf({ examples }: Case, at: number, text: string): string {
  const example = examples[at];
  return example?.label && example.text === text ? example.label : quoted(text);
}
