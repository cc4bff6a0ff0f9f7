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
      'A tokenizer is learnt too, from a text and before the model. Nobody writes the list of tokens, and no network is involved. It is counting.',
      'Byte-pair encoding starts with the 256 bytes. It joins the two tokens that are neighbours most often, and counts again. Each line of the list is one such *merge*.',
      ...firstMerges(merges),
      'With few merges a text is nearly letters, with more it falls into words. Anything the training text never contained stays in pieces.',
      'Next, move the slider. Or train on English, read German, and see how many more tokens it takes.',
    ],
    mechanics: [
      'Before counting, a *pattern* cuts the text into pieces: words with the space before them, numbers, signs. No merge reaches across two pieces. You can use the patterns of GPT-2, GPT-4 (`cl100k`) and GPT-4o (`o200k`), or a regular expression of your own.',
      'Of equally frequent pairs, the one with the lower ids comes first. So the same text, pattern and size give the same merges every time.',
      'Encoding applies the merges in the order of learning. So the first 100 merges are what a training that stops at 100 gives, and the slider need not train again.',
      'The tokenizers library trains *WordPiece* (BERT), with `##` before what continues a word. Sentencepiece trains *Unigram* (T5, XLNet) the other way round: it starts with many pieces and removes those that are missed least. Neither has merges to undo, so there is no slider.',
      'The points beside the curve are known tokenizers on the text above. On the very text it was learnt from, a small vocabulary can beat a much larger one. It has seen the answers.',
      ...compared(beside),
      ...reached(facts),
    ],
    mathematics: [
      "Let $\\operatorname{count}(t, t')$ be how often token $t$ stands before token $t'$ inside a piece. A step takes",
      { tex: String.raw`\operatorname*{arg\,max}_{(t,\, t')} \operatorname{count}(t, t')` },
      'and joins that pair everywhere. Counts are updated, not made again: a merge changes only those of its neighbours.',
      'A merge that happens $\\operatorname{count}_i$ times makes the text that much shorter. With $n_0$ bytes, $m$ merges leave',
      { tex: String.raw`n_m = n_0 - \sum_{i=0}^{m-1} \operatorname{count}_i` },
      'tokens, and $n_0 / n_m$ bytes per token: the height of the curve. Early merges happen often and late ones rarely, so each further token saves less. That is why the scale of vocabularies is logarithmic.',
      ...measured(facts),
    ],
  };
}

/** The first merges of the present text, as they are. */
function firstMerges(merges: readonly string[]): Block[] {
  if (!merges.length) return [];
  return [`The first merges of your text made ${merges.slice(0, 5).join(', ')}.`];
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
    `Your text gave ${counted(facts.size, 'token')} and no more. Each of its pieces is one token by now, and merges do not join pieces. A longer text has more to teach.`,
  ];
}

function measured(facts: TrainedFacts | null): Block[] {
  if (!facts?.merges || !facts.tokens) return [];
  return [
    `Here $n_0$ is ${count(facts.bytes)} and $m$ is ${count(facts.merges)}, and the text has ${counted(facts.tokens, 'token')} left: ${figures(facts.bytes / facts.tokens)} bytes each.`,
  ];
}
