/**
 * The URL fragment and the state of the page, each made from the other.
 *
 * `#/tokens?model=smollm2&text=The+cat&then=12.345&layer=3&head=5&at=4`. A room may keep words of its own beside these
 * (`view`). Every string survives the journey, lone surrogates too: they are written `%uD83D`, which a real percent sign
 * (always `%25`) can't be mistaken for.
 */

export const ROOMS = ['tokens', 'walk', 'attention', 'prediction'] as const;
export type Room = (typeof ROOMS)[number];

export interface Place {
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

const OWN = ['model', 'text', 'target', 'then', 'layer', 'head', 'at'];

export function parseFragment(fragment: string): Place {
  const [path = '', ...rest] = fragment.replace(/^#/, '').split('?');
  const words = new Map<string, string>();
  for (const part of rest.join('?').split('&')) {
    const cut = part.indexOf('=');
    if (cut > 0) words.set(decode(part.slice(0, cut)), decode(part.slice(cut + 1)));
  }
  const room = path.replace(/^\//, '');
  const view = Object.fromEntries([...words].filter(([key]) => !OWN.includes(key)));
  return {
    room: ROOMS.find((known) => known === room) ?? 'tokens',
    model: words.get('model') ?? null,
    text: words.get('text') ?? null,
    target: words.get('target') ?? null,
    appended: (words.get('then') ?? '').split('.').flatMap((id) => natural(id) ?? []),
    layer: natural(words.get('layer')),
    head: natural(words.get('head')),
    at: natural(words.get('at')),
    view,
  };
}

export function formatFragment(place: Place): string {
  const words: [string, string | number | null][] = [
    ['model', place.model],
    ['text', place.text],
    ['target', place.target || null],
    ['then', place.appended.length ? place.appended.join('.') : null],
    ['layer', place.layer],
    ['head', place.head],
    ['at', place.at],
    ...Object.entries(place.view).filter(([key]) => key && !OWN.includes(key)),
  ];
  const said = words
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${encode(key)}=${encode(String(value))}`);
  return `#/${place.room}${said.length ? '?' + said.join('&') : ''}`;
}

function natural(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,9}$/.test(word) ? Number(word) : null;
}

/** Percent-encoding with `+` for a space. `!'()*` are encoded too: programs that find links in prose cut at them. */
function encode(text: string): string {
  return text
    .split(/(\p{Surrogate})/u)
    .map((part, i) => (i % 2 ? '%u' + part.charCodeAt(0).toString(16).toUpperCase() : encodeURIComponent(part)))
    .join('')
    .replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase())
    .replaceAll('%20', '+');
}

/** The inverse of `encode`; what is not percent-encoded as it should be is kept as it stands. */
function decode(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%u([dD][89a-fA-F][0-9a-fA-F]{2})|(?:%[0-9a-fA-F]{2})+/g, (found, surrogate: string | undefined) => {
      if (surrogate) return String.fromCharCode(parseInt(surrogate, 16));
      try {
        return decodeURIComponent(found);
      } catch {
        return found;
      }
    });
}
