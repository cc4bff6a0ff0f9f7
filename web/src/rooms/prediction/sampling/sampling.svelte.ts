/**
 * How the next token is chosen, asked for as settings change: while a slider moves, what is asked next is where it stands when the answer
 * comes.
 */
import type { Client } from '../../../app/api/client';
import type { SamplingAnswer, TraceAnswer } from '../../../app/api/types';
import { Newest } from '../../../lib/resource.svelte';
import { query, type Choosing } from '../knobs';

export interface Asked {
  trace: TraceAnswer;
  /** The position after which the token stands; null for the last. */
  position: number | null;
  choosing: Choosing;
  /** How many seeds are counted. */
  draws: number;
}

export class SamplingReader extends Newest<Asked, SamplingAnswer> {
  constructor(api: Pick<Client, 'sampling'>) {
    super(
      ({ trace, position, choosing, draws }) =>
        api.sampling(trace.id, { ...query(choosing), position: position ?? -1, draws }),
      (asked, wanted) => wanted?.trace.id === asked.trace.id,
    );
  }
}
