/** One line of the grid under one tokenizer: boxes from cell to cell, one a token; tokens that share a character share a box. */
import type { Cut } from './cut';
import { cellAt, type Cell } from './lines';

export interface Segment {
  /** Cells from `from` to before `to` of the line. */
  readonly from: number;
  readonly to: number;
  /** Tokens from `first` to `last`; −1 where no token stands for these characters. */
  readonly first: number;
  readonly last: number;
  /** It began on the line before, or goes on in the next. */
  readonly begun: boolean;
  readonly goesOn: boolean;
}

/** The boxes of a line, and between them what no token stands for. */
export function segmentsOf(cut: Cut, cells: readonly Cell[]): Segment[] {
  const [start, end] = [cells[0]?.start ?? 0, cells.at(-1)?.end ?? 0];
  const boxes: Segment[] = [];
  const within = cut.within(start, end);
  for (let at = within.from; at < within.to; at++) {
    const [begins, ends] = [cut.starts[at]!, cut.ends[at]!];
    if (begins === ends) continue;
    const from = cellAt(cells, Math.max(begins, start));
    const to = cellAt(cells, Math.min(ends, end) - 1) + 1;
    const last = boxes.at(-1);
    const goesOn = ends > end;
    if (last && from < last.to)
      boxes[boxes.length - 1] = { ...last, to: Math.max(to, last.to), last: at, goesOn: last.goesOn || goesOn };
    else boxes.push({ from, to, first: at, last: at, begun: begins < start, goesOn });
  }
  return withGaps(boxes, cells.length);
}

function withGaps(boxes: readonly Segment[], length: number): Segment[] {
  const all: Segment[] = [];
  let next = 0;
  const gap = (to: number) => {
    if (to > next) all.push({ from: next, to, first: -1, last: -1, begun: false, goesOn: false });
  };
  for (const box of boxes) {
    gap(box.from);
    all.push(box);
    next = box.to;
  }
  gap(length);
  return all;
}

/** What is drawn of some cells: runs of characters that are as wide as their cells, and others, each in a box of its own width. */
export interface Run {
  readonly text: string;
  readonly sign: boolean;
  /** How many cells it has to fill; null where the font does that by itself. */
  readonly width: number | null;
}

export function runsOf(cells: readonly Cell[], fits: (cell: Cell) => boolean): Run[] {
  const runs: Run[] = [];
  for (const cell of cells) {
    const { text, sign, width } = cell;
    const last = runs.at(-1);
    if (!fits(cell)) runs.push({ text, sign, width });
    else if (last && last.width === null && last.sign === sign)
      runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ text, sign, width: null });
  }
  return runs;
}
