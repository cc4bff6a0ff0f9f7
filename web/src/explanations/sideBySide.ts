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
      'Each model has a vocabulary of its own, so each cuts the same text in another way. The characters are aligned, so you see where one cuts and another does not.',
      'Providers bill by the token, and a context is counted in tokens. Under a tokenizer that needs more of them, the same page costs more.',
      'Fewer tokens are not better by themselves: a large vocabulary makes the model’s first and last layers large.',
      'Next, point at a character: its token lights up in every row. Then try code, numbers, or another language, where tokenizers often differ most.',
    ],
    mechanics: [
      'Every count comes from the tokenizer’s own library, tiktoken or tokenizers, on the machine where Cutaway runs. So do names and ids. An id means something in its own vocabulary alone.',
      'The grid has one cell for a character of ordinary width and two for a wide one, such as Chinese or emoji. What a reader sees as one character stays in one place. A small number says that several tokens share it, each with some of its bytes. Letters stand in the order of storage, from left to right, in Arabic and Hebrew too.',
      'Characters without a box have no token. BERT’s tokenizer, for example, drops spaces.',
      'If *special tokens* are parsed, a text that spells one out, such as `<|endoftext|>`, gets that token. Read *as text* it is cut like any other. A program that takes text from strangers must read it so, or they could end your document for you.',
      'The time is what the library took for this text, once, on this machine.',
    ],
    mathematics: [
      'The table has characters per token and bytes per token. Bytes are fairer between scripts: in UTF-8 a Latin letter has one, a Chinese character three.',
      ...measured(sides, title),
      'On average a token of a vocabulary of $V$ entries carries at most $\\log_2 V$ bits: 15.6 for 50,000, 17.6 for 200,000. Four times the vocabulary carries only an eighth more. So texts shrink slowly as vocabularies grow.',
    ],
  };
}

function measured(sides: Sides | null, title: (name: string) => string): string[] {
  const first = sides?.cuts.find(({ length }) => length > 0);
  if (!sides || !first) return [];
  const { characters, bytes } = sides;
  return [
    `Here are ${counted(characters, 'character')} and ${counted(bytes, 'byte')}. ${title(first.name)} makes ${counted(first.length, 'token')} of them: ${figures(characters / first.length)} characters and ${figures(bytes / first.length)} bytes each.`,
  ];
}
