import { describe, expect, it } from 'vitest';
import type { LensAnswer, LensRow, LensToken, Token, TraceAnswer } from '../../../app/api/types';
import { Cells } from './cells';
import { seenIn } from './seen';

const rows: LensRow[] = [
  { site: 'embedding', layer: 0, place: 'embedding', added: [] },
  ...[0, 1, 2].flatMap((layer): LensRow[] => [
    { site: `mid ${layer}`, layer, place: 'mid', added: ['attention'] },
    { site: `post ${layer}`, layer, place: 'post', added: ['MLP'] },
  ]),
];
const token = (id: number) => ({ id, text: `t${id}`, bytes: '', special: false }) as unknown as LensToken & Token;
const trace = (ids: number[]) => ({ id: 'a', tokens: ids.map(token), target: [] as Token[] }) as unknown as TraceAnswer;

/** A grid of the tokens `standing`, each row's most probable ones given by its site. */
function grid(standing: number[], best: Record<string, number[]>): Cells {
  const cells = new Cells(trace(standing), rows, null);
  const sites = Object.keys(best);
  const ids = Object.values(best);
  const nought = ids.map((row) => row.map(() => 0));
  cells.put({
    ...{ rows: sites, start: 0, ids, probabilities: nought, entropy: nought, ranks: nought },
    ...{ followed: standing, followed_probabilities: nought },
    tokens: Object.fromEntries([...ids.flat(), ...standing].map((id) => [id, token(id)])),
  } as LensAnswer);
  return cells;
}

describe('what the lens shows', () => {
  it('is how many of the lowest row name another token', () => {
    expect(seenIn(grid([1, 2, 3], { embedding: [1, 9, 3] })).embedding).toEqual({ other: 1, all: 3 });
    expect(seenIn(grid([1, 2], { 'post 0': [1, 2] })).embedding).toBeNull();
  });
  it.each([
    ['the last layer alone', [4, 5, 6, 7], { layer: 2, earlier: false }],
    ['a layer on the way', [4, 5, 7, 7], { layer: 1, earlier: false }],
    ['where it was overtaken for a while', [7, 7, 5, 7], { layer: 2, earlier: true }],
    ['where the embedding names it and the first layer does not', [7, 5, 7, 7], { layer: 1, earlier: true }],
    ['every row', [7, 7, 7, 7], { layer: -1, earlier: false }],
    ['layer 0, but not the embedding', [5, 7, 7, 7], { layer: 0, earlier: false }],
  ])('is from which layer on the answer leads: %s', (_, column, answer) => {
    const [embedding, ...posts] = column.map((id) => [1, id]);
    const best = { embedding: embedding!, ...Object.fromEntries(posts.map((row, i) => [`post ${i}`, row])) };
    expect(seenIn(grid([1, 2], best)).answer).toEqual({ token: '‘t7’', ...answer });
  });
  it('says nothing of an answer before all of its column is there', () => {
    expect(seenIn(grid([1, 2], { embedding: [1, 7], 'post 0': [1, 7], 'post 2': [1, 7] })).answer).toBeNull();
  });
  it('does not read what stands between attention and MLP', () => {
    const best = { embedding: [7], 'mid 0': [5], 'post 0': [7], 'mid 1': [5], 'post 1': [7], 'post 2': [7] };
    expect(seenIn(grid([1], best)).answer).toMatchObject({ layer: -1, earlier: false });
  });
});
