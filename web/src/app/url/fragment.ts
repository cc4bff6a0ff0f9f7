/**
 * The URL fragment and the state of the page, each made from the other.
 *
 * `#/tokens?model=smollm2&text=The+cat&then=12.345&layer=3&head=5&at=4`. A room may keep words of its own beside these
 * (`view`). Every string survives the journey, lone surrogates too: they are written `%uD83D`, which a real percent sign
 * (always `%25`) can't be mistaken for.
 */
import { ruleOf, type Former, type Grammar } from './grammar';

export const ROOMS = ['tokens', 'walk', 'attention', 'prediction'] as const;
export type Room = (typeof ROOMS)[number];

export interface UrlState {
  room: Room;
  /** The model's name; null where the link names none. */
  model: string | null;
  /** The text; null where the link has none (the server's text is shown then). */
  text: string | null;
  /** What a two-stack model's decoder is given after its start token; null where the link has none. */
  target: string | null;
  /** Ids of tokens appended to the text (to the target, where there is one). */
  appended: readonly number[];
  layer: number | null;
  head: number | null;
  /** The selected position. */
  at: number | null;
  /** What a room remembers for itself. */
  view: Readonly<Record<string, string>>;
}

/** An address as it was read. */
export interface Read {
  state: UrlState;
  /** Its words, the last of each: as they stand there, and the room's own by the names that they have now. */
  words: ReadonlyMap<string, string>;
  /** Words that other rooms keep. */
  elsewhere: ReadonlyMap<Room, Readonly<Record<string, string>>>;
  /** What of it can't be followed, each in a sentence. */
  faults: readonly string[];
  /** Whether it was written when words had other names. */
  isFormer: boolean;
}

const OWN = ['model', 'text', 'target', 'then', 'layer', 'head', 'at'];
const COUNTED = { layer: 'layer', head: 'head', at: 'position' } as const;

/** The rooms in which a selected layer or head means something; the position means something in all. */
const TAKEN: Readonly<Record<'layer' | 'head', readonly Room[]>> = {
  layer: ['walk', 'attention', 'prediction'],
  head: ['walk', 'attention'],
};

export const takes = (room: Room, word: 'layer' | 'head'): boolean => TAKEN[word].includes(room);

export const parseFragment = (fragment: string): UrlState => readFragment(fragment).state;

/** Reads an address. Without a grammar, every word that the page has not itself is the room's. */
export function readFragment(fragment: string, grammar: Grammar | null = null): Read {
  const [path = '', ...rest] = fragment.replace(/^#/, '').split('?');
  const faults: string[] = [];
  const words = new Map<string, string>();
  for (const part of rest.join('?').split('&')) {
    const cut = part.indexOf('=');
    if (cut <= 0) {
      if (part) faults.push(`The link has ‘${short(part)}’, which says nothing.`);
      continue;
    }
    const key = decode(part.slice(0, cut));
    if (isBroken(part)) faults.push(`The link’s ‘${short(key)}’ is cut off, or is not encoded as text.`);
    if (words.has(key)) faults.push(`The link says ‘${short(key)}’ more than once; the last one counts.`);
    words.set(key, decode(part.slice(cut + 1)));
  }
  const named = path.replace(/^\//, '');
  const room = ROOMS.find((known) => known === named) ?? 'tokens';
  if (named && named !== room) faults.push(`The link asks for a room ‘${short(named)}’; there is none.`);
  for (const [key, what] of Object.entries(COUNTED)) {
    const value = words.get(key);
    if (value !== undefined && natural(value) === null)
      faults.push(`The link asks for ${what} ‘${short(value)}’; a ${what} is a number from 0.`);
  }
  const ids = (words.get('then') || null)?.split('.') ?? [];
  for (const id of ids.filter((each) => natural(each) === null))
    faults.push(`The link appends ‘${short(id)}’, which is not a token’s id.`);
  const { view, elsewhere } = sorted(words, room, grammar, faults);
  const counted = (key: 'layer' | 'head' | 'at') => natural(words.get(key));
  return {
    state: {
      room,
      model: words.get('model') ?? null,
      text: words.get('text') ?? null,
      target: words.get('target') ?? null,
      appended: ids.flatMap((id) => natural(id) ?? []),
      layer: counted('layer'),
      head: counted('head'),
      at: counted('at'),
      view,
    },
    words: new Map([...words, ...Object.entries(view)]),
    elsewhere,
    faults,
    isFormer: [...words.keys()].some((key) => formerOf(grammar, key)),
  };
}

const formerOf = (grammar: Grammar | null, key: string): Former | undefined =>
  grammar && Object.hasOwn(grammar.former, key) ? grammar.former[key] : undefined;

/** The words that rooms keep, each to its room; what no room knows, or what a word may not say, is a fault. */
function sorted(words: ReadonlyMap<string, string>, room: Room, grammar: Grammar | null, faults: string[]) {
  const view: Record<string, string> = {};
  const elsewhere = new Map<Room, Record<string, string>>();
  const formers = Object.keys(grammar?.former ?? {});
  const ordered = [...words].toSorted(([one], [other]) => formers.indexOf(one) - formers.indexOf(other));
  for (const [key, value] of ordered) {
    if (OWN.includes(key)) continue;
    const former = formerOf(grammar, key);
    const word = former?.word ?? key;
    const owner = former?.room ?? (grammar && [room, ...ROOMS].find((each) => ruleOf(grammar.words[each], word)));
    if (owner === undefined) {
      faults.push(`The link has a word ‘${short(key)}’ that the page does not know.`);
      continue;
    }
    const meant = former?.now ? former.now(value) : value;
    if (meant === null) continue;
    const rule = owner && ruleOf(grammar!.words[owner], word)!;
    if (rule && !rule.fits(meant)) {
      faults.push(`The link says ‘${short(`${key}=${value}`)}’; it may say ${rule.says}.`);
      continue;
    }
    const into = !owner || owner === room ? view : { ...elsewhere.get(owner) };
    if (!former || into[word] === undefined) into[word] = meant;
    if (owner && into !== view) elsewhere.set(owner, into);
  }
  return { view, elsewhere };
}

export function formatFragment(state: UrlState): string {
  const words: [string, string | number | null][] = [
    ['model', state.model],
    ['text', state.text],
    ['target', state.target || null],
    ['then', state.appended.length ? state.appended.join('.') : null],
    ['layer', takes(state.room, 'layer') ? state.layer : null],
    ['head', takes(state.room, 'head') ? state.head : null],
    ['at', state.at],
    ...Object.entries(state.view).filter(([key]) => key && !OWN.includes(key)),
  ];
  const said = words
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${encode(key)}=${encode(String(value))}`);
  return `#/${state.room}${said.length ? '?' + said.join('&') : ''}`;
}

function natural(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,9}$/.test(word) ? Number(word) : null;
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** Percent-encoding with `+` for a space. `!'()*` are encoded too: programs that find links in prose cut at them. */
function encode(text: string): string {
  return text
    .split(/(\p{Surrogate})/u)
    .map((part, i) => (i % 2 ? '%u' + part.charCodeAt(0).toString(16).toUpperCase() : encodeURIComponent(part)))
    .join('')
    .replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase())
    .replaceAll('%20', '+');
}

const ENCODED = /%u([dD][89a-fA-F][0-9a-fA-F]{2})|(?:%[0-9a-fA-F]{2})+/g;

/** The inverse of `encode`; what is not percent-encoded as it should be is kept as it stands. */
function decode(text: string): string {
  return text.replaceAll('+', ' ').replace(ENCODED, (found, surrogate: string | undefined) => {
    if (surrogate) return String.fromCharCode(parseInt(surrogate, 16));
    return decoded(found) ?? found;
  });
}

function decoded(bytes: string): string | null {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return null;
  }
}

/** Whether a percent sign is followed by what encodes no text. */
const isBroken = (text: string): boolean =>
  text
    .replace(ENCODED, (found, surrogate: string | undefined) => (surrogate || decoded(found) !== null ? '' : '%'))
    .includes('%');
