/** Tokenizers: those that there are, and how to have one opened. */
import { json } from './client';
import type { TokenizerStatus } from './types';

export const tokenizers = (signal?: AbortSignal) => json<TokenizerStatus[]>('tokenizers', { signal });
export const openTokenizer = (name: string) =>
  json<TokenizerStatus>('tokenizers/open', { method: 'POST', query: { name } });
export const openTokenizerFile = (file: File) =>
  json<TokenizerStatus>('tokenizers/files', { method: 'POST', query: { filename: file.name }, text: file });
export const saveTokenizerFile = (name: string, as: string) =>
  json<TokenizerStatus>(`tokenizers/files/${encodeURIComponent(name)}/save`, {
    method: 'POST',
    query: { as },
    once: true,
  });
