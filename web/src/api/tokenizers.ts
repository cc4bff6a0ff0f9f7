/** Tokenizers: those that there are, and how to have one opened. */
import { json } from './client';
import type { TokenizerStatus } from './types';

export const tokenizers = (signal?: AbortSignal) => json<TokenizerStatus[]>('tokenizers', { signal });
export const openTokenizer = (name: string) =>
  json<TokenizerStatus>('tokenizers/open', { method: 'POST', query: { name } });
/** Opens the tokenizer of a file; a `vocab.json` goes with the `merges.txt` that belongs to it. */
export const openTokenizerFile = (file: File, merges?: File) =>
  json<TokenizerStatus>('tokenizers/files', {
    method: 'POST',
    query: { filename: file.name, merges: merges?.size ?? 0 },
    text: merges ? new Blob([file, merges]) : file,
  });
export const saveTokenizerFile = (name: string, as: string) =>
  json<TokenizerStatus>(`tokenizers/files/${encodeURIComponent(name)}/save`, {
    method: 'POST',
    query: { as },
    once: true,
  });
