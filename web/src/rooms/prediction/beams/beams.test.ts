import { describe, expect, it } from 'vitest';
import type { BeamCandidate, BeamStep } from '../../../app/api/types';
import { ancestry, columnsOf, droppedAt, endOf, moved, written } from './beams';
import { COLUMN, lineOf, ROW } from './drawing';
import { tableOf } from './table';

type Fate = 'kept' | 'ended' | 'dropped';

const candidate = (beam: number, id: number, score: number, fate: Fate, to: number | null = null): BeamCandidate => ({
  beam,
  id,
  score,
  fate,
  to,
  text: `t${id}`,
  bytes: '',
  special: id === 0,
  ends: id === 0,
  probability: 0.5,
});
const step = (at: number, ...candidates: BeamCandidate[]): BeamStep => ({
  step: at,
  candidates,
  found: [],
  seconds: 1,
});

/** Two beams: the second of the first step is overtaken; token 0 ends the text in the second; the third is the last. */
const STEPS = [
  step(0, candidate(0, 1, -1, 'kept', 0), candidate(0, 2, -2, 'kept', 1), candidate(0, 3, -3, 'dropped')),
  step(
    1,
    candidate(0, 0, -1.5, 'ended'),
    candidate(0, 4, -1.7, 'kept', 0),
    candidate(1, 0, -2.1, 'dropped'),
    candidate(0, 5, -2.2, 'kept', 1),
  ),
  step(2, candidate(1, 6, -2.5, 'ended'), candidate(1, 7, -2.6, 'ended'), candidate(0, 8, -4, 'dropped')),
];
const columns = columnsOf(STEPS);
const beam = (step: number, row: number) => columns[step]![row]!;

describe('columns', () => {
  it('have the kept beams in their places and the ended ones below', () => {
    expect(columns.map((column) => column.map(({ id }) => id))).toEqual([
      [1, 2],
      [4, 5, 0],
      [6, 7],
    ]);
    expect(columns.flat().every(({ step, row }) => columns[step]![row]!.row === row)).toBe(true);
  });

  it('follow each beam back to the text', () => {
    expect(ancestry(beam(2, 1)).map(({ id }) => id)).toEqual([1, 5, 7]);
    expect(ancestry(null)).toEqual([]);
  });

  it('mark what nothing goes on from, and what leads to nothing', () => {
    expect(
      columns
        .flat()
        .filter(({ lost }) => lost)
        .map(({ id }) => id),
    ).toEqual([2, 4]);
    expect(
      columns
        .flat()
        .filter(({ alive }) => !alive)
        .map(({ id }) => id),
    ).toEqual([2, 4]);
  });

  it('count the newest step as alive while more is to come', () => {
    const growing = columnsOf(STEPS.slice(0, 2));
    expect(
      growing
        .flat()
        .filter(({ lost }) => lost)
        .map(({ id }) => id),
    ).toEqual([2]);
  });

  it('tell a text that ended from one that was cut at the last step', () => {
    expect(endOf(beam(1, 2))).toBe('text');
    expect(endOf(beam(2, 0))).toBe('limit');
    expect(endOf({ ...beam(2, 0), ends: true })).toBe('text');
    expect([endOf(beam(1, 0)), endOf(beam(1, 1))]).toEqual(['lost', null]);
  });
});

it('finds a continuation by its tokens, and no other that begins like it', () => {
  expect(written(columns, [1, 5, 6])).toEqual([beam(0, 0), beam(1, 1), beam(2, 0)]);
  expect(written(columns, [1, 0])).toEqual([beam(0, 0), beam(1, 2)]);
  expect(written(columns, [1, 9])).toEqual([beam(0, 0)]);
});

describe('what a step let go', () => {
  it('is below the lowest that it kept, or would have ended the text too late', () => {
    const { dropped, lowest, fate } = droppedAt(STEPS, columns, 1);
    expect([lowest, fate]).toEqual([-2.2, 'kept']);
    expect(dropped.map(({ id, late, parent }) => [id, late, parent?.id])).toEqual([[0, true, 2]]);
    expect(droppedAt(STEPS, columns, 0).dropped.map(({ late }) => late)).toEqual([false]);
  });

  it('is held against what ended in the last step', () => {
    expect(droppedAt(STEPS, columns, 2)).toMatchObject({ lowest: -2.6, fate: 'ended', dropped: [{ id: 8 }] });
  });
});

describe('arrow keys', () => {
  const to = (key: string, step: number, row: number) => {
    const place = moved(key, { step, row }, columns);
    return place && [place.step, place.row];
  };

  it('go up and down within a step', () => {
    expect(to('ArrowDown', 1, 1)).toEqual([1, 2]);
    expect(to('ArrowDown', 1, 2)).toEqual([1, 2]);
    expect(to('ArrowUp', 1, 0)).toEqual([1, 0]);
    expect(to('PageDown', 1, 0)).toEqual([1, 2]);
    expect(to('PageUp', 1, 2)).toEqual([1, 0]);
  });

  it('go left and right along a beam', () => {
    expect(to('ArrowLeft', 2, 0)).toEqual([1, 1]);
    expect(to('ArrowRight', 1, 1)).toEqual([2, 0]);
    expect(to('ArrowLeft', 0, 1)).toEqual([0, 1]);
  });

  it('do not get stuck where a beam ends', () => {
    expect(to('ArrowRight', 1, 2)).toEqual([2, 1]);
    expect(to('ArrowRight', 2, 1)).toEqual([2, 1]);
  });

  it('know the first and the last step, and no other key', () => {
    expect(to('Home', 2, 1)).toEqual([0, 1]);
    expect(to('End', 1, 2)).toEqual([2, 1]);
    expect(to('Enter', 0, 0)).toBeNull();
  });
});

it('draws a line from the token before to the token', () => {
  const numbers = (beam: Parameters<typeof lineOf>[0]) =>
    lineOf(beam)
      .match(/[\d.]+/g)!
      .map(Number);
  const line = numbers(beam(1, 1));
  expect(line.at(-2)).toBe(2 * COLUMN);
  expect(line.at(-1)! - line[1]!).toBe(ROW);
  expect(numbers(beam(0, 1))[0]).toBeLessThan(COLUMN);
});

it('is kept as a row a candidate', () => {
  const { columns: names, rows } = tableOf(STEPS);
  const all = [...rows];
  expect(all).toHaveLength(10);
  expect(all.every((row) => row.length === names.length)).toBe(true);
  expect(all[3]).toEqual([2, 1, 0, 't0', 0.5, -1.5, 'ended', null]);
});
