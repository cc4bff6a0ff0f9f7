/** What of the grid is in sight: cells of one size behind a head and a column of names that stay, in a box that scrolls. */
import { inView } from '../../../lib/virtual';
import type { Span } from '../../../lib/spans';

/** In pixels: a cell, and the column of names. */
export const [WIDE, HIGH, LABEL] = [84, 24, 92];

export interface Extent {
  rows: number;
  columns: number;
  /** How high the head is. */
  head: number;
}

export class Sight {
  box = $state<HTMLElement>();
  size = $state.raw({ width: 0, height: 0 });
  #scroll = $state.raw({ left: 0, top: 0 });
  readonly rows = $derived.by(() => this.#down(0));
  readonly columns = $derived.by(() => this.#across(0));
  /** With a few more on every side, so that a little scrolling shows nothing empty. */
  readonly nearRows = $derived.by(() => this.#down(3));
  readonly nearColumns = $derived.by(() => this.#across(3));

  /** @param extent how much there is of the grid */
  constructor(private readonly extent: () => Extent) {}

  /** Scrolls, where that is needed, until a cell is in sight: in the middle, or just at the edge. */
  reveal(row: number, column: number, where: 'middle' | 'edge'): void {
    if (!this.box) return;
    const { scrollLeft, scrollTop } = this.box;
    const left = shifted(scrollLeft, column * WIDE, WIDE, this.size.width - LABEL, where);
    const top = shifted(scrollTop, row * HIGH, HIGH, this.size.height - this.extent().head, where);
    if (left !== scrollLeft || top !== scrollTop) this.box.scrollTo({ left, top });
    this.scrolled();
  }

  scrolled(): void {
    if (this.box) this.#scroll = { left: this.box.scrollLeft, top: this.box.scrollTop };
  }

  #down(spare: number): Span {
    const { rows, head } = this.extent();
    return inView(this.#scroll.top, this.size.height - head, HIGH, rows, spare);
  }

  #across(spare: number): Span {
    return inView(this.#scroll.left, this.size.width - LABEL, WIDE, this.extent().columns, spare);
  }
}

/** Where to scroll so that an item is in sight: not at all where it is. */
function shifted(scroll: number, at: number, size: number, room: number, where: 'middle' | 'edge'): number {
  if (at >= scroll && at + size <= scroll + room) return scroll;
  if (where === 'middle') return Math.max(0, at + size / 2 - room / 2);
  return at < scroll ? at : at + size - room;
}
