/** The same sentences in many languages, counted by several tokenizers. */
import { json } from './client';
import type { LanguagesAnswer } from './types';

export const languages = (tokenizers: readonly string[], model: string, signal?: AbortSignal) =>
  json<LanguagesAnswer>('tokenizers/languages', { query: { tokenizers: tokenizers.join(','), model }, signal });
