/** The tokens of a vocabulary: searched, read a page at a time, and one in full. */
import { json } from './client';
import type { VocabularyAnswer, VocabularyPage, VocabularyQuery, VocabularyReaches, VocabularyToken } from './types';

export const searchVocabulary = (asked: VocabularyQuery, near: number | null, signal?: AbortSignal) =>
  json<VocabularyAnswer>('tokenizers/vocabulary/search', { method: 'POST', body: { query: asked, near }, signal });

/** Some of the tokens found. With `merges`, what made each is told too, and the server may have to find that first. */
export const vocabularyPage = (
  asked: VocabularyQuery,
  { first, count, merges = false }: { first: number; count: number; merges?: boolean },
  signal?: AbortSignal,
) =>
  json<VocabularyPage>('tokenizers/vocabulary/page', {
    method: 'POST',
    body: { query: asked, first, count, merges },
    signal,
  });

/** How many of all tokens a text can give. */
export const vocabularyReaches = (tokenizer: string, model: string, signal?: AbortSignal) =>
  json<VocabularyReaches>('tokenizers/vocabulary/reaches', { query: { tokenizer, model }, signal });

export const vocabularyToken = (id: number, tokenizer: string, model: string, signal?: AbortSignal) =>
  json<VocabularyToken>('tokenizers/vocabulary/token', { query: { id, tokenizer, model }, signal });
