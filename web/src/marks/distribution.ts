/** How numbers are distributed: their mean, spread and extremes, a histogram, and where their colours end. */

import { isMasked } from './matrix';

export interface Distribution {
  /** How many numbers there are, and how many more are masked. */
  count: number;
  masked: number;
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
  const present = values.filter((value) => !isMasked(value));
  const count = present.length;
  const masked = values.length - count;
  if (!count) {
    const none = { min: NaN, max: NaN, mean: NaN, deviation: NaN, bound: 0, clipped: false };
    return { count, masked, ...none, bins: Array<number>(bins).fill(0) };
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
    ...{ count, masked, min, max, mean, deviation: Math.sqrt(squares / count), bound, clipped },
    bins: counted(present, signed ? -bound : 0, bound, bins),
  };
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
