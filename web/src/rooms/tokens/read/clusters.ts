/** What a reader sees as one character (a grapheme cluster of Unicode), found only where characters may combine at all. */

/** Between two characters below this there is always a boundary, except between \r and \n. */
const COMBINING = 0x300;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

export interface Cluster {
  readonly start: number;
  readonly end: number;
}

/** Whether the characters on both sides of `offset` may be one for the reader. */
export function mayCombine(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  const [left, right] = [text.charCodeAt(offset - 1), text.charCodeAt(offset)];
  return left >= COMBINING || right >= COMBINING || (left === 13 && right === 10);
}

/** The clusters of a text, to be asked for from left to right: each stretch that may combine is read once. */
export class Clusters {
  #clusters: Cluster[] = [];
  #next = 0;
  #from = 0;
  #to = 0;

  constructor(readonly text: string) {}

  /** The cluster that has the character at `offset`. */
  at(offset: number): Cluster {
    if (offset < this.#from || offset >= this.#to) this.#read(offset);
    if (this.#clusters[this.#next] && this.#clusters[this.#next]!.start > offset) this.#next = 0;
    while (this.#clusters[this.#next] && this.#clusters[this.#next]!.end <= offset) this.#next++;
    return this.#clusters[this.#next] ?? { start: offset, end: offset };
  }

  #read(offset: number): void {
    let [from, to] = [offset, offset + 1];
    while (mayCombine(this.text, from)) from--;
    while (mayCombine(this.text, to)) to++;
    [this.#from, this.#to, this.#next] = [from, to, 0];
    this.#clusters = Array.from(graphemes.segment(this.text.slice(from, to)), ({ index, segment }) => ({
      start: from + index,
      end: from + index + segment.length,
    }));
  }
}
