/** A long prompt, folded in its middle, and the question in it. */

/** Lines that stay at both ends of a folded text, and how many more must be between for folding to be worth it. */
const [HEAD, TAIL, WORTH] = [4, 2, 3];

export interface Folded {
  head: string;
  /** How many lines are folded away between. */
  left: number;
  tail: string;
}

export function folded(text: string): Folded {
  const lines = text.split('\n');
  const left = lines.length - HEAD - TAIL;
  if (left < WORTH) return { head: text, left: 0, tail: '' };
  return { head: lines.slice(0, HEAD).join('\n'), left, tail: lines.slice(-TAIL).join('\n') };
}

/** The parts of a text that are the question, and those between. */
export function marked(text: string, question: string): { text: string; is: boolean }[] {
  if (!question) return [{ text, is: false }];
  return text
    .split(question)
    .flatMap((part, i) => [...(i ? [{ text: question, is: true }] : []), { text: part, is: false }])
    .filter(({ text }) => text);
}
