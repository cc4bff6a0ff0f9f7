/** The lattice of Unigram: which tokens end at a place, and which of them the best way there ends with. */
import type { BestWord, LatticeEdge } from '../../../app/api/types';

export interface Arriving {
  readonly edge: LatticeEdge;
  /** The best sum up to where the token begins, and that sum with the token's own score. */
  readonly before: number;
  readonly sum: number;
}

export function arrivingAt({ lattice, scores }: BestWord, place: number): Arriving[] {
  return lattice
    .filter(({ end }) => end === place)
    .map((edge) => ({ edge, before: scores[edge.start] ?? 0, sum: (scores[edge.start] ?? 0) + edge.score }));
}

/** The first of the greatest sums, as the tokenizer takes it; undefined at the start. */
export function bestInto(word: BestWord, place: number): LatticeEdge | undefined {
  const arriving = arrivingAt(word, place);
  return arriving.find(({ sum }) => sum === Math.max(...arriving.map((each) => each.sum)))?.edge;
}

/** The best way through, and what its sum is after each token. */
export function wayThrough({ path, scores }: BestWord): Arriving[] {
  return path.map((edge) => ({ edge, before: scores[edge.start] ?? 0, sum: scores[edge.end] ?? 0 }));
}
