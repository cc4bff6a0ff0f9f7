/** How numbers are distributed: their mean, spread and extremes, a histogram, and where their colours end. */

import { isBroken, isMasked } from './shading';

export interface Distribution {
  /** How many numbers there are, how many more are masked, and how many were computed and are no numbers. */
  count: number;
  masked: number;
  broken: number;
  min: number;
  max: number;
  mean: number;
  /** The standard deviation of these numbers (not an estimate of a larger population's). */
  deviation: number;
  /** The size from which on a colour does not grow stronger, and whether any number is beyond it. */
  bound: number;
  clipped: boolean;
  /** Counts in equal steps from `-bound` (of unsigned numbers, 0) to `bound`; those beyond are in the outermost. */
  bins: number[];
}

const BINS = 49;
/** A few numbers that are much larger than all others would leave those without colour: then colours end at this share of all. */
const SHARE = 0.995;
const MUCH = 3;

export function distribution(values: Float32Array, signed: boolean, bins = BINS): Distribution {
  const present = values.filter((value) => !isMasked(value) && !isBroken(value));
  const count = present.length;
  const broken = values.reduce((sum, value) => sum + Number(isBroken(value)), 0);
  const masked = values.length - count - broken;
  if (!count) {
    const none = { min: NaN, max: NaN, mean: NaN, deviation: NaN, bound: 0, clipped: false };
    return { count, masked, broken, ...none, bins: Array<number>(bins).fill(0) };
  }
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (const value of present) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (const value of present) squares += (value - mean) ** 2;
  const largest = Math.max(max, -min);
  const usual = quantile(present.map(Math.abs), SHARE);
  const clipped = usual > 0 && largest > MUCH * usual;
  const bound = clipped ? usual : largest;
  return {
    ...{ count, masked, broken, min, max, mean, deviation: Math.sqrt(squares / count), bound, clipped },
    bins: counted(present, signed ? -bound : 0, bound, bins),
  };
}

/** How many numbers are more than `MUCH` times a bound, and the row that has the most of them; null where none is. */
export function farOut(
  values: Float32Array,
  columns: number,
  bound: number,
): { times: number; count: number; row: number; there: number } | null {
  const rows = new Map<number, number>();
  values.forEach((value, at) => {
    if (isMasked(value) || isBroken(value) || Math.abs(value) <= MUCH * bound) return;
    const row = Math.floor(at / columns);
    rows.set(row, (rows.get(row) ?? 0) + 1);
  });
  let [count, row, there] = [0, 0, 0];
  for (const [at, n] of rows) {
    count += n;
    if (n > there) [row, there] = [at, n];
  }
  return count ? { times: MUCH, count, row, there } : null;
}

/** How many numbers lie in each of `bins` equal steps from `low` to `high`. */
export function counted(values: Float32Array, low: number, high: number, bins: number): number[] {
  const out = Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = high > low ? Math.floor(((value - low) / (high - low)) * bins) : Math.floor(bins / 2);
    out[Math.min(bins - 1, Math.max(0, bin))]! += 1;
  }
  return out;
}

/** The least of the numbers that at least this share of all numbers is not above. */
export function quantile(values: Float32Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
