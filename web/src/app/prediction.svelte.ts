/** The model's distribution at one position, asked for as soon as there is a trace. */
import { Resource } from '../lib/resource.svelte';
import type { Client, PredictionAnswer, TraceAnswer } from './api/client';

export interface PredictionAsked {
  readonly trace: TraceAnswer;
  /** Null for the model's own choice: the last position, or the masked one. */
  readonly position: number | null;
  /** How many of the most probable tokens. */
  readonly top: number;
}

export class PredictionReader extends Resource<PredictionAsked, PredictionAnswer> {
  constructor(api: Client) {
    super(({ trace, position, top }, signal) => {
      // The answer that most often is asked for came with the trace.
      if (position === null && trace.prediction?.top.length === top) return Promise.resolve(trace.prediction);
      return api.prediction(trace.id, position === null ? { top } : { top, position }, signal);
    });
  }
}
