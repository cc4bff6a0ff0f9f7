/** The merges as a table: a row for each. */
import type { Table } from '../../../export/table';
import type { LearntMerge } from '../../../api/types';
import { drawn } from './learnt';

export const tableOf = (merges: readonly LearntMerge[]): Table => ({
  columns: ['merge', 'left', 'right', 'token', 'bytes', 'count', 'saved', 'example'],
  rows: merges.map(({ number, left, right, count, saved, example }) => [
    number,
    drawn(left).text,
    drawn(right).text,
    drawn(left + right).text,
    left + right,
    count,
    saved,
    example,
  ]),
});
