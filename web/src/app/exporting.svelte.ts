/** What the view on screen has to export: its own numbers. A view offers them while it is shown. */
import type { Table } from '../lib/table';

export type Offer = () => Table | Promise<Table>;

export class Exporting {
  numbers = $state.raw<Offer | null>(null);
  /** How many there are, where that may be very many; 0 where nobody counted. */
  count = $state(0);

  /** Offers a view's numbers; returns how to take them back. For use in an `$effect`. */
  offer(numbers: Offer, count = 0): () => void {
    this.numbers = numbers;
    this.count = count;
    return () => {
      if (this.numbers === numbers) this.numbers = null;
    };
  }
}
