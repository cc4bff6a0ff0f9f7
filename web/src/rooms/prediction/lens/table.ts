/** The cells that were read, as a table: one line a cell. */
import type { Table } from '../../../lib/table';
import type { Cells } from './cells';

export function tableOf(cells: Cells, rows: readonly number[]): Table {
  return {
    columns: [
      'stream',
      'position',
      'token',
      'most probable',
      'probability',
      'entropy, bits',
      'followed',
      'rank of the followed, 1 is the most probable',
      'probability of the followed',
    ],
    rows: rows.flatMap((row) =>
      cells.columns.flatMap((token, column) => {
        const cell = cells.at(row, column);
        if (!cell) return [];
        const [best, followed] = [cells.tokens.get(cell.id), cells.tokens.get(cell.followed)];
        return [
          [
            cells.rows[row]!.site,
            column,
            token.text,
            best?.text ?? '',
            cell.probability,
            cell.entropy,
            followed?.text ?? '',
            cell.rank + 1,
            cell.followedProbability,
          ],
        ];
      }),
    ),
  };
}
