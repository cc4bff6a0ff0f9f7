/** Writing on: a continuation token by token, and a tree told again. */
import { lines } from './stream';
import type { Continued, TextRequest, Told } from './types';

/** Names and neutral values are those of Transformers' `generate`; what is not said is neutral. */
export type Chosen = Record<string, number>;

export const continuations = (
  request: TextRequest & { after: number[]; first: number | null; count: number; choosing: Chosen },
  signal: AbortSignal,
) => lines<Continued>('continuations', { method: 'POST', body: request, signal });

export const trees = (
  request: TextRequest & { branches: { on: number; place: number; ids: number[]; choosing: Chosen }[] },
  signal: AbortSignal,
) => lines<Told>('trees', { method: 'POST', body: request, signal });
