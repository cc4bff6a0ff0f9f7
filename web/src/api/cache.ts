/** What a key-value cache saves, and what another text could reuse of it. */
import { json } from './client';
import { lines } from './stream';
import type { CacheStep, PrefixAnswer, TextRequest } from './types';

/** Steps of two runs as they are measured, the run with a cache first. */
export const cacheSteps = (request: TextRequest, steps: number, signal?: AbortSignal) =>
  lines<CacheStep>('cache/steps', { method: 'POST', body: { ...request, steps }, signal });

/** The other text read anew, and after the first one. */
export const cachePrefix = (request: TextRequest, other: string, signal?: AbortSignal) =>
  json<PrefixAnswer>('cache/prefix', { method: 'POST', body: { ...request, other }, signal });
