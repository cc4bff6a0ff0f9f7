/** Questions of which only the newest matters: one is under way at a time, the newest is asked next, and the old answer stays until then. */
import { asProblem, isCancelled, type Problem } from '../lib/problem';

export interface Answered<Asked, Answer> {
  readonly asked: Asked;
  readonly answer: Answer;
}

export class Newest<Asked, Answer> {
  shown = $state.raw<Answered<Asked, Answer> | null>(null);
  problem = $state.raw<Problem | null>(null);
  #wanted: Asked | null = null;
  #busy = false;

  /**
   * @param ask gives the answer
   * @param fits whether the answer to a question is still worth showing, now that another one (or none) is wanted
   */
  constructor(
    private readonly ask: (asked: Asked) => Promise<Answer>,
    private readonly fits: (asked: Asked, wanted: Asked | null) => boolean = () => true,
  ) {}

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
      const answer = await this.ask(asked);
      if (this.fits(asked, this.#wanted)) {
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
