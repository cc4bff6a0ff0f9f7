/** The steps of a piece as a table: what the view exports. */
import type { ReplayPiece, ReplaySymbol } from '../../../app/api/types';
import type { Field, Table } from '../../../lib/table';

const COLUMNS = ['step', 'what', 'start', 'end', 'left', 'right', 'makes', 'id', 'rank', 'score'] as const;

type Row = Partial<Record<Exclude<(typeof COLUMNS)[number], 'step'>, Field>>;

/** Places are first symbols in byte-pair encoding and characters in all else. */
export function tableOf(piece: ReplayPiece, symbols: ReadonlyMap<number, ReplaySymbol>): Table {
  const text = (id: number) => symbols.get(id)?.text ?? '';
  const rows = rowsOf(piece, text);
  return {
    columns: COLUMNS,
    rows: rows.map((row, step) => COLUMNS.map((column) => (column === 'step' ? step : (row[column] ?? null)))),
  };
}

function rowsOf({ word, ids, text: read }: ReplayPiece, text: (id: number) => string): Row[] {
  const characters = [...read];
  const tokens = ids.map((id): Row => ({ what: 'token', makes: text(id), id }));
  switch (word?.kind) {
    case 'merged':
      return [
        ...word.symbols.map((id, i): Row => ({ what: 'symbol', start: i, end: i + 1, makes: text(id), id })),
        ...word.merges.map(({ start, end, left, right, id, rank }): Row => ({
          what: 'merge',
          start,
          end,
          left: text(left),
          right: text(right),
          makes: text(id),
          id,
          rank,
        })),
        ...tokens,
      ];
    case 'matched':
      return [
        ...word.searches.flatMap(({ start, tried, id }) =>
          tried.map((makes, i): Row => {
            const found = id !== null && i === tried.length - 1;
            return { what: found ? 'found' : 'tried', start, end: characters.length - i, makes, id: found ? id : null };
          }),
        ),
        ...tokens,
      ];
    case 'best':
      return [
        ...word.lattice.map(({ start, end, id, score }): Row => ({
          what: 'possible',
          start,
          end,
          makes: characters.slice(start, end).join(''),
          id,
          score,
        })),
        ...word.path.map(({ start, end, id, score }): Row => ({
          what: 'best',
          start,
          end,
          makes: characters.slice(start, end).join(''),
          id,
          score,
        })),
        ...tokens,
      ];
    default:
      return tokens;
  }
}
