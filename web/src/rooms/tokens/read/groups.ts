/**
 * Tokens that together make one thing a reader sees: an emoji whose bytes are spread over several tokens, a letter and the
 * accent on it. And tokens in chunks, so that a long text is drawn piece by piece.
 */
import type { Token } from '../../../app/api/types';
import { Clusters, mayCombine } from './clusters';

/** Tokens `from` to `to` (exclusive) that share characters; `start` and `end` bound those characters in the text. */
export interface Group {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

type Bounds = Pick<Token, 'start' | 'end'>;

export function groupsOf(tokens: readonly Bounds[], text: string): Group[] {
  const clusters = new Clusters(text);
  const groups: Group[] = [];
  for (let i = 1; i < tokens.length; i++) {
    const [before, token] = [tokens[i - 1]!, tokens[i]!];
    if (!mayShare(before, token, text)) continue;
    const cluster = clusters.at(token.start);
    // Tokens that only touch are joined where the boundary lies inside what a reader sees as one character.
    if (token.start >= before.end && cluster.start === token.start) continue;
    const last = groups.at(-1);
    if (last?.to === i)
      groups[groups.length - 1] = {
        ...last,
        to: i + 1,
        start: Math.min(last.start, cluster.start),
        end: Math.max(last.end, cluster.end),
      };
    else groups.push({ from: i - 1, to: i + 1, ...cluster });
  }
  return groups;
}

/** Whether the two may belong together: they overlap, or touch where characters may combine. */
function mayShare(before: Bounds, token: Bounds, text: string): boolean {
  if (before.start === before.end || token.start === token.end || token.start > before.end) return false;
  if (token.start < before.end) return true;
  return mayCombine(text, token.start);
}

/** Cuts `length` tokens into chunks of about `size`; a group is never cut. */
export function chunksOf(length: number, groups: readonly Group[], size: number): Span[] {
  const chunks: Span[] = [];
  let next = 0;
  for (let from = 0; from < length;) {
    let to = Math.min(length, from + size);
    while (next < groups.length && groups[next]!.to <= to) next++;
    const across = groups[next];
    if (across && across.from < to) to = Math.min(across.to, length);
    chunks.push({ from, to });
    from = to;
  }
  return chunks;
}

/** The tokens of a chunk, those of a group together. */
export function itemsOf(chunk: Span, groups: readonly Group[]): (number | Group)[] {
  const items: (number | Group)[] = [];
  let next = firstEndingAfter(groups, chunk.from);
  for (let i = chunk.from; i < chunk.to;) {
    const group = groups[next];
    if (group?.from === i) {
      items.push(group);
      i = group.to;
      next++;
    } else items.push(i++);
  }
  return items;
}

/** The group that a token belongs to. */
export function groupAt(groups: readonly Group[], position: number): Group | null {
  const group = groups[firstEndingAfter(groups, position)];
  return group && group.from <= position ? group : null;
}

/** The first token that stands for the character at `offset`, or null. Tokens are in the order of the text. */
export function tokenAt(tokens: readonly Bounds[], offset: number): number | null {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  const token = tokens[low];
  return token && token.start <= offset ? low : null;
}

function firstEndingAfter(groups: readonly Group[], position: number): number {
  let [low, high] = [0, groups.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (groups[middle]!.to > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
