/**
 * How the next token is chosen, asked for as settings change. One question is under way at a time: while a slider moves, what is asked next
 * is where it stands when the answer comes.
 */
import { asProblem, isCancelled } from '../../../api/client';
import { sampling } from '../../../api/sampling';
import type { Problem, SamplingAnswer, TraceAnswer } from '../../../api/types';
import { query, type Choosing } from '../knobs';

export interface Asked {
  trace: TraceAnswer;
  /** The position after which the token stands; null for the last. */
  position: number | null;
  choosing: Choosing;
  /** How many seeds are counted. */
  draws: number;
}

export interface Shown {
  asked: Asked;
  answer: SamplingAnswer;
}

export class SamplingReader {
  shown = $state.raw<Shown | null>(null);
  problem = $state.raw<Problem | null>(null);
  #wanted: Asked | null = null;
  #busy = false;

  /** Asks; returns how to give up. */
  read(asked: Asked): () => void {
    this.#wanted = asked;
    void this.#next();
    return () => {
      if (this.#wanted === asked) this.#wanted = null;
    };
  }

  async #next(): Promise<void> {
    const asked = this.#wanted;
    if (this.#busy || !asked) return;
    this.#busy = true;
    try {
      const { trace, position, choosing, draws } = asked;
      const answer = await sampling(trace.id, { ...query(choosing), position: position ?? -1, draws });
      if (this.#wanted?.trace.id === trace.id) {
        this.shown = { asked, answer };
        this.problem = null;
      }
    } catch (error) {
      if (this.#wanted === asked && !isCancelled(error)) this.problem = asProblem(error);
    } finally {
      this.#busy = false;
    }
    if (this.#wanted !== asked) void this.#next();
  }
}
