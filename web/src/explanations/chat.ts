/** What the tokens room says of chat templates, with the numbers of the present prompt. */
import type { Explanation } from '../lib/explanation';
import { count, counted } from '../lib/numbers';

export interface Prompted {
  tokens: readonly { special: boolean }[];
  sources: readonly (number | null)[];
}

export function chatExplanation(prompt: Prompted | null): Explanation {
  return {
    title: 'A message becomes a prompt',
    intuition: [
      'A language model only continues a text. To get an answer, a program writes a script: who speaks, what they say, and whose turn is next.',
      ...(prompt ? [shares(prompt)] : []),
      'The model then writes on. Training on many such scripts taught it that an answer comes here.',
    ],
    mechanics: [
      'The form of the script is the *chat template*. It comes with the tokenizer, and each family of models was tuned on its own.',
      'A *system message* comes first. Some templates write one of their own if you give none.',
      'The template writes the special tokens itself. The tokenizer must add none, or the first one would stand twice.',
      ...(prompt ? [marks(prompt)] : []),
    ],
    mathematics: [
      'The template turns messages into one text, and the tokenizer cuts it into $t_0, \\dots, t_{n-1}$. The answer is drawn token by token from $p(t_i \\mid t_{<i})$, until a token ends the turn.',
    ],
  };
}

function shares({ sources }: Prompted): string {
  const template = sources.filter((each) => each === null).length;
  const said = sources.length - template;
  const all = `Here the model reads ${counted(sources.length, 'token')}.`;
  if (!said) return `${all} Nothing was said yet, so all of them come from the template.`;
  return `${all} ${said === 1 ? 'One of them comes' : `${count(said)} of them come`} from what was said, and ${count(template)} from the template.`;
}

function marks({ tokens }: Prompted): string {
  const special = tokens.filter((token) => token.special).length;
  return special
    ? `This prompt has ${counted(special, 'special token')}. Text that a user types can spell one out too, and the model can’t tell the difference.`
    : 'This template writes its marks as ordinary text.';
}
