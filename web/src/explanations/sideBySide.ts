/** What the margin says of one text under several tokenizers. */
import type { Explanation } from '../lib/explanation';
import { counted, figures } from '../lib/numbers';

/** What is said of: the text's size, and how many tokens each tokenizer made. */
export interface Sides {
  characters: number;
  bytes: number;
  cuts: readonly { name: string; length: number }[];
}

export function sideBySide(sides: Sides | null, title: (name: string) => string): Explanation {
  return {
    title: 'One text, many ways to cut it',
    intuition: [
      'Each model has a vocabulary of its own, and the same text becomes other tokens for each. The characters stand above each other here, so that you see where one cuts and another does not.',
      'A provider bills by the token, and a context is counted in tokens. So the same page costs more, and fills more of the context, under a tokenizer that needs more of them.',
      'Point at a character: the token that has it is lit in every row, with its *id*. An id means something in its own vocabulary alone.',
      'Fewer tokens are not better by themselves. A large vocabulary makes texts short and the model’s first and last layers large.',
      'Try spaces, numbers, code, and a language other than English: there they often differ most.',
    ],
    mechanics: [
      'Every count comes from the tokenizer’s own library, tiktoken or tokenizers, on the machine where Cutaway runs. Names and ids are the library’s.',
      'The grid has a cell for each character of ordinary width, and two for wide ones, such as Chinese characters and emoji. What a reader sees as one character (an emoji of several parts, a letter with its accent) stays in one place. A small number says that several tokens share it: each then has only some of its bytes. Letters stand in the order in which they are stored, from left to right, in Arabic and Hebrew too.',
      'Characters without a box have no token: BERT’s tokenizer, for example, throws spaces away.',
      '*Special tokens* that a text spells out, `<|endoftext|>` say, are one token where they are parsed. Read *as text* they are cut like any other text. A program that takes text from strangers has to read it so, or they could end your document for you.',
      'The time is what the library took for this text, once, on this machine, beside all else that it did.',
    ],
    mathematics: [
      'For a text of $c$ characters and $b$ bytes in UTF-8 that becomes $n$ tokens, the table has $c / n$ and $b / n$. The second is the fairer measure between scripts: a Latin letter has one byte, a Chinese character three.',
      ...measured(sides, title),
      'On average a token of a vocabulary of $V$ entries can carry at most $\\log_2 V$ bits: 15.6 for 50,000, 17.6 for 200,000. Four times the vocabulary makes the most that a token can say only an eighth larger, and so texts shrink slowly as vocabularies grow.',
    ],
  };
}

function measured(sides: Sides | null, title: (name: string) => string): string[] {
  const first = sides?.cuts.find(({ length }) => length > 0);
  if (!sides || !first) return [];
  const { characters, bytes } = sides;
  return [
    `Here $c$ is ${characters} and $b$ is ${bytes}. ${title(first.name)} makes ${counted(first.length, 'token')} of them: ${figures(characters / first.length)} characters and ${figures(bytes / first.length)} bytes each.`,
  ];
}
