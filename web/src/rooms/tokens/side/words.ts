/** What is said of a text under several tokenizers, in sentences with its numbers. */
import { count, counted, listed } from '../../../lib/numbers';

export interface Counted {
  readonly title: string;
  readonly tokens: number;
  /** How many when special tokens in the text are read the other way. */
  readonly otherwise: number;
}

/** A title without what stands in brackets: there is little room in front of a line. */
export const short = (title: string): string => title.replace(/ \(.*\)$/, '');

export function titleOf(all: readonly Counted[]): string {
  const sorted = all.toSorted((a, b) => a.tokens - b.tokens);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!least || !most) return 'One text under several tokenizers';
  if (all.length === 1) return `${short(least.title)} cuts this text into ${counted(least.tokens, 'token')}`;
  if (least.tokens === most.tokens)
    return `${all.length === 2 ? 'Both' : `All ${all.length}`} cut this text into ${counted(least.tokens, 'token')}`;
  return `The same text is ${counted(least.tokens, 'token')} for ${short(least.title)} and ${count(most.tokens)} for ${short(most.title)}`;
}

/** What special tokens that the text spells out change; empty where there are none. */
export function difference(all: readonly Counted[], literal: boolean): string {
  const differ = all.filter(({ tokens, otherwise }) => tokens !== otherwise);
  if (!differ.length) return '';
  const each = differ.map(
    ({ title, tokens, otherwise }) => `${counted(otherwise, 'token')} for ${short(title)} in place of ${count(tokens)}`,
  );
  const how = literal ? 'Parsed, it would be' : 'Read as text like any other, it would be';
  return `This text spells out special tokens. ${how} ${listed(each)}.`;
}
