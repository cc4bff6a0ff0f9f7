/** Words that rooms keep in the address; the first option of each is not written. */
import { route } from '../state/route.svelte';

export function keep(changes: Readonly<Record<string, string | null>>): void {
  const view: Record<string, string> = { ...route.view };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete view[key];
    else view[key] = value;
  }
  route.go({ view }, 'replace');
}

/** The option that the address has, or the first. */
export const kept = <T extends string>(key: string, options: readonly [T, ...T[]]): T =>
  options.find((known) => known === route.view[key]) ?? options[0];
