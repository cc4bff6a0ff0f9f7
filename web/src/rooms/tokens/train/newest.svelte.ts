/** Questions of which only the newest matters: one is under way at a time, and the newest is asked next. */
import { asProblem, isCancelled } from '../../../api/client';
import type { Problem } from '../../../api/types';

export class Newest<Asked, Answer> {
  /** The last answer, with what was asked. */
  shown = $state.raw<{ readonly asked: Asked; readonly answer: Answer } | null>(null);
  problem = $state.raw<Problem | null>(null);
  #ask: (asked: Asked) => Promise<Answer>;
  #wanted: Asked | null = null;
  #busy = false;

  constructor(ask: (asked: Asked) => Promise<Answer>) {
    this.#ask = ask;
  }

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
    if (this.#busy || asked === null) return;
    this.#busy = true;
    try {
      this.shown = { asked, answer: await this.#ask(asked) };
      this.problem = null;
    } catch (error) {
      if (this.#wanted === asked && !isCancelled(error)) this.problem = asProblem(error);
    } finally {
      this.#busy = false;
    }
    if (this.#wanted !== asked) void this.#next();
  }
}
