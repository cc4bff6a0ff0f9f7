/** One cell of the lens in full, read a moment after it was pointed at; the one before stays until then. */
import type { Client } from '../../../app/api/client';
import type { PredictionAnswer } from '../../../app/api/types';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

const TOP = 10;
/** A pointer that goes over cells asks for none of them. */
const PAUSE = 90;

export interface Place {
  trace: string;
  site: string;
  position: number;
}

export const keyOf = ({ trace, site, position }: Place): string => `${trace} ${site} ${position}`;

export class CellReader {
  answer = $state.raw<PredictionAnswer | null>(null);
  /** What `answer` is of. */
  of = $state('');
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}

  read(place: Place): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(() => {
      this.api.lensCell(place.trace, { row: place.site, position: place.position, top: TOP }, signal).then(
        (answer) => {
          if (!signal.aborted) [this.answer, this.of, this.problem] = [answer, keyOf(place), null];
        },
        (error: unknown) => {
          if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }
}
