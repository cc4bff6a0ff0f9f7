/** A tree as a table: a row a token. */
import type { Written } from '../../../app/api/types';
import type { Table } from '../../../lib/table';
import type { Tree } from './tree';

export function treeTable(tree: Tree, steps: readonly (readonly (Written | undefined)[])[]): Table {
  return {
    columns: [
      'branch',
      'name',
      'on branch',
      'after tokens',
      'token',
      'id',
      'text',
      'probability',
      'chance',
      'number',
      'entropy',
    ],
    rows: tree.flatMap(({ on, place, ids, name }, branch) =>
      ids.map((id, at) => {
        const step = steps[branch]?.[at];
        return [
          branch + 1,
          name,
          on + 1,
          place,
          at + 1,
          id,
          step?.text ?? null,
          step?.probability ?? null,
          step?.chance ?? null,
          step?.number ?? null,
          step?.prediction.entropy ?? null,
        ];
      }),
    ),
  };
}
