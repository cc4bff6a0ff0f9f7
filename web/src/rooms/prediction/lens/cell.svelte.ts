/** One cell of the lens in full, read a moment after it was pointed at. */
import type { Client, PredictionAnswer } from '../../../app/api/client';
import { Resource } from '../../../lib/resource.svelte';

const TOP = 10;
/** A pointer that goes over cells asks for none of them. */
const PAUSE = 90;

export interface Place {
  trace: string;
  site: string;
  position: number;
}

export const keyOf = ({ trace, site, position }: Place): string => `${trace} ${site} ${position}`;

export class CellReader extends Resource<Place, PredictionAnswer> {
  constructor(api: Client) {
    super(({ trace, site, position }, signal) => api.lensCell(trace, { row: site, position, top: TOP }, signal), {
      rest: PAUSE,
    });
  }
}
