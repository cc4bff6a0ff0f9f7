/** A text as one tokenizer cuts it: where its tokens lie, and which of them stand for a character. */
import { Columns } from '../../../app/api/columns';
import type { ComparedText } from '../../../app/api/types';

export class Cut extends Columns {
  constructor(
    readonly told: ComparedText,
    text: string,
  ) {
    super(told.tokens, text);
  }

  get name(): string {
    return this.told.tokenizer;
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
