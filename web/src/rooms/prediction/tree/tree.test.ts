import { describe, expect, it } from 'vitest';
import type { Choosing } from '../knobs';
import { digests, format, parse } from './address';
import { child, drawn, home, isPlace, pathTo, put, START, without, type Place, type Tree } from './tree';

const GREEDY: Choosing = { temperature: 0, topk: 0, topp: 1, minp: 0, typical: 1, penalty: 1, seed: 0 };
const DRAWN: Choosing = { ...GREEDY, temperature: 0.8, topp: 0.95, seed: 12 };

function written(tree: Tree, at: Place, ids: number[], choosing = GREEDY): { tree: Tree; at: Place } {
  return ids.reduce((so, id) => put(so.tree, so.at, id, choosing), { tree, at });
}

const one = written([], START, [1, 2, 3, 4]).tree;
const two = written(one, { branch: 0, place: 2 }, [9, 8], DRAWN).tree;
const three = written(two, { branch: 1, place: 1 }, [7]).tree;

describe('a tree of continuations', () => {
  it('goes on at the end of a branch and begins another elsewhere', () => {
    expect(one).toMatchObject([{ on: -1, place: 0, ids: [1, 2, 3, 4] }]);
    expect(two[1]).toMatchObject({ on: 0, place: 2, ids: [9, 8], choosing: DRAWN });
    expect(three[2]).toMatchObject({ on: 1, place: 1, ids: [7] });
  });

  it('follows what is there already', () => {
    expect(written(two, START, [1, 2, 9, 8, 5], DRAWN)).toMatchObject({
      at: { branch: 1, place: 3 },
      tree: [{ ids: [1, 2, 3, 4] }, { ids: [9, 8, 5] }],
    });
    expect(written(two, START, [1, 2, 3])).toEqual({ tree: two, at: { branch: 0, place: 3 } });
  });

  it('begins a branch where tokens are chosen in another way', () => {
    expect(written(one, { branch: 0, place: 4 }, [5], DRAWN).tree[1]).toMatchObject({ on: 0, place: 4, ids: [5] });
  });

  it('knows the tokens before a place', () => {
    expect(pathTo(three, { branch: 2, place: 1 })).toEqual([1, 2, 9, 7]);
    expect(pathTo(three, START)).toEqual([]);
    expect(home(three, { branch: 2, place: 0 })).toEqual({ branch: 1, place: 1 });
    expect(child(three, { branch: 1, place: 0 }, 3)).toEqual({ branch: 0, place: 3 });
    expect(child(three, START, 5)).toBeNull();
    expect(isPlace(three, { branch: 1, place: 2 })).toBe(true);
    expect(isPlace(three, { branch: 1, place: 3 })).toBe(false);
  });

  it('loses a branch with all that begin on it', () => {
    const more = written(three, START, [6]).tree;
    const left = without(more, 1);
    expect(left.left).toEqual([0, 3]);
    expect(left.tree).toMatchObject([{ ids: [1, 2, 3, 4] }, { on: -1, ids: [6] }]);
  });

  it('is drawn with each branch beneath the one on which it begins', () => {
    expect(drawn(written(three, START, [6]).tree)).toEqual([
      { branch: 0, depth: 0 },
      { branch: 1, depth: 1 },
      { branch: 2, depth: 2 },
      { branch: 3, depth: 0 },
    ]);
  });
});

describe('the address of a tree', () => {
  const named = three.with(1, { ...three[1]!, name: 'a ~ b_c — ü' });

  it('holds branches, seeds, settings and names', () => {
    expect(parse(format('abc', named), 'abc')).toEqual(named);
  });

  it('is of one text', () => {
    const [digest = '', longer] = digests({ model: 'smollm2', text: 'one', target: '', appended: [7] });
    expect(longer).not.toBe(digest);
    expect(digests({ model: 'smollm2', text: 'on', target: 'e', appended: [] })).not.toContain(digest);
    expect(parse(format(digest, named), 'other')).toBeNull();
  });

  it('leaves out what it can’t read, and what begins on that', () => {
    expect(parse('abc~x__1.2_~0.9__5_~1.1__6_~nonsense~0.1__7_', 'abc')).toMatchObject([
      { on: -1, ids: [1, 2] },
      { on: 0, place: 1, ids: [7] },
    ]);
  });
});
