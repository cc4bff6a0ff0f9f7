/** A text as one tokenizer cuts it: where its tokens lie, and which of them stand for a character. */
import type { ComparedText } from '../../../api/types';

/** A token by what a chip and a list of ids need. */
export interface CutToken {
  readonly id: number;
  readonly text: string;
  /** Hexadecimal, two digits a byte. */
  readonly bytes: string;
  readonly special: boolean;
}

export class Cut {
  readonly length: number;
  /** Bounds of each token in UTF-16 units of the text; equal where it stands for none of it. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  #odd: Map<number, string>;
  #special: Set<number>;

  constructor(
    readonly told: ComparedText,
    readonly text: string,
  ) {
    this.length = told.ids.length;
    this.ends = Uint32Array.from(told.ends);
    this.starts = new Uint32Array(this.length);
    this.starts.set(this.ends.subarray(0, -1), 1);
    told.odd.forEach((at, i) => (this.starts[at] = told.odd_starts[i]!));
    this.#odd = new Map(told.odd.map((at, i) => [at, told.odd_bytes[i]!]));
    this.#special = new Set(told.special);
  }

  get name(): string {
    return this.told.tokenizer;
  }

  token(at: number): CutToken {
    const odd = this.#odd.get(at);
    const bytes = odd ?? hex(encoder.encode(this.text.slice(this.starts[at], this.ends[at])));
    const text = odd === undefined ? this.text.slice(this.starts[at], this.ends[at]) : decoder.decode(unhex(bytes));
    return { id: this.told.ids[at]!, text, bytes, special: this.#special.has(at) };
  }

  /** The tokens that stand for something from `start` to `end` of the text, as positions from `from` to before `to`. */
  within(start: number, end: number): { from: number; to: number } {
    const from = this.firstEndingAfter(start);
    let to = from;
    while (to < this.length && this.starts[to]! < end) to++;
    return { from, to };
  }

  firstEndingAfter(offset: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const unhex = (digits: string) => Uint8Array.from(digits.match(/../g) ?? [], (byte) => parseInt(byte, 16));
