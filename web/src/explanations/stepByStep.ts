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
      'First the text may be *normalised*: capitals made small, accents taken off, a space written as another sign. Many tokenizers change nothing here.',
      'Then it is cut into *pieces*, most often by one pattern with several alternatives; the first alternative that matches cuts. No token ever reaches from one piece into the next, so the pattern decides much of what a token can be.',
      ...MECHANICS[algorithm],
      ...(answer?.whole_first
        ? [
            'A piece that is in the vocabulary is looked up as a whole before anything is merged. So a token can come out that no row of merges leads to.',
          ]
        : []),
      'Special tokens are found before all this, and are a token at once. A tokenizer may look for some of them only after it has normalised the text.',
    ],
    mathematics: MATHEMATICS[kindOf(algorithm)],
  };
}

type Kind = 'bpe' | 'wordpiece' | 'unigram' | 'word level';
const kindOf = (algorithm: Algorithm): Kind => (algorithm.startsWith('bpe') ? 'bpe' : (algorithm as Kind));

const INTUITION: Record<Kind, Block[]> = {
  bpe: [
    'The tokenizer does not know words. It starts from the smallest pieces, which are bytes in some tokenizers and characters in others. It joins two neighbours, again and again, until nothing is left to join.',
    'Which two come first was settled when the tokenizer was made: each pair has a *rank*, and the pair that was learnt earliest has the lowest. The lowest rank that is there wins.',
    'Press Play and watch one word. The number between two symbols is the rank of their merge; where there is none, no merge of the two exists.',
    'Between two tokens at the end stands a question mark. Open it, and see what kept them apart: often another merge took one of them away first.',
  ],
  wordpiece: [
    'The tokenizer looks for the longest entry of its vocabulary that the word begins with. Then it does the same with what is left of the word.',
    'What continues a word is marked with `##`: `##ing` is an entry of its own.',
    'If at some place nothing fits, the whole word becomes the unknown token, however much of it was found before.',
  ],
  unigram: [
    'Every token has a score: how probable it was in the texts that the tokenizer was made from. Of all ways to write the piece with tokens, the most probable one is taken.',
    'The arcs are tokens that could stand there. Under each place stands the best sum up to there.',
  ],
  'word level': ['A piece is a token as a whole, or the tokenizer does not know it.'],
};

const MECHANICS: Record<Algorithm, Block[]> = {
  'bpe by merges': [
    'This tokenizer has a *list of merges*. Two neighbours merge only if just this pair is in the list, and the pair’s place in it is its rank. That two symbols make a string that is a token is not enough.',
  ],
  'bpe by ranks': [
    'This tokenizer has no list of pairs. Two neighbours may merge if their bytes together are a token, however that token was made, and the token’s id is the rank.',
  ],
  wordpiece: [
    'The search begins with all of the word and leaves out one character at the end until an entry is found. Every string that was looked up is listed here.',
  ],
  unigram: [
    'Viterbi’s algorithm goes from place to place. The best way to a place ends with one of the tokens that end there: the best sum up to where that token begins, and its score. The table shows them all.',
    'A character that no token has costs 10 more than the least probable token.',
  ],
  'word level': ['There is nothing to search: one look-up decides.'],
};

const MATHEMATICS: Record<Kind, Block[]> = {
  bpe: [
    'A piece is a sequence of symbols $s_1 \\dots s_n$, at first its bytes or characters. As long as a pair of neighbours has a rank, the one with the lowest merges, the leftmost of equals first:',
    {
      tex: String.raw`i^{\star} = \operatorname*{arg\,min}_{i}\; r(s_i, s_{i+1}), \qquad s \leftarrow s_1 \dots s_{i^{\star}-1}\,(s_{i^{\star}} s_{i^{\star}+1})\,s_{i^{\star}+2} \dots s_n`,
    },
    'A piece of $n$ symbols takes at most $n - 1$ merges. The result is not the shortest way to write the piece with tokens: it is what the order of the merges gives.',
  ],
  wordpiece: [
    'With vocabulary $\\mathcal{V}$ and a word $w$ of $n$ characters, the token that begins at $i$ ends at',
    { tex: String.raw`j^{\star} = \max \{\, j : w_{i:j} \in \mathcal{V} \,\}` },
    'This is greedy: it takes up to $n(n+1)/2$ look-ups, and need not find the fewest tokens.',
  ],
  unigram: [
    'Each token $t$ has a probability $p(t)$. Among the ways to write the piece, $S$, the one taken is',
    { tex: String.raw`\operatorname*{arg\,max}_{t \in S} \sum_{k} \log p(t_k)` },
    'The best sum up to place $j$ follows from those before:',
    { tex: String.raw`b_0 = 0, \qquad b_j = \max_{t\ \text{ends at}\ j} \bigl( b_{j-|t|} + \log p(t) \bigr)` },
  ],
  'word level': ['A piece $w$ becomes $w$ if $w \\in \\mathcal{V}$, and the unknown token if not.'],
};
