/** What the words of an address may say. Each room has words of its own; `addresses.ts` puts them together. */
import type { Room } from './fragment';

export interface Rule {
  fits(value: string): boolean;
  /** What it may say, as the end of a sentence: 'a whole number'. */
  readonly says: string;
}

/** A room's words. One that ends with a number is listed with `#`: `try#` is `try1`, `try2`, … */
export type Words = Readonly<Record<string, Rule>>;

/** A word of former addresses: the room that it belonged to, and what it is called there now. */
export interface Former {
  readonly room: Room;
  readonly word: string;
  /** What it says where its options are called otherwise now; null where that need not be said. */
  readonly now?: (value: string) => string | null;
}

export interface Grammar {
  readonly words: Readonly<Record<Room, Words>>;
  /** Words that mean the same in each room that has them; they go along from room to room. */
  readonly shared: readonly string[];
  /** Words of addresses that still open. The first counts where two are called the same now. */
  readonly former: Readonly<Record<string, Former>>;
}

export const any: Rule = { fits: () => true, says: 'any text' };
export const whole: Rule = { fits: (value) => /^\d{1,9}$/.test(value), says: 'a whole number' };

export const oneOf = (options: readonly string[]): Rule => ({
  fits: (value) => options.includes(value),
  says: options.length === 1 ? `‘${options[0]}’` : `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`,
});

/** Some of these, with commas between. */
export const someOf = (options: readonly string[]): Rule => ({
  fits: (value) => value.split(',').every((each) => options.includes(each)),
  says: oneOf(options).says,
});

export const like = (pattern: RegExp, says: string): Rule => ({ fits: (value) => pattern.test(value), says });

/** What is read as something, and is not null then. */
export const readBy = (read: (value: string) => unknown, says: string): Rule => ({
  fits: (value) => read(value) !== null,
  says,
});

export function ruleOf(words: Words, word: string): Rule | undefined {
  const listed = Object.hasOwn(words, word) ? word : word.replace(/\d+$/, '#');
  return Object.hasOwn(words, listed) ? words[listed] : undefined;
}
