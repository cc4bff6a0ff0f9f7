/** What the walk-through says about the stages of attention. */

import type { ModelFacts } from '../app/api/types';
import { counted } from '../lib/numbers';
import type { Telling } from './walk';

const heads = (facts: ModelFacts | null): string => (facts?.heads ? counted(facts.heads, 'head') : 'heads');
const alone = (facts: ModelFacts | null): boolean => facts?.heads === 1;
const width = (facts: ModelFacts | null): string => (facts?.d_head ? counted(facts.d_head, 'number') : 'numbers');

const TURNED = 'What you see has been turned by position already.';

const query: Telling = (facts, { traits }) => ({
  intuition: [
    'Each token makes a *query* for each head: a vector that says what the head looks for. No one chose what that is, and most queries can’t be put into words.',
  ],
  mechanics: [
    `The token’s vector is multiplied with the query weights. ${alone(facts) ? `The one head has ${width(facts)}` : `The result is cut into ${heads(facts)} of ${width(facts)}`}.${traits.includes('turned') ? ` ${TURNED}` : ''}${traits.includes('normed') ? ' Each head’s part is normed.' : ''}`,
  ],
  mathematics: [
    ...(alone(facts)
      ? ['One product with $W_Q$ gives the queries of all positions.']
      : [
          'The heads’ matrices are stacked into one, so that one product gives the queries of all heads $h$:',
          { tex: String.raw`W_Q = [W_Q^{(0)}; \dots; W_Q^{(H-1)}]` },
        ]),
    ...(traits.includes('turned')
      ? ['$R_i$ is the rotation of position $i$, and turns pairs of numbers by angles.']
      : []),
  ],
});

const key: Telling = (facts, { traits }) => ({
  intuition: [
    'Each token also makes a *key*: a vector that queries are matched against. The better a query and a key fit, the more the query takes from that token.',
  ],
  mechanics: [
    `Keys are made as queries are, with weights of their own.${traits.includes('turned') ? ` ${TURNED}` : ''}`,
    ...(facts && facts.key_value_heads < facts.heads && traits.includes('shared') ? [shared(facts)] : []),
  ],
  mathematics: [
    ...(traits.includes('cross') ? ['$y_j$ is what the encoder gave for token $j$ of the source.'] : []),
    ...(traits.includes('normed')
      ? ['A norm of queries and keys leaves their directions alone to decide a score, apart from its gains.']
      : [
          'Apart from biases, the product of a query and a key is one bilinear form of the two vectors that they come from, with a matrix of low rank:',
          { tex: traits.includes('turned') ? String.raw`W_Q^\top R_{j-i}\, W_K` : String.raw`W_Q^\top W_K` },
        ]),
  ],
});

/** That heads share keys and values, as multi-query or grouped-query attention. */
export function shared({ heads, key_value_heads: sets }: Pick<ModelFacts, 'heads' | 'key_value_heads'>): string {
  if (sets === 1)
    return `*Multi-query attention*: all ${heads} heads share one set of keys and values. The cache is ${heads} times smaller. In exchange the heads can’t hand over different things.`;
  return `*Grouped-query attention*: ${sets} sets of keys and values serve ${heads} heads. The cache is smaller. In exchange, heads of one group hand over the same values.`;
}

const value: Telling = (_, { traits }) => ({
  intuition: ['Each token makes a *value*: what it hands over when a query picks it. It need not resemble the key.'],
  mechanics: ['A third product with weights of its own.', placeOfValues(traits)],
  mathematics: [
    'A value is a linear map of the vector at its position. A query’s result is linear in the values, and never in the queries or keys.',
  ],
});

function placeOfValues(traits: readonly string[]): string {
  if (traits.includes('cross')) return 'Here the values come from the source that the encoder read.';
  if (traits.includes('turned')) return 'This model turns values by position too.';
  if (traits.includes('rotary'))
    return 'This model turns queries and keys by position, not values. Place still reaches the values, by way of what earlier layers have mixed in.';
  if (traits.includes('learned') || traits.includes('sinusoidal'))
    return 'Positions were added to the embeddings, so place is in the values from the start.';
  return 'Place reaches the values by way of what earlier layers have mixed in.';
}

const products: Telling = () => ({
  intuition: [
    'Every query is compared with every key. The better the two fit, the larger the number. A fit shows where a token looks, and not why the model answers as it does.',
  ],
  mechanics: [
    'A query and a key are multiplied number by number and added up: a dot product. It is positive where the two point in similar directions, negative where they point away from each other.',
  ],
  mathematics: [
    { tex: String.raw`q_i \cdot k_j = \lVert q_i \rVert\,\lVert k_j \rVert \cos\angle(q_i, k_j)` },
    'So a long key gets large products of both signs.',
  ],
});

const scaled: Telling = (facts, { traits }) => ({
  intuition: [
    'Every product is multiplied by one fixed number. That keeps scores in a range where shares stay balanced.',
  ],
  mechanics: [
    traits.includes('root') && facts?.d_head
      ? `This model divides by the square root of the head’s width, √${facts.d_head}. Without this, wide heads would start training with nearly all of a share on one key.`
      : 'This model sets a number of its own.',
  ],
  mathematics: [
    'If the numbers of $q$ and $k$ were independent, with mean 0 and variance 1, their dot product would have variance $d_{\\text{head}}$.',
    ...(traits.includes('root') ? ['Divided by the root of that, it has variance 1.'] : []),
  ],
});

const masked: Telling = (_, { traits }) => {
  const causal = traits.includes('causal');
  return {
    intuition: traits.includes('all')
      ? ['Nothing is hidden here: every token may look at every other. Decoders need a mask at this step.']
      : causal
        ? ['A token must not look at what comes after it. Those pairs are struck out, and get no share.']
        : ['A token looks only at those near it. Pairs farther apart are struck out, and get no share.'],
    mechanics: [
      ...(traits.includes('all')
        ? ['The soft-max gets every score as it is.']
        : [
            '−∞, or a number nearly as low, is put in for a pair that must not count. The soft-max turns it into exactly 0.',
          ]),
      ...(traits.includes('window')
        ? ['This layer has a *window*: keys too far away are struck out as well. The note at the stage says how far.']
        : []),
      ...(traits.includes('bias') ? ['A bias by distance is in these numbers too.'] : []),
    ],
    mathematics: traits.includes('all')
      ? ['There is no mask: $M_{ij} = 0$ for every pair.']
      : [
          { tex: String.raw`M_{ij} \in \{0, -\infty\}` },
          causal
            ? '$M_{ij} = -\\infty$ for $j > i$. One text thus serves as many exercises at once: each position predicts without seeing the answer.'
            : '$M_{ij} = -\\infty$ where the distance is too large.',
        ],
  };
};

const pattern: Telling = (_, { traits }) => {
  const sink = traits.includes('sink');
  return {
    intuition: [
      sink
        ? 'The scores of each row become shares. With what goes to the sink they add up to 100 %.'
        : 'The scores of each row become shares of 100 %.',
      'A share says how much a token takes from another. It does not say why the model answers as it does.',
      ...(traits.includes('causal')
        ? [
            sink
              ? 'The first token can look at itself alone. What it does not keep goes to the sink.'
              : 'The first token has only itself to look at, so its share is 100 %.',
          ]
        : []),
    ],
    mechanics: [
      `Each score is put into the exponential function and divided by the row’s sum${sink ? ', the sink’s included' : ''}. A score that is larger by 1 gets a share 2.72 times as large.`,
    ],
    mathematics: [
      { tex: String.raw`\frac{a_{ij}}{a_{ij'}} = e^{s_{ij} - s_{ij'}}` },
      'Computed with the row’s maximum subtracted first, which changes nothing but keeps the exponentials finite.',
    ],
  };
};

const sink: Telling = () => ({
  intuition: [
    'This model gives each head a *sink*: a place that takes a share and hands nothing over. A head that finds nothing can put its share there.',
  ],
  mechanics: ['The sink has a learned score. It takes part in the soft-max of each row and has no value.'],
  mathematics: [
    'What the keys of a row have together is less than 1:',
    { tex: String.raw`\sum_j a_{ij} = 1 - a_{i\varnothing}` },
  ],
});

const weighted: Telling = () => ({
  intuition: [
    'Each token now collects: it takes the values of the tokens it may look at, its own included where it may, each scaled by its share. Then it adds them up.',
  ],
  mechanics: [
    'A large share of a short value brings little; a share of 0 brings nothing. The result is one vector for each head and position.',
  ],
  mathematics: [
    'The length of a contribution is the share times the length of the value:',
    { tex: String.raw`\lVert a_{ij}\, v_j \rVert = a_{ij}\,\lVert v_j \rVert` },
  ],
});

const concatOut: Telling = (facts) => ({
  intuition: [
    alone(facts)
      ? 'One matrix brings the head’s result back to the width of the stream.'
      : 'The heads’ results stand side by side. One matrix mixes them into one vector for each token.',
  ],
  mechanics: [
    alone(facts)
      ? 'The head’s result is multiplied with the output weights.'
      : `The results of ${heads(facts)} are put side by side and multiplied with the output weights. It is the same to give each head a part of these weights, and to add up what each brings.`,
  ],
  mathematics: alone(facts)
    ? [{ tex: String.raw`o_i = W_O\, z_i` }]
    : [
        { tex: String.raw`W_O\,[z_i^{(0)}; \dots; z_i^{(H-1)}] = \sum_h W_O^{(h)} z_i^{(h)}` },
        'That is why heads can be studied one at a time.',
      ],
});

export const ATTENTION: Readonly<Record<string, Telling>> = {
  ...{ query, key, value, products, scaled, masked, pattern, sink, weighted },
  'concat-out': concatOut,
};
