/** The counts of the tokenizers that are chosen, asked for as the choice changes; what was shown stays until the new ones are there. */
import type { Client } from '../../../app/api/client';
import type { LanguagesAnswer } from '../../../app/api/types';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

export class Counting {
  answer = $state.raw<LanguagesAnswer | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}

  /** Asks; returns how to give up. */
  read(names: readonly string[], model: string): () => void {
    const controller = new AbortController();
    void this.#read(names, model, controller.signal);
    return () => controller.abort();
  }

  async #read(names: readonly string[], model: string, signal: AbortSignal): Promise<void> {
    try {
      this.answer = await this.api.languages(names, model, signal);
      this.problem = null;
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    }
  }
}
