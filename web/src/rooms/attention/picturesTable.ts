/** The numbers of all heads' small pictures, exactly: a row for each cell. */
import type { AttentionMap, Client, TraceAnswer } from '../../app/api/client';
import type { Field, Table } from '../../lib/table';
import { keysOf, queriesOf } from './attentionKinds';
import { absentOf } from './mask';
import { THUMB_CELLS } from './patterns.svelte';

/**
 * Reads each layer's pictures as 32-bit floats. Where a cell is a window of tokens, its weight is the largest in it. Cells that are not
 * there, ahead of their query or beyond a window, have no row.
 */
export async function picturesTable(api: Client, trace: TraceAnswer, map: AttentionMap): Promise<Table> {
  const [perQuery = 1, perKey = 1] = [queriesOf(trace, map), keysOf(trace, map)].map(({ length }) =>
    Math.ceil(length / THUMB_CELLS),
  );
  const rows: Field[][] = [];
  for (const [layer, site] of map.patterns.entries()) {
    if (site === null) continue;
    const { shape, data } = await api.tensor(trace.id, { site, pool: THUMB_CELLS });
    const [heads = 0, queries = 0, keys = 0] = shape;
    const absent = absentOf(map, layer);
    for (let head = 0, at = 0; head < heads; head++)
      for (let query = 0; query < queries; query++)
        for (let key = 0; key < keys; key++, at++)
          if (!absent(query * perQuery, key * perKey, perQuery, perKey))
            rows.push([layer, head, query * perQuery, key * perKey, data[at] ?? null]);
  }
  const of = (per: number) => (per > 1 ? `, first of ${per}` : '');
  const weight = perQuery * perKey > 1 ? 'largest weight' : 'weight';
  return { columns: ['layer', 'head', `query${of(perQuery)}`, `key${of(perKey)}`, weight], rows };
}
