/** A token in a sentence or in a screen reader's mouth: its own text where that can be read, else its signs. */
import { glyphs, spell } from './glyphs';

export function spoken(token: { text: string; bytes: string }): string {
  const readable = glyphs(token).every(({ kind, text }) => kind === 'plain' || /^·+$/.test(text));
  return readable && token.text.trim() ? token.text : spell(token);
}

/** In quotation marks: ‘ Paris’. */
export const quoted = (token: { text: string; bytes: string } | undefined): string =>
  token ? `‘${spoken(token)}’` : '';
