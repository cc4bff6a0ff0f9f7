/** The numbers of this view as a table: a row for each token of each tokenizer. */
import type { Table } from '../../../lib/table';
import type { Cut } from './cut';

export const tableOf = (cuts: readonly Cut[], title: (name: string) => string): Table => ({
  columns: ['tokenizer', 'position', 'id', 'token', 'bytes', 'start', 'end', 'special'],
  rows: rowsOf(cuts, title),
});

function* rowsOf(cuts: readonly Cut[], title: (name: string) => string) {
  for (const cut of cuts)
    for (let at = 0; at < cut.length; at++) {
      const { id, text, bytes, special } = cut.token(at);
      yield [title(cut.name), at, id, text, bytes, cut.starts[at]!, cut.ends[at]!, String(special)];
    }
}
