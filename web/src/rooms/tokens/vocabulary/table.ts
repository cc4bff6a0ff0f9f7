/** The tokens found as a table, for a file. */
import type { Table } from '../../../lib/table';
import type { Found } from './reading.svelte';

const COLUMNS = ['id', 'token', 'bytes', 'script', 'kind', 'reach', 'left', 'right', 'rank'];

export async function tableOf(found: Found): Promise<Table> {
  const rows: (string | number | null)[][] = [];
  for await (const page of found.all())
    page.ids.forEach((id, i) =>
      rows.push([
        id,
        page.texts[i]!,
        page.bytes[i]!,
        page.scripts[i]!,
        page.kinds[i]!,
        page.reaches[i]!,
        page.left[i] ?? null,
        page.right[i] ?? null,
        page.rank[i] ?? null,
      ]),
    );
  return { columns: COLUMNS, rows };
}
