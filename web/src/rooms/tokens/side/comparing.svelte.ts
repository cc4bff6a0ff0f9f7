/** The text under the chosen tokenizers, asked for as the text changes. One question is under way at a time; the newest is asked next. */
import { asProblem, isCancelled } from '../../../api/client';
import { compare, type CompareAsked } from '../../../api/compare';
import type { CompareAnswer, Problem } from '../../../api/types';
import { Cut } from './cut';

export interface Compared {
  readonly asked: CompareAsked;
  readonly answer: CompareAnswer;
  /** In the order asked; those that failed have no tokens. */
  readonly cuts: readonly Cut[];
}

export class Comparing {
  shown = $state.raw<Compared | null>(null);
  problem = $state.raw<Problem | null>(null);
  #wanted: CompareAsked | null = null;
  #busy = false;

  /** Asks; returns how to give up. */
  read(asked: CompareAsked): () => void {
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
      const answer = await compare(asked);
      this.shown = { asked, answer, cuts: answer.tokenizers.map((told) => new Cut(told, asked.text)) };
      this.problem = null;
    } catch (error) {
      if (this.#wanted === asked && !isCancelled(error)) this.problem = asProblem(error);
    } finally {
      this.#busy = false;
    }
    if (this.#wanted !== asked) void this.#next();
  }
}
