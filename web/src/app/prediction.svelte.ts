/** The model's distribution at one position, asked for as soon as there is a trace; the one before stays until then. */
import type { Client, PredictionAnswer, Token, TraceAnswer } from './api/client';
import { asProblem, isCancelled, type Problem } from '../lib/problem';

export interface Shown {
  /** The id of the trace that was asked, and what was asked of it. */
  trace: string;
  asked: number | null;
  /** The tokens of that trace. */
  tokens: readonly Token[];
  answer: PredictionAnswer;
}

export class PredictionReader {
  shown = $state.raw<Shown | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}

  /** Asks; with `position` null, the model's own choice (the last, or the masked one). Returns how to give up. */
  read(trace: TraceAnswer, position: number | null, top: number): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    // The answer that most often is asked for came with the trace.
    const along = position === null && trace.prediction?.top.length === top ? trace.prediction : null;
    const asked = along
      ? Promise.resolve(along)
      : this.api.prediction(trace.id, position === null ? { top } : { top, position }, signal);
    asked.then(
      (answer) => {
        if (signal.aborted) return;
        this.problem = null;
        this.shown = { trace: trace.id, asked: position, tokens: trace.tokens, answer };
      },
      (error: unknown) => {
        if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
      },
    );
    return () => controller.abort();
  }
}
