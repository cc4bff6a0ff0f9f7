/** What the open model gives as the next token after each of a few texts. */
import type { Client } from '../../../app/api/client';
import type { PredictionAnswer } from '../../../app/api/types';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

export class NextTokensReader {
  shown = $state.raw<readonly { readonly text: string; readonly prediction: PredictionAnswer }[]>([]);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}

  /** Asks for one text after the other; returns how to give up. */
  read(model: string, texts: readonly string[]): () => void {
    const controller = new AbortController();
    void this.#read(model, texts, controller.signal);
    return () => controller.abort();
  }

  async #read(model: string, texts: readonly string[], signal: AbortSignal): Promise<void> {
    try {
      const found: { text: string; prediction: PredictionAnswer }[] = [];
      for (const text of texts) {
        const asked = { model, text, target: '', appended: [], after: [], first: null, count: 1, choosing: {} };
        for await (const { step } of this.api.continuations(asked, signal))
          found.push({ text, prediction: step.prediction });
      }
      if (signal.aborted) return;
      this.shown = found;
      this.problem = null;
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    }
  }
}
