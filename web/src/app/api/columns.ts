/** Tokens as they go over the wire, column by column, and as views have them: one by one. */
import type { Token, TokenColumns } from './types';

export class Columns {
  readonly length: number;
  /** Bounds of each token in UTF-16 units of the text; equal where it stands for none of it. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  #odd: Map<number, { bytes: string; text: string }>;
  #special: Set<number>;

  constructor(
    readonly columns: TokenColumns,
    readonly text: string,
  ) {
    const { ids, ends, odd, odd_starts, odd_bytes, odd_texts, special } = columns;
    this.length = ids.length;
    this.ends = Uint32Array.from(ends);
    this.starts = Uint32Array.from(ends, (_, at) => ends[at - 1] ?? 0);
    odd.forEach((at, i) => (this.starts[at] = odd_starts[i]!));
    this.#odd = new Map(odd.map((at, i) => [at, { bytes: odd_bytes[i]!, text: odd_texts[i]! }]));
    this.#special = new Set(special);
  }

  get ids(): readonly number[] {
    return this.columns.ids;
  }

  token(at: number): Token {
    const [start, end] = [this.starts[at]!, this.ends[at]!];
    const text = this.text.slice(start, end);
    return {
      id: this.ids[at]!,
      ...(this.#odd.get(at) ?? { bytes: hex(text), text }),
      start,
      end,
      special: this.#special.has(at),
      appended: at >= this.length - this.columns.appended,
      virtual: at < this.columns.virtual,
    };
  }

  all(): Token[] {
    return Array.from({ length: this.length }, (_, at) => this.token(at));
  }
}

const encoder = new TextEncoder();
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A text's bytes, two hexadecimal digits each. */
function hex(text: string): string {
  let digits = '';
  for (const byte of encoder.encode(text)) digits += DIGITS[byte];
  return digits;
}
