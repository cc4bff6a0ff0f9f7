/**
 * A token as signs that can be seen: a space is a dot, a newline an arrow, a control character its picture, and bytes that
 * are no whole character are written in hexadecimal.
 */

export interface Glyph {
  readonly text: string;
  /** 'plain' is the text itself; 'sign' stands for something invisible; 'bytes' are bytes of a part of a character. */
  readonly kind: 'plain' | 'sign' | 'bytes';
}

interface Spelled {
  readonly text: string;
  /** Hexadecimal, two digits a byte. */
  readonly bytes: string;
}

const SIGNS: Record<string, string> = { ' ': '·', '\n': '⏎', '\r': '␍', '\t': '⇥', '\u00a0': '⍽', '\u007f': '␡' };

/** Spaces and format characters that no font shows: they are named by their code point. */
const UNSEEN =
  /[\u0080-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\ufff0-\ufffb\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Variation_Selector}]/u;

/** What is drawn for a token. Its bytes speak where its text can't: where it is a part of a character. */
export function glyphs(token: Spelled): Glyph[] {
  const out: Glyph[] = [];
  const add = (text: string, kind: Glyph['kind']) => {
    const last = out.at(-1);
    if (last?.kind === kind && kind !== 'bytes') out[out.length - 1] = { text: last.text + text, kind };
    else out.push({ text, kind });
  };
  for (const part of token.text.includes('\ufffd') ? splitUtf8(token.bytes) : [token.text]) {
    if (typeof part !== 'string') add(part.hex.join(' '), 'bytes');
    else for (const character of part) addCharacter(character, add, out.length === 0);
  }
  return out;
}

function addCharacter(character: string, add: (text: string, kind: Glyph['kind']) => void, first: boolean): void {
  const code = character.codePointAt(0)!;
  const sign = SIGNS[character] ?? (code < 32 ? String.fromCodePoint(0x2400 + code) : null);
  if (sign) add(sign, 'sign');
  else if (code >= 0xd800 && code <= 0xdfff) add(`‹${codePoint(character)}›`, 'sign');
  else if (UNSEEN.test(character)) add(`‹${codePoint(character)}›`, 'sign');
  // A mark that combines with nothing before it is put on a dotted circle.
  else if (first && /\p{M}/u.test(character)) add('◌' + character, 'plain');
  else add(character, 'plain');
}

/** 'U+00E9' for 'é': at least four digits. */
export const codePoint = (character: string): string =>
  'U+' + character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');

/** A token's name for a screen reader and for a test: its signs in one string. */
export const spell = (token: Spelled): string =>
  glyphs(token)
    .map(({ text, kind }) => (kind === 'bytes' ? `‹${text}›` : text))
    .join('');

/** Bytes as the text they hold and, between, the bytes that belong to no whole character. */
export function splitUtf8(hex: string): (string | { hex: string[] })[] {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
  const out: (string | { hex: string[] })[] = [];
  for (let i = 0; i < bytes.length;) {
    const size = wholeCharacter(bytes, i);
    const last = out.at(-1);
    if (size) {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(i, i + size));
      if (typeof last === 'string') out[out.length - 1] = last + text;
      else out.push(text);
    } else {
      const two = bytes[i]!.toString(16).padStart(2, '0');
      if (typeof last === 'object') last.hex.push(two);
      else out.push({ hex: [two] });
    }
    i += size || 1;
  }
  return out;
}

/** How many bytes the UTF-8 character at `i` has, or 0 where there is no whole one. */
function wholeCharacter(bytes: Uint8Array, i: number): number {
  const lead = bytes[i]!;
  const size =
    lead < 0x80
      ? 1
      : lead >= 0xc2 && lead < 0xe0
        ? 2
        : lead >= 0xe0 && lead < 0xf0
          ? 3
          : lead >= 0xf0 && lead < 0xf5
            ? 4
            : 0;
  if (!size || i + size > bytes.length) return 0;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(i, i + size));
    return size;
  } catch {
    return 0;
  }
}

/** A token in a sentence or in a screen reader's mouth: its own text where that can be read, else its signs. */
export function spoken(token: Spelled): string {
  const readable = glyphs(token).every(({ kind, text }) => kind === 'plain' || /^·+$/.test(text));
  return readable && token.text.trim() ? token.text : spell(token);
}

/** In quotation marks: ‘ Paris’. */
export const quoted = (token: Spelled | undefined): string => (token ? `‘${spoken(token)}’` : '');
