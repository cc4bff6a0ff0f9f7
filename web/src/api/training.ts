/** Training a tokenizer: its merges as they are learnt, and what is kept of it. */
import { json, send } from './client';
import { lines } from './stream';
import type { TrainedAnswer, TrainedCompression, TrainedEncoded, TrainedFacts, TrainingPiece } from './types';

export interface TrainingSettings {
  algorithm: TrainedFacts['algorithm'];
  size: number;
  /** A name or a regular expression; of byte-pair encoding alone. */
  pattern: string;
  /** How often a pair has to be there to be merged; not of Unigram. */
  min_frequency: number;
  /** Special tokens, and how many more without a meaning yet. */
  special: readonly string[];
  reserved: number;
  /** Characters that get a token in any case; not of byte-pair encoding, which has all bytes. */
  alphabet: string;
}

export const train = (text: string | Blob, settings: TrainingSettings, signal: AbortSignal) =>
  lines<TrainingPiece>('tokenizers/train', { method: 'POST', query: { ...settings }, text, signal });

export const savedNames = (signal?: AbortSignal) => json<string[]>('tokenizers/trained', { signal });

export const trained = (name: string, signal?: AbortSignal) => json<TrainedAnswer>(of(name), { signal });

export const saveTrained = (name: string, as: string, replace: boolean) =>
  json<TrainedFacts>(`${of(name)}/save`, { method: 'POST', query: { as, replace: String(replace) }, once: true });

export const deleteTrained = (name: string) => send(of(name), { method: 'DELETE' });

export const encodeWithTrained = (name: string, text: string) =>
  json<TrainedEncoded>(`${of(name)}/encode`, { method: 'POST', body: { text } });

export const trainedCompression = (name: string, text: string, tokenizers: readonly string[], model: string) =>
  json<TrainedCompression>(`${of(name)}/compression`, { method: 'POST', body: { text, tokenizers, model } });

/** Where its tokenizer.json is. */
export const fileOf = (name: string): string => `/api/${of(name)}/tokenizer.json`;

const of = (name: string): string => `tokenizers/trained/${encodeURIComponent(name)}`;
