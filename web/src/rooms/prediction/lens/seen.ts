/** What the grid of the present text shows, for the explanation beside it: told only of cells that have come. */
import type { LensSeen } from '../../../explanations/lens';
import type { Cells } from './cells';
import { quoted } from '../../../lib/tokens';

export function seenIn(cells: Cells): LensSeen {
  return { embedding: embeddingOf(cells), answer: answerOf(cells) };
}

/** How many positions' lowest row names another token than the one that stands there. */
function embeddingOf(cells: Cells): LensSeen['embedding'] {
  const row = cells.rows.findIndex(({ place }) => place === 'embedding');
  if (row < 0) return null;
  let other = 0;
  for (const [column, token] of cells.columns.entries()) {
    const cell = cells.at(row, column);
    if (!cell) return null;
    if (cell.id !== token.id) other += 1;
  }
  return { other, all: cells.columns.length };
}

/** From which layer on the last position's answer is the most probable token of each block's row, up to the top. */
function answerOf(cells: Cells): LensSeen['answer'] {
  const column = cells.columns.length - 1;
  const rows = cells.rows.flatMap(({ place }, row) => (place === 'post' || place === 'embedding' ? [row] : []));
  const read = rows.map((row) => cells.at(row, column));
  const top = read.at(-1);
  const token = top && cells.tokens.get(top.id);
  if (!top || !token || read.some((cell) => !cell)) return null;
  const leads = read.map((cell) => cell?.id === top.id);
  const last = leads.lastIndexOf(false);
  const from = cells.rows[rows[last + 1] ?? 0];
  const layer = !from || from.place === 'embedding' ? -1 : from.layer;
  return { token: quoted(token), layer, earlier: leads.slice(0, Math.max(0, last)).some(Boolean) };
}
