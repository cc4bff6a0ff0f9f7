/** How a number becomes a colour: on which ramp, by which scale, and how large the number of the strongest colour is. Some get none. */
import { divergingPlace, place, type Scale } from './ramp';

export interface Shading {
  ramp: 'sequential' | 'diverging';
  /** Of the sequential ramp. */
  scale: Scale;
  /** The number of the strongest colour. */
  bound: number;
  /** Each row of a matrix is divided by its largest number first. */
  byRow: boolean;
}

/** Shares of a whole: nothing is paper, 1 is the strongest ink. */
export const sequential = (scale: Scale, byRow = false): Shading => ({ ramp: 'sequential', scale, bound: 1, byRow });

/** Numbers of both signs, or from 0 on, in proportion. */
export const proportional = (bound: number, signed: boolean): Shading => ({
  ...{ ramp: signed ? 'diverging' : 'sequential', scale: 'linear', bound, byRow: false },
});

/** Where a number stands on its ramp, from 0 to 1; `peak` is the largest of its row. */
export function shareOf(value: number, { ramp, scale, bound, byRow }: Shading, peak: number): number {
  if (ramp === 'diverging') return divergingPlace(value, bound);
  const most = byRow ? peak : bound;
  return place(most ? value / most : value, scale);
}

/** The least numbers of the precisions that models compute in stand for "not there", as −∞ does. */
const LEAST_HALF = -65504;
export const isMasked = (value: number): boolean => value < -1e30 || value === LEAST_HALF;

/** What was computed and is no number: NaN, or beyond what the precision holds. */
export const isBroken = (value: number): boolean => Number.isNaN(value) || value === Infinity;

/** Whether a number has a colour. */
export const isShaded = (value: number): boolean => !isMasked(value) && !isBroken(value);
