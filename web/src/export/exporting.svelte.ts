/** What the view on screen has to export: its own numbers. A view offers them while it is shown. */
import type { Table } from './table';

export type Offer = () => Table | Promise<Table>;

class Exporting {
  numbers = $state.raw<Offer | null>(null);

  /** Offers a view's numbers; returns how to take them back. For use in an `$effect`. */
  offer(numbers: Offer): () => void {
    this.numbers = numbers;
    return () => {
      if (this.numbers === numbers) this.numbers = null;
    };
  }
}

export const exporting = new Exporting();
