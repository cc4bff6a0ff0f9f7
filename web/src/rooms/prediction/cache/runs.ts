/** Two runs of the same steps, with a cache and without: counted, summed and said in words. */
import type { CacheHeld, CacheStep } from '../../../app/api/types';
import type { Table } from '../../../lib/table';
import { bytes, count, counted, figures } from '../../../lib/numbers';

export interface Total {
  steps: number;
  computed: number;
  seconds: number;
}

/** Each step of one way, with the shortest time of its rounds: what else the machine does only adds to it. */
export function fastest(steps: readonly CacheStep[], cached: boolean): CacheStep[] {
  const found: CacheStep[] = [];
  for (const step of steps) {
    const before = found[step.number];
    if (step.cached !== cached) continue;
    found[step.number] = before && before.seconds <= step.seconds ? before : { ...step, round: 0 };
  }
  return found;
}

/** How many times as long each round took without the cache as with it; rounds that are not measured to their end are left out. */
export function ratios(steps: readonly CacheStep[]): number[] {
  const whole = steps.filter(({ round, cached }) => round === 0 && cached).length;
  const rounds = Math.max(-1, ...steps.map(({ round }) => round)) + 1;
  return Array.from({ length: rounds }, (_, round) => {
    const of = (kept: boolean) => steps.filter((step) => step.round === round && step.cached === kept);
    const [kept, anew] = [of(true), of(false)];
    return kept.length === whole && anew.length === whole && whole > 0
      ? [total(anew).seconds / total(kept).seconds]
      : [];
  }).flat();
}

/** What the rounds say together, and whether they agree enough to say anything. */
export function compared(found: readonly number[]): string {
  if (!found.length) return '';
  const sorted = [...found].sort((a, b) => a - b);
  const [least = NaN, most = NaN] = [sorted[0], sorted.at(-1)];
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const range = found.length > 1 ? ` (${counted(found.length, 'round')}: ${figures(least)} to ${figures(most)})` : '';
  if (least > NEAR) return `Without the cache it took ${figures(middle)} times as long as with it${range}.`;
  if (most < 1 / NEAR)
    return `With the cache it took longer: ${figures(1 / middle)} times as long as without${range && ` (${counted(found.length, 'round')})`}. For so few tokens, keeping costs more than it saves.`;
  return `The two took about as long${range}. The difference is within the noise of this machine’s other work.`;
}

/** Times nearer to each other than this are not told apart. */
const NEAR = 1.05;

export function total(run: readonly CacheStep[]): Total {
  return {
    steps: run.length,
    computed: run.reduce((sum, { first, last }) => sum + last - first, 0),
    seconds: run.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** The first step at which the two runs wrote different tokens, or null. */
export function parting(one: readonly CacheStep[], other: readonly CacheStep[]): number | null {
  const at = one.findIndex((step, i) => other[i] !== undefined && other[i].token.id !== step.token.id);
  return at < 0 ? null : at;
}

/** What some layers of a cache hold, as a product that a reader can check. */
export function heldIn({ kind, layers, shape, window, bytes: size }: CacheHeld): string {
  if (kind === 'state')
    return `${counted(layers, 'layer')} with a state of ${bytes(size)} together, however long the text`;
  const [heads = 0, positions = 0, width = 0] = shape;
  const numbers = layers * 2 * heads * positions * width;
  const each = size / numbers;
  const whose =
    kind === 'source' ? ' of the source' : kind === 'window' ? `, the last of a window of ${count(window)},` : '';
  const product = `${counted(layers, 'layer')} × 2 (keys and values) × ${counted(heads, 'head')} × ${counted(positions, 'token')}${whose} × ${counted(width, 'number')}`;
  // Where keys and values are not of one width, the product is not the whole truth.
  return Number.isInteger(each)
    ? `${product} × ${counted(each, 'byte')} = ${bytes(size)}`
    : `${product}: ${bytes(size)}`;
}

/** The text with its first word changed: one that differs from it in its first token. */
export function changedAtFront(text: string): string {
  const word = /^\s*\S+/.exec(text)?.[0] ?? '';
  return (word.trim() === 'A' ? 'The' : 'A') + text.slice(word.length);
}

export const addedAtEnd = (text: string): string => `${text} now`;

/** The positions that are drawn of two long texts: some before they part and more after it. */
export function around(shared: number, length: number, before = 30, after = 60): [number, number] {
  const first =
    shared + after >= length ? Math.max(0, Math.min(shared, length) - before - after) : Math.max(0, shared - before);
  return [first, Math.min(length, Math.max(first + before + after, shared + after))];
}

export const stepsTable = (steps: readonly CacheStep[]): Table => ({
  columns: ['cache', 'step', 'first computed', 'after the last computed', 'seconds', 'bytes held', 'token', 'text'],
  rows: steps.map(({ cached, number, first, last, seconds, bytes, token }) => [
    cached ? 'with' : 'without',
    number,
    first,
    last,
    seconds,
    bytes,
    token.id,
    token.text,
  ]),
});
