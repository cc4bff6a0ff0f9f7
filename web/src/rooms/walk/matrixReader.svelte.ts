/** Reads a matrix, or the part of it that is looked at; the picture before stays until the new one is there. */
import type { Absent } from '../../marks/heatmap';
import { distribution, type Distribution } from '../../marks/distribution';
import { partFor, present, within, type Part } from './part';
import { asProblem, isCancelled, type Problem } from '../../lib/problem';

/** What is read: its identity, the size of all of it, and how to read a part. */
export interface Source {
  id: string;
  rows: number;
  columns: number;
  signed: boolean;
  /** Cells that are not there: they are hatched and not counted. */
  absent: Absent;
  read: (part: Part, signal: AbortSignal) => Promise<Float32Array>;
}

export interface Drawn {
  source: Source;
  part: Part;
  values: Float32Array;
  distribution: Distribution;
}

export class MatrixReader {
  drawn = $state.raw<Drawn | null>(null);
  problem = $state.raw<Problem | null>(null);
  #asked: { id: string; part: Part; controller: AbortController } | null = null;

  /** Makes sure that what `view` shows is there, or comes. */
  want(source: Source, view: Part): void {
    const { drawn } = this;
    if (drawn?.source.id === source.id && within(view, drawn.part)) return this.#giveUp();
    const part = partFor(view, source.rows, source.columns);
    if (this.#asked?.id === source.id && within(view, this.#asked.part)) return;
    void this.#read(source, part);
  }

  /** Gives up what is on its way. */
  stop(): void {
    this.#giveUp();
  }

  async #read(source: Source, part: Part): Promise<void> {
    this.#giveUp();
    const controller = new AbortController();
    this.#asked = { id: source.id, part, controller };
    const { signal } = controller;
    try {
      const values = await source.read(part, signal);
      if (signal.aborted) return;
      this.drawn = {
        source,
        part,
        values,
        distribution: distribution(present(part, values, source.absent), source.signed),
      };
      this.problem = null;
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    }
    if (!signal.aborted) this.#asked = null;
  }

  #giveUp(): void {
    this.#asked?.controller.abort();
    this.#asked = null;
  }
}
