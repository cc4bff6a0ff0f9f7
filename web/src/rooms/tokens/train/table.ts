/** What was learnt as tables. */
import type { Table } from '../../../lib/table';
import type { LearntMerge } from '../../../app/api/types';
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

export const vocabularyTable = (vocabulary: readonly string[]): Table => ({
  columns: ['id', 'token'],
  rows: vocabulary.map((token, id) => [id, token]),
});
