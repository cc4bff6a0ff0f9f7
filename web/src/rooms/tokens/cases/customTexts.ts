/** Texts of one's own in place of a case's, as the address has them: `try1` is the first. */
import type { Case } from './cases';

/** At most so many UTF-16 units of each are looked at: a case is about short texts. */
export const LONGEST = 400;

type View = Readonly<Record<string, string>>;

const keyOf = (at: number): string => `try${at + 1}`;

export const customTexts = ({ examples }: Case, view: View): string[] =>
  examples.map(({ text }, at) => (view[keyOf(at)] ?? text).slice(0, LONGEST));

/** What the address has to change for a text to be this one. */
export const changing = ({ examples }: Case, at: number, text: string): Record<string, string | null> => ({
  [keyOf(at)]: text === examples[at]?.text ? null : text,
});

/** The address of another case has nothing of the texts that were tried in this one. */
export const without = (view: View): View =>
  Object.fromEntries(Object.entries(view).filter(([key]) => !/^try\d+$/.test(key)));
