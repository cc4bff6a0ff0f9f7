/** A search and its continuations in sentences. */
import { counted, figures } from '../../../lib/numbers';
import type { Shown } from './search.svelte';

/** What a search came to, or how far it is. */
export function titleOf(shown: Pick<Shown, 'asked' | 'steps' | 'state'> | null): string {
  if (!shown?.steps.length) return 'What beam search would write';
  const how = `With ${counted(shown.asked.beams, 'beam')}`;
  if (shown.state === 'running') return `${how}, step ${shown.steps.length} of ${shown.asked.count}`;
  const first = shown.steps.at(-1)?.found[0];
  if (!first) return `${how}, stopped after ${counted(shown.steps.length, 'step')}`;
  const what = `${how}, ${shown.state === 'stopped' ? 'the best so far' : 'the best continuation'}`;
  // Bytes that are no text can't stand in a sentence.
  return first.text.includes('\ufffd')
    ? `${what} scores ${figures(first.score)}`
    : `${what} is ‘${shortened(first.text)}’`;
}

const LONGEST = 60;

/** The beginning of a text, on one line. */
export function shortened(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ↵ ');
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : line;
}
