/** The logit lens over the wire. */
import { json, ofTrace } from './client';
import type { LensAnswer, LensRows, PredictionAnswer } from './types';

/** The streams that can be read, in order of computation. */
export const lensRows = (id: string, signal?: AbortSignal) =>
  ofTrace(id, signal, (id, signal) => json<LensRows>(`traces/${id}/lens/rows`, { signal }));

/** A rectangle of the grid. Without `follow`, each position follows what really stands where its prediction points. */
export const lens = (
  id: string,
  asked: { rows: readonly string[]; start: number; stop: number; follow: number | null },
  signal?: AbortSignal,
) => {
  const query = new URLSearchParams(asked.rows.map((row) => ['rows', row]));
  query.set('positions', `${asked.start}:${asked.stop}`);
  if (asked.follow !== null) query.set('follow', String(asked.follow));
  return ofTrace(id, signal, (id, signal) => json<LensAnswer>(`traces/${id}/lens?${query}`, { signal }));
};

/** One cell in full. */
export const lensCell = (id: string, query: { row: string; position: number; top: number }, signal?: AbortSignal) =>
  ofTrace(id, signal, (id, signal) => json<PredictionAnswer>(`traces/${id}/lens/cell`, { query, signal }));
