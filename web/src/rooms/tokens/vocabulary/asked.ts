/** What is looked for in a vocabulary, as the address has it: words of a link, made into a question and back. */
import type { VocabularyQuery } from '../../../app/api/types';

export const HOWS = ['text', 'bytes', 'regex'] as const;
/** How the vocabulary is drawn. */
export const DRAWN = ['tokens', 'lengths'] as const;
export const SORTS = ['id', 'longest', 'shortest'] as const;
export type How = (typeof HOWS)[number];
export type Sort = (typeof SORTS)[number];
export type Kind = NonNullable<VocabularyQuery['kinds']>[number];
export type Reach = NonNullable<VocabularyQuery['reaches']>[number];

export const KINDS: readonly Kind[] = [
  'word start',
  'letters',
  'mixed',
  'number',
  'punctuation',
  'whitespace',
  'bytes',
  'special',
];
export const REACHES: readonly Reach[] = ['alone', 'beside', 'part', 'special', 'not found', 'never'];
/** Those that no text gave. */
export const UNREACHED: readonly Reach[] = ['not found', 'never'];

export interface Bounds {
  readonly least: number | null;
  readonly most: number | null;
}

/** A search. What of the address can't be read is left out of it. */
export interface Asked {
  readonly find: string;
  readonly how: How;
  readonly ids: Bounds;
  readonly characters: Bounds;
  readonly scripts: readonly string[];
  readonly kinds: readonly Kind[];
  readonly reaches: readonly Reach[];
  readonly sort: Sort;
}

type Words = Readonly<Record<string, string>>;

export function askedIn(words: Words): Asked {
  return {
    find: words['find'] ?? '',
    how: HOWS.find((how) => how === words['findby']) ?? 'text',
    ids: boundsIn(words['ids']),
    characters: boundsIn(words['long']),
    scripts: listIn(words['script']),
    kinds: KINDS.filter((kind) => listIn(words['kind']).includes(kind)),
    reaches: REACHES.filter((reach) => listIn(words['given']).includes(reach)),
    sort: SORTS.find((sort) => sort === words['sorted']) ?? 'id',
  };
}

/** The words of a search; null takes a word out of the address. */
export function askedOut(asked: Asked): Record<string, string | null> {
  return {
    find: asked.find || null,
    findby: asked.how === 'text' ? null : asked.how,
    ids: boundsOut(asked.ids),
    long: boundsOut(asked.characters),
    script: asked.scripts.join(',') || null,
    kind: asked.kinds.join(',') || null,
    given: asked.reaches.join(',') || null,
    sorted: asked.sort === 'id' ? null : asked.sort,
  };
}

export function queryOf(asked: Asked, tokenizer: string, model: string): VocabularyQuery {
  return {
    tokenizer,
    model,
    what: asked.find,
    how: asked.how,
    least_id: asked.ids.least,
    greatest_id: asked.ids.most,
    shortest: asked.characters.least,
    longest: asked.characters.most,
    scripts: [...asked.scripts],
    kinds: [...asked.kinds],
    reaches: [...asked.reaches],
    sort: asked.sort,
  };
}

/** Whether anything is left out of the vocabulary. */
export const narrows = (asked: Asked): boolean =>
  Object.entries(askedOut(asked)).some(([word, said]) => said !== null && word !== 'sorted' && word !== 'findby');

/** '5-9', '5-', '-9' or '5'. */
export function boundsIn(word: string | undefined): Bounds {
  const found = /^(\d{0,9})(-?)(\d{0,9})$/.exec(word ?? '');
  if (!found || !word) return { least: null, most: null };
  const [, least = '', dash, most = ''] = found;
  const number = (digits: string) => (digits ? Number(digits) : null);
  return dash ? { least: number(least), most: number(most) } : { least: number(least), most: number(least) };
}

export function boundsOut({ least, most }: Bounds): string | null {
  if (least === null && most === null) return null;
  return least === most ? String(least) : `${least ?? ''}-${most ?? ''}`;
}

/** A list with one more, or without it. */
export const toggled = <T>(list: readonly T[], item: T): T[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];

const listIn = (word: string | undefined): string[] => (word ? word.split(',').filter((each) => each) : []);
