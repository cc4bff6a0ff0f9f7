/** How the next token is chosen: the model's distribution, what each filter leaves of it, and what a seed draws. */
import { json, ofTrace } from './client';
import type { SamplingAnswer } from './types';

/** @param query settings as the server calls them, and `seed`; `draws` seeds are counted from it on */
export const sampling = (
  id: string,
  query: Record<string, number | undefined> & { position?: number; top?: number; draws?: number },
  signal?: AbortSignal,
) => ofTrace(id, signal, (id, signal) => json<SamplingAnswer>(`traces/${id}/sampling`, { query, signal }));
