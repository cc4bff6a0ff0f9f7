/** How tokens were chosen, in words: 'by chance, seed 3, temperature 0.8'. */
import { KNOBS, valueWords, type Choosing } from '../knobs';

export function choosingWords(choosing: Choosing): string {
  const greedy = choosing.temperature === 0;
  const acting = KNOBS.filter(({ key, neutral }) => choosing[key] !== neutral && (!greedy || key === 'penalty'));
  const settings = acting.map((knob) => `${knob.title.toLowerCase()} ${valueWords(knob, choosing[knob.key])}`);
  return [greedy ? 'the most probable' : `by chance, seed ${choosing.seed}`, ...settings].join(', ');
}
