/** What a tree is and how its tokens were chosen, in words. */
import type { Written } from '../../../app/api/types';
import { counted } from '../../../lib/numbers';
import { KNOBS, valueWords, type Choosing } from '../knobs';
import type { Branch } from './tree';
import { quoted } from '../../../lib/tokens';

/** How the text goes on, or in how many ways. `first` is the first token of the first branch, once it is known. */
export function titleOf(tree: readonly Pick<Branch, 'ids'>[], first: Written | null | undefined): string {
  const [branch] = tree;
  if (!branch) return 'How the text could go on';
  if (tree.length > 1) return `${tree.length} ways to continue the text`;
  return first
    ? `The text goes on with ${quoted(first)}: ${counted(branch.ids.length, 'token')}`
    : 'How the text goes on';
}

/** How: 'by chance, seed 3, temperature 0.8'. */

export function choosingWords(choosing: Choosing): string {
  const greedy = choosing.temperature === 0;
  const acting = KNOBS.filter(({ key, neutral }) => choosing[key] !== neutral && (!greedy || key === 'penalty'));
  const settings = acting.map((knob) => `${knob.title.toLowerCase()} ${valueWords(knob, choosing[knob.key])}`);
  return [greedy ? 'the most probable' : `by chance, seed ${choosing.seed}`, ...settings].join(', ');
}
