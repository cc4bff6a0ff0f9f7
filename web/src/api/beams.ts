/** Beam search: the most probable continuations that are found by keeping several at once. */
import { lines } from './stream';
import type { BeamsRequest, BeamStep } from './types';

/** Each step as it is made. */
export const beamSteps = (request: BeamsRequest, signal?: AbortSignal) =>
  lines<BeamStep>('beams', { method: 'POST', body: request, signal });
