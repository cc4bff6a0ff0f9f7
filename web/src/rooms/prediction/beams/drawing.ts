/** Where a beam is drawn, in pixels: a column a step behind that of the text, a row a beam. */
import type { Place } from './beams';

export const COLUMN = 136;
export const ROW = 50;
/** The line that names the steps. */
export const HEAD = 28;
/** The most that a token takes of its column. */
export const CHIP = 100;
/** From the top of a row to the middle of its token. */
const MIDDLE = 13;

/** A line from the token that a beam goes on from to its own; what a token covers of it is not seen. */
export function lineOf({ step, row, parent }: Place & { parent: Place | null }): string {
  const [from, to] = [(parent?.row ?? 0) * ROW + MIDDLE, row * ROW + MIDDLE];
  const start = step * COLUMN;
  const [leaves, arrives] = [start + CHIP, start + COLUMN];
  const half = (leaves + arrives) / 2;
  return `M${start + 4} ${from}H${leaves}C${half} ${from} ${half} ${to} ${arrives} ${to}`;
}
