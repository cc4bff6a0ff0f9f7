/** Reads a lens grid as it comes into view, two rectangles at a time; what came is kept for the last few texts. */
import type { Client } from '../../../app/api/client';
import type { LensRow, TraceAnswer } from '../../../app/api/types';
import type { Span } from '../../../lib/spans';
import { Cells } from './cells';
import { firstMissing, meets, nextAhead, type Rectangle } from './wanted';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

const AT_ONCE = 2;
/** Texts, or tokens followed, whose cells are kept; the longest take a few megabytes each. */
const KEPT = 6;

/** What the reader looks at: rows and columns, and a column of which every row is wanted. */
export interface Look {
  /** The rows in view, and all that are shown, the most wanted first. */
  rows: readonly number[];
  all: readonly number[];
  columns: Span;
  column: number | null;
}

export class LensReader {
  /** The cells to be drawn; those of the text before until some of the present one have come. */
  shown = $state.raw<Cells | null>(null);
  /** Counts the rectangles that came, so that what is drawn from `shown` is drawn again. */
  version = $state(0);
  problem = $state.raw<Problem | null>(null);
  /** The streams of the model that is open. */
  rows = $state.raw<readonly LensRow[]>([]);
  #model = '';
  #kept = new Map<string, Cells>();
  #current: Cells | null = null;
  #look: Look | null = null;
  #underWay = new Map<Rectangle, AbortController>();
  #stop = new AbortController();

  constructor(private readonly api: Client) {}

  /** Reads a trace from now on. Returns how to give up. */
  open(trace: TraceAnswer, follow: number | null): () => void {
    this.#stop = new AbortController();
    this.problem = null;
    void this.#begin(trace, follow, this.#stop.signal);
    const stop = this.#stop;
    return () => {
      stop.abort();
      this.#current = null;
      this.#giveUp(() => true);
    };
  }

  /** Says what is in view; what is read of other places is given up. */
  look(look: Look): void {
    this.#look = look;
    const busy = this.#inView() !== null;
    this.#giveUp((it) => {
      const seen = meets(it, look.rows, look.columns);
      const followed = look.column !== null && meets(it, look.all, [look.column, look.column + 1]);
      return !seen && !followed && busy;
    });
    this.#start();
  }

  again(): void {
    this.problem = null;
    this.#start();
  }

  async #begin(trace: TraceAnswer, follow: number | null, signal: AbortSignal): Promise<void> {
    try {
      if (this.#model !== trace.model) {
        const { rows } = await this.api.lensRows(trace.id, signal);
        if (signal.aborted) return;
        [this.rows, this.#model] = [rows, trace.model];
      }
      this.#current = this.#cellsOf(trace, follow);
      if (this.#current.count || !this.shown) this.shown = this.#current;
      this.#start();
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    }
  }

  #cellsOf(trace: TraceAnswer, follow: number | null): Cells {
    const name = `${trace.id} ${follow}`;
    const cells = this.#kept.get(name) ?? new Cells(trace, this.rows, follow);
    this.#kept.delete(name); // put back as the last one seen
    this.#kept.set(name, cells);
    while (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    return cells;
  }

  #giveUp(pointless: (it: Rectangle) => boolean): void {
    for (const [it, reading] of this.#underWay) {
      if (!pointless(it)) continue;
      reading.abort();
      this.#underWay.delete(it);
    }
  }

  #start(): void {
    while (this.#underWay.size < AT_ONCE && !this.problem) {
      const next = this.#inView() ?? (this.#underWay.size ? null : this.#ahead());
      if (!next || !this.#current) return;
      void this.#read(this.#current, next);
    }
  }

  readonly #has = (row: number, column: number): boolean => {
    if (this.#current?.has(row, column)) return true;
    for (const { rows, start, stop } of this.#underWay.keys())
      if (column >= start && column < stop && rows.includes(row)) return true;
    return false;
  };

  /** What is missing of what is looked at. */
  #inView(): Rectangle | null {
    const [cells, look] = [this.#current, this.#look];
    if (!cells || !look) return null;
    const last = cells.columns.length;
    const columns: Span = [Math.min(look.columns[0], last), Math.min(look.columns[1], last)];
    const column = look.column !== null && look.column < last ? look.column : null;
    return (
      firstMissing(look.rows, columns, this.#has) ??
      (column === null ? null : firstMissing(look.all, [column, column + 1], this.#has))
    );
  }

  #ahead(): Rectangle | null {
    const [cells, look] = [this.#current, this.#look];
    return cells && look ? nextAhead(look.all, look.columns, cells.columns.length, this.#has) : null;
  }

  async #read(cells: Cells, it: Rectangle): Promise<void> {
    const reading = new AbortController();
    this.#underWay.set(it, reading);
    try {
      const rows = it.rows.map((row) => cells.rows[row]!.site);
      const asked = { rows, start: it.start, stop: it.stop, follow: cells.follow };
      const answer = await this.api.lens(cells.trace.id, asked, reading.signal);
      if (reading.signal.aborted) return;
      cells.put(answer);
      this.shown = cells;
      this.version += 1;
    } catch (error) {
      if (!reading.signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    } finally {
      if (this.#underWay.get(it) === reading) {
        this.#underWay.delete(it);
        this.#start();
      }
    }
  }
}
