/** What a margin says: one explanation in three depths, as data. */

/** A paragraph, with `$TeX$`, `*emphasis*` and `` `code` `` in it, or a formula on a line of its own. */
export type Block = string | { tex: string };

export interface Explanation {
  title: string;
  intuition: Block[];
  mechanics: Block[];
  mathematics: Block[];
}

export interface Run {
  kind: 'text' | 'emphasis' | 'code' | 'tex';
  text: string;
}

const MARKS = { $: 'tex', '*': 'emphasis', '`': 'code' } as const;

/** A paragraph as runs of text, emphasis, code and TeX. */
export function runs(paragraph: string): Run[] {
  return paragraph
    .split(/(\$[^$]+\$|\*[^*]+\*|`[^`]+`)/)
    .filter((part) => part)
    .map((part) => {
      const kind = part.length > 2 && part.at(-1) === part[0] ? MARKS[part[0] as keyof typeof MARKS] : undefined;
      return kind ? { kind, text: part.slice(1, -1) } : { kind: 'text', text: part };
    });
}
