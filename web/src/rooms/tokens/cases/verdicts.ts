/**
 * Whether what people say of a case holds under one tokenizer, and a sentence of what it did. Each judge works on any texts, so that a case can
 * be tried with texts of one's own.
 */
import { count, counted, listed } from '../../../lib/numbers';
import { quoted, type Read } from './reading';

export interface Verdict {
  /** Null where these texts can't tell. */
  readonly holds: boolean | null;
  /** The rest of a sentence that begins with the tokenizer's name. */
  readonly says: string;
}

export type Judge = (reads: readonly Read[]) => Verdict;

const ids = (read: Read): number[] => read.tokens.map(({ id }) => id);
const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);
const length = (text: string): number => [...text].length;

/** Every text is one token, and not the one for what is unknown. */
export const oneEach: Judge = (reads) => ({
  holds: reads.every(({ tokens }) => tokens.length === 1 && !tokens[0]!.special),
  says: sizes(reads) + lost(reads),
});

/** No text is one token. */
export const noneIsOne: Judge = (reads) => ({
  holds: !reads.some(({ tokens }) => tokens.length === 1 && !tokens[0]!.special),
  says: sizes(reads) + lost(reads),
});

/** No text has more tokens than characters. */
export const atMostOneACharacter: Judge = (reads) => ({
  holds: reads.every(({ text, tokens }) => tokens.length <= length(text)),
  says: sizes(reads) + lost(reads),
});

/** Texts of one length have equally many tokens. */
export const evenByLength: Judge = (reads) => {
  const known = new Map<number, number>();
  const holds = reads.every(({ text, tokens }) => {
    const before = known.get(length(text)) ?? tokens.length;
    known.set(length(text), before);
    return before === tokens.length;
  });
  return { holds, says: sizes(reads) };
};

/** Tokens grow in step with characters. */
export const proportional: Judge = (reads) => {
  const first = reads[0];
  if (!first?.tokens.length) return { holds: null, says: sizes(reads) };
  const [size, characters] = [first.tokens.length, length(first.text)];
  return {
    holds: reads.every(({ text, tokens }) => tokens.length * characters === size * length(text)),
    says: sizes(reads),
  };
};

/** The first text has more tokens than the last. */
export const firstIsLonger: Judge = (reads) => {
  const [first, last] = [reads[0], reads.at(-1)];
  if (!first || !last || reads.length < 2) return { holds: null, says: sizes(reads) };
  return { holds: first.tokens.length > last.tokens.length, says: sizes(reads) };
};

/** All texts have the tokens of the first. */
export const sameTokens: Judge = (reads) => {
  const first = reads[0];
  if (!first) return { holds: null, says: sizes(reads) };
  const others = reads.slice(1).filter((read) => !same(ids(read), ids(first)));
  const says = others.length
    ? `gives ${listed(others.map(({ name }) => name))} other tokens than ${first.name}: ${listed(others.map(({ tokens }) => count(tokens.length)))} in place of ${count(first.tokens.length)}`
    : `gives ${reads.length === 2 ? 'both' : `all ${count(reads.length)}`} the same ${first.tokens.length === 1 ? 'token' : counted(first.tokens.length, 'token')}`;
  return { holds: !others.length, says: says + lost(reads) };
};

/** The tokens of the first text stand, in a row, in all others too. */
export const keptInOthers: Judge = (reads) => {
  const first = reads[0];
  if (!first) return { holds: null, says: sizes(reads) };
  const without = reads.slice(1).filter((read) => !contains(ids(read), ids(first)));
  const tokens = `the ${counted(first.tokens.length, 'token')} of ${first.name}`;
  return {
    holds: !without.length,
    says: without.length
      ? `does not have ${tokens} in ${listed(without.map(({ name }) => name))}`
      : `has ${tokens} in each of the others too`,
  };
};

function contains(whole: readonly number[], part: readonly number[]): boolean {
  return whole.some((_, from) => same(whole.slice(from, from + part.length), part));
}

/** The tokens of the first text are those that the second begins with. */
export const beginsTheSecond: Judge = (reads) => {
  const [prompt, whole] = reads;
  if (!prompt || !whole) return { holds: null, says: sizes(reads) };
  const holds = same(ids(whole).slice(0, prompt.tokens.length), ids(prompt));
  if (holds) return { holds, says: `begins ${whole.name} with the tokens of ${prompt.name}` };
  const at = prompt.tokens.findIndex(({ id }, i) => whole.tokens[i]?.id !== id);
  const [ended, went] = [prompt.tokens[at], whole.tokens[at]];
  return {
    holds,
    says: `has ${ended ? quoted(ended.text) : 'nothing'} in ${prompt.name}, where ${whole.name} has ${went ? quoted(went.text) : 'nothing'}`,
  };
};

/** The last of the text comes before its first. */
export const backwards: Judge = (reads) => {
  const turned = reads.filter(({ tokens }) => tokens.length > 1 && tokens[0]!.start > tokens.at(-1)!.start);
  return {
    holds: turned.length > 0,
    says: turned.length
      ? `begins ${listed(turned.map(({ name }) => name))} at the end`
      : `reads each text in the order in which it is spoken: ${sizes(reads).replace(/^makes /, '')}`,
  };
};

/** No token of the texts is a special one. */
export const stayText: Judge = (reads) => {
  const special = reads.filter(({ tokens }) => tokens.some((token) => token.special));
  return {
    holds: !special.length,
    says: special.length
      ? `reads ${listed(special.map(({ name }) => name))} as ${special.length === 1 ? 'a special token' : 'special tokens'}`
      : `reads all ${count(reads.length)} as text: ${sizes(reads).replace(/^makes /, '')}`,
  };
};

/** Every text is cut into just these parts. Of texts of one's own nobody told the parts. */
export const cutInto =
  (parts: readonly (readonly string[])[]): Judge =>
  (reads) => {
    const known = reads.every(({ text }, i) => parts[i]?.join('') === text);
    return {
      holds: known ? reads.every((read, i) => same(cuts(read), bounds(parts[i]!))) : null,
      says: `cuts ${listed(reads.map((read) => `${read.name} as ${pieces(read, 0, read.text.length)}`))}`,
    };
  };

const bounds = (parts: readonly string[]): number[] =>
  parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('').length);

/** Where the text is cut, its ends left out. */
const cuts = ({ text, tokens }: Read): number[] => [
  ...new Set(tokens.map(({ end }) => end).filter((end) => end > 0 && end < text.length)),
];

function pieces(read: Read, from: number, to: number): string {
  const inside = [from, ...cuts(read).filter((at) => at > from && at < to), to];
  const parts = inside.slice(1).map((end, i) => read.text.slice(inside[i], end));
  return `\u2068${parts.join('|').replaceAll(' ', '·')}\u2069`;
}

/** Numbers are cut in threes counted from their end. */
export const threesFromRight: Judge = (reads) => {
  const found = reads.flatMap((read) =>
    [...read.text.matchAll(/[0-9]+/g)].map((number) => {
      const [from, to] = [number.index, number.index + number[0].length];
      const inside = cuts(read).filter((at) => at > from && at < to);
      return { size: number[0].length, at: inside.map((cut) => cut - from), as: pieces(read, from, to) };
    }),
  );
  if (!found.length) return { holds: null, says: 'finds no number here' };
  const all = (rule: (size: number) => number[]) => found.every(({ size, at }) => same(at, rule(size)));
  const how = all(singly)
    ? ', each digit by itself'
    : all(fromRight)
      ? ', in threes from the right'
      : all(fromLeft)
        ? ', in threes from the left'
        : ', in pieces of its own';
  return { holds: all(fromRight), says: `cuts these numbers as ${listed(found.map(({ as }) => as))}${how}` };
};

const singly = (size: number): number[] => Array.from({ length: size - 1 }, (_, i) => i + 1);
const fromLeft = (size: number): number[] => singly(size).filter((at) => at % 3 === 0);
const fromRight = (size: number): number[] => singly(size).filter((at) => (size - at) % 3 === 0);

/** 'makes 1 token of a, 2 of b and 3 of c'. */
function sizes(reads: readonly Read[]): string {
  return `makes ${listed(reads.map(({ name, tokens }, i) => `${i ? count(tokens.length) : counted(tokens.length, 'token')} of ${name}`))}`;
}

/** What has no token of its own, and is put down as unknown. */
function lost(reads: readonly Read[]): string {
  const unknown = reads.filter(({ tokens }) => tokens.some(({ special }) => special));
  return unknown.length
    ? `; a special token takes the place of ${listed(unknown.map(({ name }) => name))} or a part of it`
    : '';
}
