/** A search's numbers to keep: a row a candidate. */
import type { BeamStep } from '../../../app/api/types';
import type { Table } from '../../../lib/table';

export const tableOf = (steps: readonly BeamStep[]): Table => ({
  columns: ['step', 'from beam', 'id', 'token', 'probability', 'score', 'fate', 'beam'],
  rows: steps.flatMap(({ step, candidates }) =>
    candidates.map(({ beam, id, text, probability, score, fate, to }) => [
      step + 1,
      step ? beam + 1 : null,
      id,
      text,
      probability,
      score,
      fate,
      to === null ? null : to + 1,
    ]),
  ),
});
