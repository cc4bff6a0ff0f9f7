/** The tokenizers that an address names: `,cl100k` is the open model's own beside cl100k. */

/** At most so many stand side by side. */
export const MOST = 6;

export function namesIn(word: string | undefined): string[] {
  const names = word === undefined ? [''] : word.split(',').map((name) => name.trim());
  return [...new Set(names)].slice(0, MOST);
}

/** As the address has them; null where it need not say. */
export const namesOut = (names: readonly string[]): string | null =>
  names.length === 0 || (names.length === 1 && names[0] === '') ? null : names.join(',');
