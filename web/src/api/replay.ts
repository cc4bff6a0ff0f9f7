/** How a text becomes tokens: the pieces of all of it, one of them in full, and why two neighbouring tokens are two. */
import { json } from './client';
import type { ReplayAnswer, ReplayGap, ReplayPiece } from './types';

export interface ReplayAsked {
  text: string;
  /** A name; the empty one is the open model's own. */
  tokenizer: string;
  model: string;
  special_as_text: boolean;
}

export interface PieceAsked extends ReplayAsked {
  piece: number;
}

export interface GapAsked extends PieceAsked {
  boundary: number;
}

export const replay = (asked: ReplayAsked, signal?: AbortSignal) =>
  json<ReplayAnswer>('tokenizers/replay', { method: 'POST', body: asked, signal });
export const replayPiece = (asked: PieceAsked, signal?: AbortSignal) =>
  json<ReplayPiece>('tokenizers/replay/piece', { method: 'POST', body: asked, signal });
export const replayGap = (asked: GapAsked, signal?: AbortSignal) =>
  json<ReplayGap>('tokenizers/replay/gap', { method: 'POST', body: asked, signal });
