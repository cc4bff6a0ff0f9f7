/** What the walk-through says about the stages of attention. */

import type { ModelFacts } from '../api/types';
import type { Telling } from './walk';

const heads = (facts: ModelFacts | null): string => (facts?.heads ? `${facts.heads} heads` : 'heads');
const width = (facts: ModelFacts | null): string => (facts?.d_head ? `${facts.d_head} numbers` : 'numbers');
const causal = (facts: ModelFacts | null): boolean => facts?.kind === 'decoder';

const query: Telling = (facts) => ({
  intuition: [
    'Each token asks a question: what am I looking for? The question is a vector, the *query*. Each head asks its own.',
  ],
  mechanics: [
    `The token’s vector is multiplied with the query weights, and the result is cut into ${heads(facts)} of ${width(facts)}. Where a model marks positions by rotation, what you see has been turned already.`,
  ],
  mathematics: [
    { tex: String.raw`q_i^{(h)} = W_Q^{(h)} x_i \in \mathbb{R}^{d_{\text{head}}}` },
    'The heads’ matrices are stacked into one, so that one product gives all queries.',
  ],
});

const key: Telling = (facts) => ({
  intuition: ['Each token also puts up a sign: here is what can be found with me. The sign is the *key*.'],
  mechanics: [
    'Keys are made as queries are, with weights of their own.',
    ...(facts && facts.key_value_heads < facts.heads
      ? [
          `Here ${facts.key_value_heads} sets of keys and values serve ${facts.heads} heads (*grouped-query attention*).`,
        ]
      : []),
  ],
  mathematics: [
    { tex: String.raw`k_j^{(h)} = W_K^{(h)} x_j` },
    'In cross-attention $x_j$ is what the encoder gave for token $j$.',
  ],
});

const value: Telling = () => ({
  intuition: ['What a token hands over when it is found: its *value*. It need not resemble the key at all.'],
  mechanics: [
    'A third product with weights of its own. Values are never rotated by position: what is handed over does not depend on the place.',
  ],
  mathematics: [{ tex: String.raw`v_j^{(h)} = W_V^{(h)} x_j` }],
});

const products: Telling = () => ({
  intuition: ['Every question is held against every sign. The better the two fit, the larger the number.'],
  mechanics: [
    'A query and a key are multiplied number by number and added up: a dot product. It is large and positive where the two point in the same direction, negative where they point away from each other.',
  ],
  mathematics: [
    { tex: String.raw`(QK^\top)_{ij} = q_i \cdot k_j = \lVert q_i \rVert\,\lVert k_j \rVert \cos\angle(q_i, k_j)` },
  ],
});

const scaled: Telling = (facts) => ({
  intuition: [
    'Long vectors give large products. Dividing by a fixed number keeps them in a range where shares stay balanced.',
  ],
  mechanics: [
    `Most models divide by the square root of the head’s width${facts?.d_head ? `, here √${facts.d_head}` : ''}. Without this, wide heads would give almost everything to one key and could hardly learn.`,
  ],
  mathematics: [
    { tex: String.raw`\frac{q_i \cdot k_j}{\sqrt{d_{\text{head}}}}` },
    'If the numbers of $q$ and $k$ were independent with variance 1, their product would have variance $d_{\\text{head}}$, and the quotient 1.',
  ],
});

const masked: Telling = (facts) => ({
  intuition: causal(facts)
    ? [
        'A token must not look at what comes after it. Those pairs are struck out: hatched cells hold no number that counts.',
      ]
    : [
        'Pairs that must not count, such as padding or what comes later in a decoder, are struck out. What is left is what the soft-max gets.',
      ],
  mechanics: [
    '−∞, or the least number of the precision, is added where a pair must not count. The soft-max turns it into exactly 0. A bias by distance, where a model has one, is in these numbers too.',
  ],
  mathematics: [
    {
      tex: String.raw`s_{ij} = \frac{q_i \cdot k_j}{\sqrt{d_{\text{head}}}} + m_{ij}, \qquad m_{ij} \in \{0, -\infty\}`,
    },
  ],
});

const pattern: Telling = (facts) => ({
  intuition: [
    'The scores of each row become shares of 100 %. This is where a token looks.',
    ...(causal(facts) ? ['The first token has only itself to look at, so it gives itself everything.'] : []),
  ],
  mechanics: [
    'Each score is put into the exponential function and divided by the row’s sum. A row adds up to 1; a score that is larger by 1 gets a share 2.72 times as large.',
  ],
  mathematics: [
    { tex: String.raw`a_{ij} = \frac{e^{s_{ij}}}{\sum_{j'} e^{s_{ij'}}}` },
    'Computed with the row’s maximum subtracted first, which changes nothing but keeps the exponentials finite.',
  ],
});

const weighted: Telling = () => ({
  intuition: ['Each token now fetches: it takes the values of the others, each times its share, and adds them up.'],
  mechanics: [
    'Large shares bring much of a value, shares of 0 bring nothing. The result is one vector for each head and position.',
  ],
  mathematics: [{ tex: String.raw`z_i^{(h)} = \sum_j a_{ij}^{(h)}\, v_j^{(h)}` }],
});

const concatOut: Telling = (facts) => ({
  intuition: [
    'The heads’ findings are laid side by side and mixed into one vector, of the same length as the token’s own.',
  ],
  mechanics: [
    `The ${heads(facts)} are concatenated and multiplied with the output weights. That is the same as giving each head a part of these weights and adding up what each brings.`,
  ],
  mathematics: [{ tex: String.raw`o_i = W_O\,[z_i^{(1)}; \dots; z_i^{(H)}] = \sum_h W_O^{(h)} z_i^{(h)}` }],
});

export const ATTENTION: Readonly<Record<string, Telling>> = {
  ...{ query, key, value, products, scaled, masked, pattern, weighted },
  'concat-out': concatOut,
};
