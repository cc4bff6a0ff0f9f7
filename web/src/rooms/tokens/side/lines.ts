/**
 * A text on a grid of equal cells, cut into lines: what a reader sees as one character has one cell, or as many as it is wide. All
 * tokenizers share the grid, so that the same characters stand above each other.
 */
import { glyphs } from '../../../lib/tokens';
import { Clusters, mayCombine } from '../read/clusters';

export interface Line {
  readonly start: number;
  readonly end: number;
}

export interface Cell {
  readonly start: number;
  readonly end: number;
  /** The first of its columns, and how many it has. */
  readonly column: number;
  readonly width: number;
  /** What is drawn. */
  readonly text: string;
  /** It stands for something that can't be seen. */
  readonly sign: boolean;
}

/** How many cells something is wide that is drawn. */
export type WidthOf = (drawn: string) => number;

/** Cuts a text into lines of at most `columns` cells; a newline ends one. */
export function linesOf(text: string, columns: number, widthOf: WidthOf): Line[] {
  const clusters = new Clusters(text);
  const lines: Line[] = [];
  let [start, column] = [0, 0];
  for (let at = 0; at < text.length;) {
    const end = endOf(text, at, clusters);
    const code = text.charCodeAt(at);
    const wide = plain(code) && end === at + 1 ? 1 : widthOf(drawn(text.slice(at, end)).text);
    if (column && column + wide > columns) {
      lines.push({ start, end: at });
      [start, column] = [at, 0];
    }
    column += wide;
    at = end;
    if (text[end - 1] === '\n') {
      lines.push({ start, end });
      [start, column] = [end, 0];
    }
  }
  if (start < text.length) lines.push({ start, end: text.length });
  return lines;
}

/** The cells of one line. */
export function cellsOf(text: string, line: Line, widthOf: WidthOf): Cell[] {
  const clusters = new Clusters(text);
  const cells: Cell[] = [];
  let column = 0;
  for (let at = line.start; at < line.end;) {
    const end = Math.min(endOf(text, at, clusters), line.end);
    const shown = drawn(text.slice(at, end));
    const width = widthOf(shown.text);
    cells.push({ start: at, end, column, width, ...shown });
    column += width;
    at = end;
  }
  return cells;
}

/** The cell that has the character at `offset`; the last one where all end before it. */
export function cellAt(cells: readonly Cell[], offset: number): number {
  let [low, high] = [0, cells.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The number of the line that has the character at `offset`. */
export function lineAt(lines: readonly Line[], offset: number): number {
  let [low, high] = [0, Math.max(0, lines.length - 1)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

const plain = (code: number): boolean => code === 10 || (code >= 32 && code < 127);

const endOf = (text: string, at: number, clusters: Clusters): number =>
  mayCombine(text, at + 1) ? Math.max(at + 1, clusters.at(at).end) : at + 1;

/** A character, or the signs for one that can't be seen. What is put together from several is drawn as it is. */
function drawn(cluster: string): { text: string; sign: boolean } {
  if (cluster === '\r\n') return { text: '␍⏎', sign: true };
  if (cluster.length > 2 || (cluster.length === 2 && cluster.codePointAt(0)! <= 0xffff))
    return { text: cluster, sign: false };
  const [only] = glyphs({ text: cluster, bytes: '' });
  return only ? { text: only.text, sign: only.kind !== 'plain' } : { text: cluster, sign: false };
}
