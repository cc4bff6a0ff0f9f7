/** The pieces of a text: what lies between them, which one is worth opening first, and chunks of them, so that a long text is drawn in parts. */
import type { ReplayAnswer } from '../../../app/api/types';

type Columns = Pick<ReplayAnswer, 'starts' | 'ends' | 'tokens'>;

export interface Chunk {
  /** Pieces `from` to `to` (exclusive), and the characters from the first of them to where the next chunk begins. */
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Part of a text on screen: a piece, or what lies between two (then `piece` is null). A piece that shares its characters with others is empty. */
export interface Part {
  readonly piece: number | null;
  readonly text: string;
}

/** The piece that has most to show: the one with the most tokens, then the longest, then the first. */
export function richest({ starts, ends, tokens }: Columns): number {
  let best = 0;
  for (let i = 1; i < tokens.length; i++) {
    const more = tokens[i]! - tokens[best]!;
    if (more > 0 || (more === 0 && ends[i]! - starts[i]! > ends[best]! - starts[best]!)) best = i;
  }
  return best;
}

export function chunksOf({ starts }: Columns, length: number, size: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = 0; from < starts.length; from += size) {
    const to = Math.min(starts.length, from + size);
    chunks.push({ from, to, start: from === 0 ? 0 : starts[from]!, end: to < starts.length ? starts[to]! : length });
  }
  return chunks;
}

export function partsOf({ starts, ends }: Columns, text: string, chunk: Chunk): Part[] {
  const parts: Part[] = [];
  let at = chunk.start;
  for (let piece = chunk.from; piece < chunk.to; piece++) {
    if (starts[piece]! > at) parts.push({ piece: null, text: text.slice(at, starts[piece]) });
    parts.push({ piece, text: text.slice(Math.max(at, starts[piece]!), ends[piece]) });
    at = Math.max(at, ends[piece]!);
  }
  if (at < chunk.end) parts.push({ piece: null, text: text.slice(at, chunk.end) });
  return parts;
}
