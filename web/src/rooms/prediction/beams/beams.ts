/** The beams of a search as a drawing has them: a column a step, and from each beam the way back to the text. */
import type { BeamCandidate, BeamStep } from '../../../app/api/types';

/** Where a beam stands: the step, and the row within it. */
export interface Place {
  step: number;
  row: number;
}

/** A candidate that was kept or has ended. The kept ones stand in the rows that the search gives them, the ended ones below. */
export interface Beam extends BeamCandidate, Place {
  /** The beam that it goes on from; null for the text. */
  parent: Beam | null;
  /** The step after kept nothing that goes on from it. */
  lost: boolean;
  /** It is on the way to a beam that ended, or that is kept in the newest step. */
  alive: boolean;
}

export function columnsOf(steps: readonly BeamStep[]): Beam[][] {
  const columns: Beam[][] = [];
  for (const [step, { candidates }] of steps.entries()) {
    const before = columns.at(-1);
    const kept = candidates.filter(({ to }) => to !== null).sort((a, b) => a.to! - b.to!);
    const ended = candidates.filter(({ fate }) => fate === 'ended');
    columns.push(
      [...kept, ...ended].map((candidate, row) => {
        const parent = before?.[candidate.beam] ?? null;
        return { ...candidate, step, row, parent, lost: false, alive: false };
      }),
    );
  }
  for (const [step, column] of columns.entries()) {
    const after = columns[step + 1];
    for (const beam of column) {
      const goesOn = after === undefined || after.some(({ parent }) => parent === beam);
      beam.lost = beam.fate === 'kept' && !goesOn;
      if (beam.fate === 'ended' || after === undefined) for (const each of ancestry(beam)) each.alive = true;
    }
  }
  return columns;
}

/** How a beam comes to an end, if it does: with the text, at the last step that was allowed, or because none of its continuations was kept. */
export function endOf(beam: Beam): 'text' | 'limit' | 'lost' | null {
  if (beam.fate === 'ended') return beam.ends ? 'text' : 'limit';
  return beam.lost ? 'lost' : null;
}

/** The beams from the text to one, itself included. */
export function ancestry(beam: Beam | null): Beam[] {
  const found: Beam[] = [];
  for (let each = beam; each; each = each.parent) found.unshift(each);
  return found;
}

/** The beams that write these tokens, from the text on; fewer where one of them is not there. */
export function written(columns: readonly Beam[][], ids: readonly number[]): Beam[] {
  const found: Beam[] = [];
  for (const [step, id] of ids.entries()) {
    const parent = found.at(-1) ?? null;
    const last = step === ids.length - 1;
    const next = columns[step]?.find(
      (beam) => beam.id === id && beam.parent === parent && (beam.fate === 'ended') === last,
    );
    if (!next) break;
    found.push(next);
  }
  return found;
}

export interface Dropped extends BeamCandidate {
  /** The beam that it would have gone on from; null for the text. */
  parent: Beam | null;
  /** It scores more than one that was taken: it would end the text, which only the first of a step may. */
  late: boolean;
}

/** The candidates of a step that were let go, the best first; the lowest score of those that were not, and whether these were kept or ended. */
export function droppedAt(steps: readonly BeamStep[], columns: readonly Beam[][], step: number) {
  const candidates = steps[step]?.candidates ?? [];
  // In the last step that is allowed nothing is kept: every beam ends there.
  const fate = candidates.some((each) => each.fate === 'kept') ? 'kept' : 'ended';
  const taken = candidates.filter((each) => each.fate === fate);
  const lowest = taken.length ? Math.min(...taken.map(({ score }) => score)) : null;
  const dropped = candidates
    .filter(({ fate }) => fate === 'dropped')
    .map((each): Dropped => {
      const parent = columns[step - 1]?.[each.beam] ?? null;
      return { ...each, parent, late: lowest !== null && each.score > lowest };
    });
  return { dropped, lowest, fate } as const;
}

/** Where an arrow key leads: up and down within a step, left and right along a beam; Home and End to the first and last step of its row. */
export function moved(key: string, at: Place, columns: readonly Beam[][]): Place | null {
  const beam = columns[at.step]?.[at.row];
  if (!beam) return null;
  const within = (step: number, row: number): Place => ({
    step,
    row: Math.max(0, Math.min(row, (columns[step]?.length ?? 1) - 1)),
  });
  switch (key) {
    case 'ArrowUp':
      return within(at.step, at.row - 1);
    case 'ArrowDown':
      return within(at.step, at.row + 1);
    case 'PageUp':
      return within(at.step, 0);
    case 'PageDown':
      return within(at.step, Infinity);
    case 'ArrowLeft':
      return beam.parent ?? at;
    case 'ArrowRight':
      return (
        columns[at.step + 1]?.find(({ parent }) => parent === beam) ??
        within(Math.min(at.step + 1, columns.length - 1), at.row)
      );
    case 'Home':
      return within(0, at.row);
    case 'End':
      return within(columns.length - 1, at.row);
    default:
      return null;
  }
}
