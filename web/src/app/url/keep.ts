/** Words that rooms keep in the address; the first option of each is not written. */
import { untrack } from 'svelte';
import { route } from './route.svelte';

export const keep = (words: Readonly<Record<string, string | null>>): void => route.go({ words }, 'replace');

/** The option that the address has, or the first. */
export const kept = <T extends string>(key: string, options: readonly [T, ...T[]]): T =>
  options.find((known) => known === route.view[key]) ?? options[0];

/**
 * Takes a word of a link out of the address that leads nowhere, and says so. To be called in an effect, once it is known what there is. What the
 * reader chose stays: the text, or the model, may have it again.
 */
export function refuse(word: string, sentence: string): void {
  if (route.view[word] !== undefined && route.isLinked(word)) untrack(() => route.refuse(word, sentence));
}
