/** A continuation in a sentence. */

const LONGEST = 60;

/** The beginning of a text, on one line. */
export function shortened(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ↵ ');
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : line;
}
