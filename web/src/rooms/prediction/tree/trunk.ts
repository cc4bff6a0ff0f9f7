/**
 * The text's own way through a tree.
 *
 * A tree follows the text as it was when it was begun. Once a branch was used as the text, the text has more tokens than that: they are
 * tokens of the tree, and the tree stays.
 */
import type { TextRequest } from '../../../app/api/types';
import { digests, parse } from './address';
import { child, START, type Place, type Tree } from './tree';

export interface Rooted {
  /** The text that the tree follows. */
  root: TextRequest;
  /** The place after each token that the text has beyond that. */
  trunk: readonly Place[];
}

/** Where the tree of an address begins, for a text; a tree that does not lead to the text is of another one, and none is shown. */
export function rootOf(request: TextRequest, word: string): Rooted {
  const appended = request.appended ?? [];
  for (const [count, digest] of [...digests(request).entries()].reverse()) {
    const tree = parse(word, digest);
    const trunk = tree && along(tree, appended.slice(count));
    if (trunk) return { root: { ...request, appended: appended.slice(0, count) }, trunk };
  }
  return { root: request, trunk: [] };
}

/** The place after each of these tokens; null where the tree does not have them all. */
function along(tree: Tree, ids: readonly number[]): Place[] | null {
  const found: Place[] = [];
  for (const id of ids) {
    const at = child(tree, found.at(-1) ?? START, id);
    if (!at) return null;
    found.push(at);
  }
  return found;
}

/** How many tokens of each branch are on the way to a place. */
export function wayTo(tree: Tree, at: Place | null): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (let now = at; now && now.branch >= 0;) {
    found.set(now.branch, now.place);
    const { on, place } = tree[now.branch]!;
    now = { branch: on, place };
  }
  return found;
}
