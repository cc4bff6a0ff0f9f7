/** One text under several tokenizers. */
import { json } from './client';
import type { CompareAnswer } from './types';

export interface CompareAsked {
  text: string;
  /** Names; the empty one is the open model's own. */
  tokenizers: readonly string[];
  model: string;
  special_as_text: boolean;
}

export const compare = (asked: CompareAsked, signal?: AbortSignal) =>
  json<CompareAnswer>('tokenizers/compare', { method: 'POST', body: asked, signal });
