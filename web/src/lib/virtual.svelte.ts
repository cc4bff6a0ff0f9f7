/** Long lists and grids of which only the part in view is drawn: rows of one height, and columns of one width, in a box that scrolls. */
import type { Attachment } from 'svelte/attachments';
import type { Span } from './spans';

/** How much there is, in CSS pixels where it is not a count. */
export interface Extent {
  rows: number;
  high: number;
  /** Where nothing is said, a row is one column, as wide as the box. */
  columns?: number;
  wide?: number;
  /** What stays in sight above the rows, and to the left of the columns. */
  head?: number;
  label?: number;
  /** How many more are drawn beyond each edge, so that a little scrolling shows nothing empty. */
  spare?: number;
}

export class Virtual {
  /** The box that scrolls, from when it is there. */
  box = $state.raw<HTMLElement | null>(null);
  width = $state(0);
  height = $state(0);
  left = $state(0);
  top = $state(0);
  /** What is in view, and what is drawn. */
  readonly rows: Span = $derived.by(() => this.#down(0));
  readonly columns: Span = $derived.by(() => this.#across(0));
  readonly drawnRows: Span = $derived.by(() => this.#down(this.extent().spare ?? 4));
  readonly drawnColumns: Span = $derived.by(() => this.#across(this.extent().spare ?? 4));

  constructor(private readonly extent: () => Extent) {}

  /** To be attached to the box. */
  readonly attach: Attachment<HTMLElement> = (box) => {
    const scrolled = () => ([this.left, this.top] = [box.scrollLeft, box.scrollTop]);
    const measured = () => ([this.width, this.height] = [box.clientWidth, box.clientHeight]);
    const observer = new ResizeObserver(measured);
    observer.observe(box);
    box.addEventListener('scroll', scrolled, { passive: true });
    this.box = box;
    measured();
    scrolled();
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', scrolled);
      this.box = null;
    };
  };

  scrollTo(top: number, left?: number): void {
    if (!this.box) return;
    if (this.box.scrollTop !== top) this.box.scrollTop = top;
    if (left !== undefined && this.box.scrollLeft !== left) this.box.scrollLeft = left;
    [this.left, this.top] = [this.box.scrollLeft, this.box.scrollTop];
  }

  /** Scrolls, where that is needed, until a cell is in sight. */
  reveal(row: number, column = 0, where: Where = 'near'): void {
    if (!this.box) return;
    const { high, wide = 0, head = 0, label = 0 } = this.extent();
    const { scrollTop, scrollLeft, clientWidth, clientHeight } = this.box;
    this.scrollTo(
      revealed(scrollTop, row * high, high, clientHeight - head, where),
      wide ? revealed(scrollLeft, column * wide, wide, clientWidth - label, where) : scrollLeft,
    );
  }

  #down(spare: number): Span {
    const { rows, high, head = 0 } = this.extent();
    return inView(this.top, Math.max(0, this.height - head), high, rows, spare);
  }

  #across(spare: number): Span {
    const { columns = 1, wide, label = 0 } = this.extent();
    return wide ? inView(this.left, Math.max(0, this.width - label), wide, columns, spare) : [0, columns];
  }
}

/** Where an item that was out of sight is shown: in the middle, or at the edge if it is less than a page away. */
export type Where = 'middle' | 'near';

/** How far to scroll for an item to be in sight: not at all where it is. */
export function revealed(scroll: number, at: number, size: number, room: number, where: Where): number {
  const away = Math.max(scroll - at, at + size - scroll - room);
  if (away <= 0) return scroll;
  if (where === 'middle' || away > room) return Math.max(0, at + size / 2 - room / 2);
  return at < scroll ? at : at + size - room;
}

/** The items of a list `[first, last)` that a scrolled view shows, and `spare` more on both sides. */
export function inView(scroll: number, height: number, pitch: number, n: number, spare: number): Span {
  const first = Math.min(n, Math.max(0, Math.floor(scroll / pitch) - spare));
  const last = Math.min(n, Math.ceil((scroll + height) / pitch) + spare);
  return [first, Math.max(first, last)];
}
