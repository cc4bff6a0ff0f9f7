/** Reads how a query is scored. What was read before stays until the new is there. */
import type { Client } from '../../app/api/client';
import { attentionOf } from './attentionKinds';
import { scoringOf, type Scoring } from './scoring';
import { keyOf, type Item, type Place } from './source';
import { asProblem, isCancelled, type Problem } from '../../lib/problem';

export interface Read {
  /** Names the head and the query. */
  key: string;
  query: number;
  queries: readonly Item[];
  keys: readonly Item[];
  causal: boolean;
  steps: Scoring;
}

export const nameOf = (place: Place, query: number): string => `${keyOf(place)}/${query}`;

export class ScoringReader {
  read = $state.raw<Read | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}

  /** Reads one query. Returns how to give up. */
  open(place: Place, query: number, queries: readonly Item[], keys: readonly Item[]): () => void {
    const key = nameOf(place, query);
    if (this.read?.key === key) return () => undefined;
    const { trace, map, layer, head } = place;
    const controller = new AbortController();
    const { signal } = controller;
    this.api.scoring(trace.id, { attention: attentionOf(map, layer), head, query }, signal).then(
      (found) => {
        if (signal.aborted) return;
        this.problem = null;
        this.read = { key, query, queries, keys, causal: map.causal, steps: scoringOf(found) };
      },
      (error: unknown) => {
        if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
      },
    );
    return () => controller.abort();
  }
}
