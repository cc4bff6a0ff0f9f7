/**
 * A tree as a word of the address, and back.
 *
 * `text~branch~branch…`: a digest of the text that it follows, then for each branch `on.place_settings_ids_name`, with ids in base 36. What can't be
 * read is left out, with all that begins on it.
 */
import type { TextRequest } from '../../../app/api/types';
import { KNOBS, read, readSeed, type Choosing } from '../knobs';
import type { Branch, Tree } from './tree';

export function format(digest: string, tree: Tree): string {
  return [digest, ...tree.map(formatBranch)].join('~');
}

/** Null for a tree of another text. */
export function parse(word: string, digest: string): Tree | null {
  const [of, ...branches] = word.split('~');
  if (of !== digest) return null;
  const numbers = new Map([[-1, -1]]);
  const tree: Branch[] = [];
  branches.forEach((said, number) => {
    const branch = parseBranch(said);
    const on = branch && numbers.get(branch.on);
    if (!branch || on === undefined || on === null) return;
    if (on >= 0 ? branch.place > tree[on]!.ids.length : branch.place > 0) return;
    numbers.set(number, tree.length);
    tree.push({ ...branch, on });
  });
  return tree;
}

/** Digits that tell a text from others, with the first none, one, two … of its appended tokens. */
export function digests({ model, text, target, appended = [] }: TextRequest): string[] {
  let hash = hashed(BASIS, `${[model, text, target ?? ''].join('\u0000')}\u0000`);
  const told = () => (hash >>> 0).toString(36);
  return [told(), ...appended.map((id, at) => ((hash = hashed(hash, `${at ? '.' : ''}${id}`)), told()))];
}

/** FNV-1a, over what was hashed before and a text. */
function hashed(hash: number, text: string): number {
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash;
}

const BASIS = 0x811c9dc5;

function formatBranch({ on, place, ids, choosing, name }: Branch): string {
  const from = on < 0 ? 'x' : `${on}.${place}`;
  const settings = KNOBS.filter(({ key, neutral }) => choosing[key] !== neutral).map(
    ({ key, letter }) => `${letter}${choosing[key]}`,
  );
  const seed = choosing.temperature === 0 ? [] : [`s${choosing.seed}`];
  const called = encodeURIComponent(name).replace(/[_~]/g, (sign) => (sign === '_' ? '%5F' : '%7E'));
  return [from, [...settings, ...seed].join('-'), ids.map((id) => id.toString(36)).join('.'), called].join('_');
}

function parseBranch(said: string): Branch | null {
  const [from = '', settings = '', ids = '', name = ''] = said.split('_');
  const [on, place] = from === 'x' ? [-1, 0] : from.split('.').map((part) => natural(part, 10));
  const numbers = ids.split('.').map((id) => natural(id, 36));
  if (on === undefined || place === undefined || [on, place, ...numbers].some((each) => each === null)) return null;
  return { on: on!, place: place!, ids: numbers as number[], choosing: parseSettings(settings), name: called(name) };
}

function parseSettings(said: string): Choosing {
  const words = new Map(said.split('-').map((word) => [word.slice(0, 1), word.slice(1)]));
  const found = KNOBS.map((knob) => [knob.key, read(knob, words.get(knob.letter) ?? '') ?? knob.neutral]);
  return { ...Object.fromEntries(found), seed: readSeed(words.get('s') ?? '') ?? 0 } as Choosing;
}

function called(name: string): string {
  try {
    return decodeURIComponent(name).slice(0, 200);
  } catch {
    return '';
  }
}

const natural = (word: string, base: number): number | null =>
  (base === 36 ? /^[0-9a-z]{1,6}$/ : /^\d{1,6}$/).test(word) ? parseInt(word, base) : null;
