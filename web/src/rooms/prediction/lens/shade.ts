/** How a cell is coloured: by the probability of its token, by the rank of the token that is followed, or by its entropy. */
import { count, figures } from '../../../lib/numbers';
import type { Cell } from './cells';

export const SHADES = ['probability', 'rank', 'entropy'] as const;
export type Shade = (typeof SHADES)[number];

/** From 0, as the paper, to 1, the strongest colour. Square roots show small probabilities, logarithms tell the first ranks apart. */
export function shareOf(shade: Shade, cell: Cell, vocabulary: number): number {
  if (shade === 'probability') return ofProbability(cell.probability);
  if (shade === 'rank') return ofRank(cell.rank, vocabulary);
  return clamp(cell.entropy / Math.log2(vocabulary));
}

export interface Legend {
  label: string;
  /** Where a number stands on the ramp, from 0 to 1. */
  marks: readonly (readonly [share: number, written: string])[];
}

export function legendOf(shade: Shade, vocabulary: number): Legend {
  if (shade === 'probability')
    return {
      label: 'Probability of the token in the cell, %',
      marks: [0, 0.01, 0.1, 0.25, 0.5, 1].map((p) => [ofProbability(p), String(p * 100)] as const),
    };
  if (shade === 'rank')
    return {
      label: 'Rank of the followed token',
      marks: powers(vocabulary).map((rank) => [ofRank(rank - 1, vocabulary), count(rank)] as const),
    };
  const most = Math.log2(vocabulary);
  return {
    label: 'Entropy, bits',
    marks: [0, most / 4, most / 2, (3 * most) / 4, most].map((bits) => [bits / most, figures(bits)] as const),
  };
}

/** Ranks as people count: the most probable token is the first. */
export const written = (rank: number): string => count(rank + 1);

const clamp = (x: number): number => Math.min(1, Math.max(0, x));
const ofProbability = (p: number): number => Math.sqrt(clamp(p));
const ofRank = (rank: number, vocabulary: number): number => clamp(1 - Math.log(rank + 1) / Math.log(vocabulary));

/** 1, 10, 100, … up to the vocabulary's size, the rarest first. */
function powers(vocabulary: number): number[] {
  const found: number[] = [];
  for (let power = 1; power < vocabulary; power *= 10) found.unshift(power);
  return found;
}
