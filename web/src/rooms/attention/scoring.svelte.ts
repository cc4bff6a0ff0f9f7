/** Reads how a query is scored. What was read before stays until the new is there. */
import type { Client } from '../../app/api/client';
import { attentionOf } from './attentionKinds';
import { scoringOf, type Scoring } from './scoring';
import { keyOf, type Item, type Place } from './source';
import { Resource } from '../../lib/resource.svelte';

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

export interface ScoringAsked {
  readonly place: Place;
  readonly query: number;
  readonly queries: readonly Item[];
  readonly keys: readonly Item[];
}

export class ScoringReader extends Resource<ScoringAsked, Read> {
  constructor(api: Client) {
    super(async ({ place, query, queries, keys }, signal) => {
      const { trace, map, layer, head } = place;
      const found = await api.scoring(trace.id, { attention: attentionOf(map, layer), head, query }, signal);
      return { key: nameOf(place, query), query, queries, keys, causal: map.causal, steps: scoringOf(found) };
    });
  }

  /** What is here already is not asked again. */
  override read(asked: ScoringAsked): () => void {
    return this.value?.key === nameOf(asked.place, asked.query) ? () => undefined : super.read(asked);
  }
}
