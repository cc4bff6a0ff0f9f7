/** The heads whose lines are drawn together: the open one, and those that the address names beside it. */
import type { Route } from '../../app/url/route.svelte';
import type { Head } from './looking.svelte';

/** People tell this many colours apart. */
export const MOST_HEADS = 8;

export const isSame = (a: Head, b: Head): boolean => a.layer === b.layer && a.head === b.head;

/** '3.5,4.1' as heads, each once; what is no head of the model is left out. */
export function parseHeads(text: string | undefined, has: (head: Head) => boolean): Head[] {
  const heads: Head[] = [];
  for (const word of (text ?? '').split(',')) {
    const found = /^(\d{1,4})\.(\d{1,4})$/.exec(word);
    const head = found && { layer: Number(found[1]), head: Number(found[2]) };
    if (head && has(head) && !heads.some((other) => isSame(other, head))) heads.push(head);
  }
  return heads;
}

export const formatHeads = (heads: readonly Head[]): string =>
  heads.map(({ layer, head }) => `${layer}.${head}`).join(',');

/** The open head first, then the others; at most eight. */
export const together = (open: Head, others: readonly Head[]): Head[] =>
  [open, ...others.filter((head) => !isSame(head, open))].slice(0, MOST_HEADS);

/** The others with one more, or with one less where it was there. */
export function toggled(others: readonly Head[], head: Head): Head[] {
  const without = others.filter((other) => !isSame(other, head));
  return without.length < others.length ? without : [...others, head].slice(0, MOST_HEADS - 1);
}

/** The heads that the address names beside the open one, as far as a model could have them. */
export const named = (route: Route): Head[] => parseHeads(route.view['heads'], () => true);

export const setNamed = (route: Route, heads: readonly Head[]): void =>
  route.keep({ heads: heads.length ? formatHeads(heads) : null });
