/** What the view of the steps from a text to its tokens explains, for the algorithm of the tokenizer that is open. */
import type { ReplayAnswer } from '../app/api/types';
import type { Block, Explanation } from '../lib/explanation';

type Algorithm = ReplayAnswer['algorithm'];

export function stepByStep(answer: Pick<ReplayAnswer, 'algorithm' | 'whole_first'> | null): Explanation {
  const algorithm = answer?.algorithm ?? 'bpe by merges';
  return {
    title: 'From letters to tokens',
    intuition: INTUITION[kindOf(algorithm)],
    mechanics: [
      'First the text may be *normalised*: capitals made small, accents removed, spaces replaced by another sign. Many tokenizers skip this.',
      'Then it is cut into *pieces*, usually by one pattern with several alternatives. The first alternative that matches cuts. No token reaches across two pieces, so the pattern decides much of what a token can be.',
      ...MECHANICS[algorithm],
      ...(answer?.whole_first
        ? [
            'A piece that is in the vocabulary is looked up as a whole before anything is merged. So a token can come out that no row of merges leads to.',
          ]
        : []),
      'Special tokens are found before all this and become tokens at once. A tokenizer may look for some of them only in the normalised text.',
    ],
    mathematics: MATHEMATICS[kindOf(algorithm)],
  };
}

type Kind = 'bpe' | 'wordpiece' | 'unigram' | 'word level';
const kindOf = (algorithm: Algorithm): Kind => (algorithm.startsWith('bpe') ? 'bpe' : (algorithm as Kind));

const INTUITION: Record<Kind, Block[]> = {
  bpe: [
    'The tokenizer does not know words. It starts from the smallest pieces, which are bytes or characters. Then it joins two neighbours, again and again.',
    'Each pair that may merge has a *rank*: the pair that was learnt earliest has the lowest. The lowest rank in sight merges next.',
    'The number between two symbols is their rank. If there is none, the two can’t merge.',
    'Next, press Play and watch one word. Then open a question mark at the end and see what kept two tokens apart.',
  ],
  wordpiece: [
    'The tokenizer takes the longest entry of its vocabulary that the word begins with. Then it does the same with the rest of the word.',
    'Entries that continue a word are marked with `##`: `##ing` is one of its own.',
    'If nothing fits somewhere, the whole word becomes the unknown token.',
    'Next, step through a word and watch the search shorten.',
  ],
  unigram: [
    'Every token has a score: how probable it was in the texts the tokenizer was made from. The tokenizer takes the most probable way to write each piece.',
    'Each arc is a token that could stand there. The number under a place is the best sum up to it.',
    'Next, step through a piece and see which arcs win.',
  ],
  'word level': ['A piece is one token as a whole, or the tokenizer does not know it.'],
};

const MECHANICS: Record<Algorithm, Block[]> = {
  'bpe by merges': [
    'This tokenizer has a *list of merges*. Two neighbours merge only if just this pair is in the list; its place there is its rank. It is not enough that the two together are a token.',
  ],
  'bpe by ranks': [
    'This tokenizer has no list of pairs. Two neighbours may merge if their bytes together are a token. That token’s id is the rank.',
  ],
  wordpiece: [
    'The search starts with the whole word and drops one character at the end until it finds an entry. The table lists every string it looked up.',
  ],
  unigram: [
    'Viterbi’s algorithm goes from place to place. The best way to a place ends with a token that ends there. Its sum is the best sum where that token begins, plus the token’s score. The table shows them all.',
    'A character that no token has costs 10 more than the least probable token.',
  ],
  'word level': ['There is nothing to search: one look-up decides.'],
};

const MATHEMATICS: Record<Kind, Block[]> = {
  bpe: [
    'A piece is a sequence $t_0 \\dots t_{n-1}$, at first of bytes or characters. While a pair of neighbours has a rank, the lowest merges, the leftmost of equals first:',
    { tex: String.raw`\operatorname*{arg\,min}_i \operatorname{rank}(t_i, t_{i+1})` },
    'A piece of $n$ symbols takes at most $n - 1$ merges. The result follows the order of the merges. It need not be the shortest way to write the piece.',
  ],
  wordpiece: [
    'With the vocabulary $\\mathcal{V}$ and a word of $n$ characters, the token that begins at character $i$ ends at',
    { tex: String.raw`\max \{\, j : \text{characters } i \text{ to } j \in \mathcal{V} \,\}` },
    'This is greedy. It takes up to $n(n+1)/2$ look-ups and need not find the fewest tokens.',
  ],
  unigram: [
    'Each token $t$ has a probability $p(t)$. Of all ways $\\mathcal{T}$ to write the piece, the tokenizer takes',
    { tex: String.raw`\operatorname*{arg\,max}_{\mathcal{T}} \sum_{t} \log p(t)` },
    'The best sum up to place $j$ follows from those before:',
    { tex: String.raw`\operatorname{best}(0) = 0` },
    {
      tex: String.raw`\operatorname{best}(j) = \max_{t\text{ ends at }j} \bigl( \operatorname{best}(j - |t|) + \log p(t) \bigr)`,
    },
  ],
  'word level': ['A piece becomes itself if it is in $\\mathcal{V}$, and the unknown token if not.'],
};
