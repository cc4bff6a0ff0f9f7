/** Where a text has its gap, for models that fill one. */

interface Marked {
  text: string;
  special: boolean;
  start: number;
  end: number;
}

/** The positions of mask tokens: special, and called so ([MASK], <mask>). */
export function gaps(tokens: readonly Marked[]): number[] {
  return tokens.flatMap(({ text, special }, at) => (special && /mask/i.test(text) ? [at] : []));
}

/** The text with a token in place of the one at `at`. A piece that continues a word (##ing) loses its mark. */
export function filled(text: string, { start, end }: Marked, candidate: string): string {
  return text.slice(0, start) + candidate.replace(/^##/, '') + text.slice(end);
}
