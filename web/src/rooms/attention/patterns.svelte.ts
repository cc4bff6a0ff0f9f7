/** Small pictures of every head's pattern, read layer by layer. Old ones stay until those of the present trace are there. */
import * as api from '../../api/client';
import type { Problem, TraceAnswer } from '../../api/client';
import type { Tensor } from '../../api/tensor';
import { Queue, nearestFirst } from './queue';

/** The most cells that a picture has on a side; a longer text's cells are maxima over windows. */
export const THUMB_CELLS = 64;

/** One layer's heads. */
export interface Picture {
  /** The id of the trace that it is of. */
  trace: string;
  /** `(heads, queries, keys)`, pooled to `THUMB_CELLS`. */
  tensor: Tensor;
}

class Patterns {
  pictures = $state.raw<readonly (Picture | null)[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** How many layers of the present trace are here. */
  readonly arrived = $derived(this.pictures.filter((picture) => picture?.trace === this.trace?.id).length);
  trace = $state.raw<TraceAnswer | null>(null);

  #queue: Queue<Tensor> | null = null;
  #view: readonly [number, number] = [0, 0];

  /** Reads the heads of a trace from now on, and gives up those of the one before. */
  follow(trace: TraceAnswer | null): void {
    if (trace?.id === this.trace?.id && !this.problem) return this.#want();
    const before = this.trace;
    this.pause();
    this.problem = null;
    this.trace = trace;
    if (!trace || before?.model !== trace.model || this.pictures.length !== trace.layers) {
      this.pictures = Array.from({ length: trace?.layers ?? 0 }, () => null);
    }
    this.#want();
  }

  /** Says which layers `[first, last)` are on screen; they are read first. */
  look(view: readonly [number, number]): void {
    this.#view = view;
    this.#want();
  }

  /** Gives up what is under way, because nobody looks; `follow` goes on. */
  pause(): void {
    this.#queue?.stop();
    this.#queue = null;
  }

  again(): void {
    const trace = this.trace;
    if (trace) this.follow(trace);
  }

  #want(): void {
    const { trace } = this;
    if (!trace || this.problem) return;
    this.#queue ??= new Queue(
      (layer, signal) =>
        api.tensor(trace.id, { site: trace.patterns[layer] ?? '', dtype: 'uint8', pool: THUMB_CELLS }, signal),
      (layer, tensor) => (this.pictures = this.pictures.with(layer, { trace: trace.id, tensor })),
      (error) => {
        if (!api.isCancelled(error)) this.problem = api.asProblem(error);
      },
    );
    const settled = (layer: number) => !trace.patterns[layer] || this.pictures[layer]?.trace === trace.id;
    this.#queue.want(nearestFirst(trace.layers, this.#view, settled));
  }
}

export const patterns = new Patterns();
