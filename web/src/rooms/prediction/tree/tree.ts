/**
 * A tree of continuations: branches, each of which begins after some tokens of another one, or after the text.
 *
 * Two continuations that begin alike share what they have in common. Values are never changed: each function gives a new tree.
 */
import { KNOBS, type Choosing } from '../knobs';

/** The ways in which continuations are written, and the most tokens that are written at once. */
export const WAYS = ['greedy', 'chance'] as const;
export const MOST = 4096;

export interface Branch {
  /** On which branch it begins (−1: the text), and how many tokens of that one are before. */
  on: number;
  place: number;
  ids: readonly number[];
  choosing: Choosing;
  name: string;
}

export type Tree = readonly Branch[];

/** Where in a tree: a branch, and how many of its tokens are before. */
export interface Place {
  branch: number;
  place: number;
}

export const START: Place = { branch: -1, place: 0 };

/** The one name of a place: before the first token of a branch is where the branch begins. */
export function home(tree: Tree, at: Place): Place {
  const branch = tree[at.branch];
  if (!branch) return START;
  return at.place === 0 ? home(tree, { branch: branch.on, place: branch.place }) : at;
}

export const isPlace = (tree: Tree, { branch, place }: Place): boolean =>
  branch === -1 ? place === 0 : place >= 0 && place <= (tree[branch]?.ids.length ?? -1);

/** The ids from the text to a place. */
export function pathTo(tree: Tree, at: Place): number[] {
  const branch = tree[at.branch];
  if (!branch) return [];
  return [...pathTo(tree, { branch: branch.on, place: branch.place }), ...branch.ids.slice(0, at.place)];
}

/** Where a token leads that was written after a place; null if it was not. */
export function child(tree: Tree, at: Place, id: number): Place | null {
  const from = home(tree, at);
  if (tree[from.branch]?.ids[from.place] === id) return { branch: from.branch, place: from.place + 1 };
  const branch = tree.findIndex(
    ({ on, place, ids }) => on === from.branch && place === from.place && ids.length > 0 && ids[0] === id,
  );
  return branch < 0 ? null : { branch, place: 1 };
}

/** The tree with a token after a place: along what is there, on at the end of a branch, or in a new branch. */
export function put(tree: Tree, at: Place, id: number, choosing: Choosing): { tree: Tree; at: Place } {
  const known = child(tree, at, id);
  if (known) return { tree, at: known };
  const from = home(tree, at);
  const end = tree[from.branch];
  if (end && from.place === end.ids.length && alike(end.choosing, choosing)) {
    const longer = { ...end, ids: [...end.ids, id] };
    return { tree: tree.with(from.branch, longer), at: { branch: from.branch, place: from.place + 1 } };
  }
  const branch: Branch = { on: from.branch, place: from.place, ids: [id], choosing, name: '' };
  return { tree: [...tree, branch], at: { branch: tree.length, place: 1 } };
}

/** The tree without a branch and all that begin on it; and which branches are left, by their old numbers. */
export function without(tree: Tree, branch: number): { tree: Tree; left: number[] } {
  const gone = new Set([branch]);
  tree.forEach(({ on }, number) => gone.has(on) && gone.add(number));
  const left = tree.map((_, number) => number).filter((number) => !gone.has(number));
  return {
    tree: left.map((number) => ({ ...tree[number]!, on: tree[number]!.on < 0 ? -1 : left.indexOf(tree[number]!.on) })),
    left,
  };
}

/** All branches as they are drawn: each beneath the one on which it begins, later places first, as a section is read upwards. */
export function drawn(tree: Tree, on = -1, depth = 0): { branch: number; depth: number }[] {
  return tree
    .map((branch, number) => ({ ...branch, number }))
    .filter((branch) => branch.on === on)
    .sort((a, b) => a.place - b.place || a.number - b.number)
    .flatMap(({ number }) => [{ branch: number, depth }, ...drawn(tree, number, depth + 1)]);
}

export const alike = (one: Choosing, other: Choosing): boolean =>
  (one.temperature === 0 || one.seed === other.seed) && KNOBS.every(({ key }) => one[key] === other[key]);
