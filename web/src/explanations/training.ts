/** What the margin says of training a tokenizer. */
import type { TrainedCompression, TrainedFacts } from '../app/api/types';
import type { Block, Explanation } from '../lib/explanation';
import { count, counted, figures } from '../lib/numbers';

/** How many tokens the text is under the trained vocabulary, and under each other one. */
export interface Beside {
  compression: TrainedCompression;
  title: (name: string) => string;
}

export function training(
  facts: TrainedFacts | null,
  merges: readonly string[] = [],
  beside: Beside | null = null,
): Explanation {
  return {
    title: 'Where a vocabulary comes from',
    intuition: [
      'A tokenizer is learnt too, from a text and before the model. No one writes the list of tokens down, and no network is involved: it is counting.',
      'Byte-pair encoding begins with the 256 bytes. It looks for the two tokens that stand side by side most often and makes them one. Then it counts again. Each line of the list is one such *merge*.',
      ...firstMerges(merges),
      'Move the slider: with few merges the text is nearly letters, with more of them it falls into words. Anything the training text never contained stays in pieces.',
      'A vocabulary knows what it was learnt from. Train on English and read German, or on prose and read code, and see how many more tokens it takes.',
    ],
    mechanics: [
      'Before anything is counted, a *pattern* cuts the text into pieces: words with the space before them, numbers, signs. No merge reaches from one piece into the next. The patterns here are those of GPT-2, GPT-4 (`cl100k`) and GPT-4o (`o200k`), or a regular expression of your own.',
      'Of pairs that are equally frequent, the one with the lower ids comes first. So the same text, pattern and size give the same merges every time.',
      'To encode, the merges are applied in the order in which they were learnt. Therefore the first 100 merges of this list are just what a training that stops at 100 would give, and the slider need not train anew.',
      '*WordPiece* (BERT) is trained by the tokenizers library, with `##` before what continues a word. *Unigram* (T5, XLNet) is trained by sentencepiece the other way round: it begins with many pieces, each with a probability, and takes away those that are missed least. Neither has merges to undo, so there is no slider.',
      'The points beside the curve are known tokenizers on the text above. They learnt from other texts. On the very text that it was learnt from, a small vocabulary can do better than a much larger one. It has seen the answers.',
      ...compared(beside),
      ...reached(facts),
    ],
    mathematics: [
      'Let $c(x, y)$ be how often token $x$ stands before token $y$ inside a piece. A step takes',
      { tex: '(x^{\\star}, y^{\\star}) = \\operatorname*{arg\\,max}_{(x, y)} c(x, y)' },
      'and puts the new token $x^{\\star}y^{\\star}$ for every $x^{\\star}\\,y^{\\star}$. Counts are kept and not counted anew: a merge changes only those of its neighbours.',
      'A merge that happens $s$ times makes the text $s$ tokens shorter. With $n_0$ bytes, after $k$ merges there are',
      { tex: 'n_k = n_0 - \\sum_{i=1}^{k} s_i' },
      'tokens, and $n_0 / n_k$ bytes per token: the height of the curve. The first merges happen often and the later ones seldom, so each further token saves less than the one before. That is why the scale of vocabularies is logarithmic.',
      ...measured(facts),
    ],
  };
}

/** The first merges of the present text, as they are. */
function firstMerges(merges: readonly string[]): Block[] {
  if (!merges.length) return [];
  return [`The first merges of your text made ${merges.slice(0, 5).join(', ')}. Later ones are longer and rarer.`];
}

/** What a larger vocabulary makes of the same text, in numbers: of the largest, where it loses nothing. */
function compared(beside: Beside | null): Block[] {
  const own = beside?.compression.curve.at(-1);
  const [other] = (beside?.compression.references ?? [])
    .filter(({ problem, unknown }) => !problem && !unknown)
    .toSorted((a, b) => b.vocabulary - a.vocabulary);
  if (!beside || !own || own.unknown || !other || other.vocabulary <= own.vocabulary) return [];
  const times = figures(other.vocabulary / own.vocabulary);
  return [
    `Here the trained one makes ${counted(own.tokens, 'token')} of the text above. ${beside.title(other.tokenizer)}, ${times} times as large, makes ${count(other.tokens)}.`,
  ];
}

function reached(facts: TrainedFacts | null): Block[] {
  if (!facts || facts.size >= facts.asked) return [];
  return [
    `Your text gave ${counted(facts.size, 'token')} and no more: each of its pieces is one token by now, and merges do not join pieces. A longer text has more to learn.`,
  ];
}

function measured(facts: TrainedFacts | null): Block[] {
  if (!facts?.merges || !facts.tokens) return [];
  return [
    `Here $n_0$ is ${count(facts.bytes)} and $k$ is ${count(facts.merges)}, and the text has ${counted(facts.tokens, 'token')} left: ${figures(facts.bytes / facts.tokens)} bytes each.`,
  ];
}
