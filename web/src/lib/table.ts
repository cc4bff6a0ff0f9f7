/** Numbers as a table that any program reads. */

/** A value that is not there (a key ahead of its query, say) is null and becomes an empty field. */
export type Field = string | number | null;

export interface Table {
  columns: readonly string[];
  rows: Iterable<readonly Field[]>;
}

/** Comma-separated values as RFC 4180 has them, under lines of origin that begin with `#`. Numbers keep every digit of a 32-bit float. */
export function csv({ columns, rows }: Table, origin: readonly string[]): string {
  const lines = origin.map((line) => `# ${line.replace(/[\r\n]+/g, ' ')}`);
  lines.push(columns.map(field).join(','));
  for (const row of rows) lines.push(row.map(field).join(','));
  return lines.join('\r\n') + '\r\n';
}

function field(value: Field): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : '';
  return /[",\r\n#]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A matrix as one row a cell would be long: a row for each of its rows, its items named. */
export function matrixTable(
  corner: string,
  rows: readonly string[],
  columns: readonly string[],
  valueAt: (row: number, column: number) => number | null,
): Table {
  return {
    columns: [corner, ...columns],
    rows: rows.map((name, row) => [name, ...columns.map((_, column) => valueAt(row, column))]),
  };
}
