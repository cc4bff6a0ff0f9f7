import { describe, expect, it } from 'vitest';
import type { Choosing } from '../knobs';
import { digests, format } from './address';
import { put, START, type Place, type Tree } from './tree';
import { rootOf, wayTo } from './trunk';

const GREEDY: Choosing = { temperature: 0, topk: 0, topp: 1, minp: 0, typical: 1, penalty: 1, seed: 0 };
const TEXT = { model: 'smollm2', text: 'Once', target: '', appended: [40] };

const written = (tree: Tree, at: Place, ids: number[]): Tree =>
  ids.reduce((so, id) => put(so.tree, so.at, id, GREEDY), { tree, at }).tree;
const tree = written(written([], START, [1, 2, 3]), { branch: 0, place: 2 }, [9, 8]);
const word = format(digests(TEXT).at(-1)!, tree);
const longer = (...ids: number[]) => ({ ...TEXT, appended: [40, ...ids] });

describe('the text’s own way through a tree', () => {
  it('is empty for the text that the tree follows', () => {
    expect(rootOf(TEXT, word)).toEqual({ root: TEXT, trunk: [] });
  });

  it('goes along branches for a text that has their tokens', () => {
    expect(rootOf(longer(1, 2, 9), word)).toEqual({
      root: TEXT,
      trunk: [
        { branch: 0, place: 1 },
        { branch: 0, place: 2 },
        { branch: 1, place: 1 },
      ],
    });
  });

  it('is not there for a text that the tree does not lead to', () => {
    expect(rootOf(longer(1, 7), word)).toEqual({ root: longer(1, 7), trunk: [] });
    expect(rootOf({ ...TEXT, text: 'Two' }, word).trunk).toEqual([]);
    expect(rootOf(longer(1), '')).toEqual({ root: longer(1), trunk: [] });
  });

  it('counts the tokens of each branch on the way', () => {
    expect([...wayTo(tree, { branch: 1, place: 1 })]).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect([...wayTo(tree, null)]).toEqual([]);
  });
});
