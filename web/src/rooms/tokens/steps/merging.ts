/** Byte-pair encoding of one piece, at any step: the symbols there are, the pairs that could merge, and the tree of what was merged. */
import type { MergedWord, ReplaySymbol } from '../../../app/api/types';

/** A symbol at some step: it is made of the first symbols `start` to `end`. `merge` made it, or it is a first symbol (null). */
export interface Present {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly merge: number | null;
}

/** A merge as a fork in the tree: how high it stands, and how high its two parts do (0 for a first symbol). */
export interface Fork {
  readonly height: number;
  readonly left: number;
  readonly right: number;
}

type Spelled = Pick<ReplaySymbol, 'text' | 'bytes'>;

export class Merging {
  readonly forks: readonly Fork[];
  /** How high the highest fork stands when all is merged. */
  readonly height: number;
  /** Of each first symbol: whether a boundary that stays lies before it. */
  readonly stays: ReadonlySet<number>;
  readonly #ranks = new Map<number, Map<number, number>>();
  #last: { merges: number; present: Present[] } | null = null;

  constructor(readonly word: MergedWord) {
    for (const { left, right, rank } of word.pairs) {
      const after = this.#ranks.get(left) ?? new Map<number, number>();
      this.#ranks.set(left, after.set(right, rank));
    }
    const heights = new Map<number, number>();
    this.forks = word.merges.map(({ start, middle }) => {
      const [left, right] = [heights.get(start) ?? 0, heights.get(middle) ?? 0];
      const height = 1 + Math.max(left, right);
      heights.set(start, height);
      return { height, left, right };
    });
    this.height = this.forks.reduce((most, { height }) => Math.max(most, height), 0);
    this.stays = new Set(
      this.after(word.merges.length)
        .slice(1)
        .map(({ start }) => start),
    );
  }

  /** The symbols after so many merges. */
  after(merges: number): Present[] {
    if (this.#last?.merges !== merges) this.#last = { merges, present: this.#after(merges) };
    return this.#last.present;
  }

  #after(merges: number): Present[] {
    const { symbols, merges: all, whole } = this.word;
    const found: (Present | null)[] = symbols.map((id, i) => ({ id, start: i, end: i + 1, merge: null }));
    if (whole) return found as Present[];
    for (let merge = 0; merge < merges; merge++) {
      const { start, middle, end, id } = all[merge]!;
      found[start] = { id, start, end, merge };
      found[middle] = null;
    }
    return found.filter((each) => each !== null);
  }

  /** The rank of the merge of two neighbours; null where none joins them. */
  rank(left: Present, right: Present): number | null {
    return this.#ranks.get(left.id)?.get(right.id) ?? null;
  }
}

/** How many first symbols each character of a piece became; null where they do not line up. */
export function widthsOf(text: string, symbols: readonly Spelled[]): number[] | null {
  const characters = [...text];
  const encoder = new TextEncoder();
  const widths: number[] = [];
  let at = 0;
  for (const character of characters) {
    const size = encoder.encode(character).length;
    const next = symbols[at];
    if (!next) return null;
    let width = 1;
    // A symbol that is the character whole, however its bytes are kept, stands for it; else as many as make up its bytes.
    if (next.text !== character && isPart(next))
      for (let bytes = next.bytes.length / 2; bytes < size; width++) {
        const further = symbols[at + width];
        if (!further) return null;
        bytes += further.bytes.length / 2;
      }
    widths.push(width);
    at += width;
  }
  return at === symbols.length ? widths : null;
}

const isPart = ({ text }: Spelled): boolean => text.includes('\ufffd');
