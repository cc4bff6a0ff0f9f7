/** What the walk-through says about the stages of attention. */

import type { ModelFacts } from '../app/api/types';
import { counted } from '../lib/numbers';
import { D_HEAD, ENCODED } from './symbols';
import type { Telling } from './walk';

const heads = (facts: ModelFacts | null): string => (facts?.heads ? counted(facts.heads, 'head') : 'heads');
const alone = (facts: ModelFacts | null): boolean => facts?.heads === 1;
const width = (facts: ModelFacts | null): string => (facts?.d_head ? counted(facts.d_head, 'number') : 'numbers');

const TURNED = 'What you see is already turned by position.';

const query: Telling = (facts, { traits }) => ({
  intuition: [
    'Each token makes a *query* for each head: a vector for what the head looks for. Nobody chose the questions, and most can’t be put into words.',
  ],
  mechanics: [
    `The token’s vector is multiplied by the query weights. ${alone(facts) ? `The one head has ${width(facts)}` : `The result is cut into ${heads(facts)} of ${width(facts)}`}.${traits.includes('turned') ? ` ${TURNED}` : ''}${traits.includes('normed') ? ' Each head’s part is normed.' : ''}`,
  ],
  mathematics: [
    'Vectors are rows, so weights stand on the right. PyTorch’s linear layers store the transpose.',
    ...(alone(facts)
      ? ['One product with $W_Q$ gives the queries of all positions.']
      : [
          'The heads’ matrices stand side by side, so one product gives the queries of all heads:',
          { tex: String.raw`W_Q = [W_Q^{(0)}, \dots, W_Q^{(H-1)}]` },
        ]),
    ...(traits.includes('turned') ? ['$R_i$ is the rotation of position $i$. It turns pairs of numbers.'] : []),
  ],
});

const key: Telling = (facts, { traits }) => ({
  intuition: [
    'Each token also makes a *key*, which queries are matched against. The better a query and a key fit, the more the query takes from that token.',
  ],
  mechanics: [
    `Keys are made as queries are, with weights of their own.${traits.includes('turned') ? ` ${TURNED}` : ''}`,
    ...(facts && facts.key_value_heads < facts.heads && traits.includes('shared') ? [shared(facts)] : []),
  ],
  mathematics: [
    ...(traits.includes('cross') ? [`$${ENCODED}_j$ is what the encoder returns for token $j$ of the source.`] : []),
    ...(traits.includes('normed')
      ? ['With queries and keys normed, a score depends on their directions, apart from the gains.']
      : [
          `Apart from biases, a product of query and key is one bilinear form of the two vectors they come from. Its matrix has a rank of at most $${D_HEAD}$:`,
          { tex: traits.includes('turned') ? String.raw`W_Q\, R_{i-j}\, W_K^\top` : String.raw`W_Q W_K^\top` },
        ]),
  ],
});

/** That heads share keys and values, as multi-query or grouped-query attention. */
export function shared({ heads, key_value_heads: sets }: Pick<ModelFacts, 'heads' | 'key_value_heads'>): string {
  if (sets === 1)
    return `*Multi-query attention*: all ${heads} heads share one set of keys and values. The cache is ${heads} times smaller, but all heads hand over the same values.`;
  return `*Grouped-query attention*: ${sets} sets of keys and values serve ${heads} heads. The cache is smaller, but a group’s heads hand over the same values.`;
}

const value: Telling = (_, { traits }) => ({
  intuition: ['Each token makes a *value*: what it hands over when a query picks it. It need not resemble the key.'],
  mechanics: ['A third product, with weights of its own.', placeOfValues(traits)],
  mathematics: [
    'A value is a linear map of the vector at its position. A head’s result is linear in the values, but not in queries or keys.',
  ],
});

function placeOfValues(traits: readonly string[]): string {
  if (traits.includes('cross')) return 'Here the values come from the source that the encoder read.';
  if (traits.includes('turned')) return 'This model turns values by position too.';
  if (traits.includes('rotary'))
    return 'This model turns queries and keys by position, not values. Place still reaches values through what earlier layers mixed in.';
  if (traits.includes('learned') || traits.includes('sinusoidal'))
    return 'Positions were added to the embeddings, so place is in the values from the start.';
  return 'Place reaches the values through what earlier layers mixed in.';
}

const products: Telling = () => ({
  intuition: [
    'Every query meets every key. The better the two fit, the larger the number. It shows where a token looks, not why the model answers as it does.',
  ],
  mechanics: [
    'A query and a key are multiplied number by number, and the products are added: a dot product. It is positive if the two point in similar directions and negative if they point apart.',
  ],
  mathematics: [
    { tex: String.raw`q_i \cdot k_j = \lVert q_i \rVert\,\lVert k_j \rVert \cos\angle(q_i, k_j)` },
    'So a long key gets large products of both signs.',
  ],
});

const scaled: Telling = (facts, { traits }) => ({
  intuition: ['Every product is multiplied by one fixed number. It helps keep one key from taking nearly everything.'],
  mechanics: [
    traits.includes('root') && facts?.d_head
      ? `This model divides by the square root of the head’s width, √${facts.d_head}. Without it, wide heads would start training with nearly all of a share on one key.`
      : 'This model sets a number of its own.',
  ],
  mathematics: [
    `If the numbers of $q$ and $k$ were independent, with mean 0 and variance 1, their dot product would have variance $${D_HEAD}$.`,
    ...(traits.includes('root') ? ['Divided by its root, the product has variance 1.'] : []),
  ],
});

const masked: Telling = (_, { traits }) => {
  const causal = traits.includes('causal');
  return {
    intuition: traits.includes('all')
      ? ['Nothing is hidden here: every token may look at every other. Decoders need a mask at this step.']
      : causal
        ? ['A token can’t look at what comes after it. Hatched cells hold no number that counts.']
        : ['Tokens that are farther apart than the window are hidden and get no share.'],
    mechanics: [
      ...(traits.includes('all')
        ? ['Softmax gets every score as it is.']
        : ['A hidden pair gets −∞, or a number nearly as low. Softmax turns it into exactly 0.']),
      ...(traits.includes('window')
        ? ['This layer has a *window*: keys too far away are hidden as well. The note at the stage says how far.']
        : []),
      ...(traits.includes('bias') ? ['These numbers include a bias by distance.'] : []),
    ],
    mathematics: traits.includes('all')
      ? ['There is no mask: $M_{ij} = 0$ for every pair.']
      : [
          { tex: String.raw`M_{ij} \in \{0, -\infty\}` },
          causal
            ? '$M_{ij} = -\\infty$ for $j > i$. So one text is as many exercises at once as it has tokens: each position predicts without seeing the answer.'
            : '$M_{ij} = -\\infty$ if the distance is too large.',
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
      'A share says how much a token takes from another, not why the model answers as it does.',
      ...(traits.includes('causal')
        ? [
            sink
              ? 'The first token can look only at itself. What it does not keep goes to the sink.'
              : 'The first token has only itself to look at, so its share is 100 %.',
          ]
        : []),
    ],
    mechanics: [
      `Each score goes through the exponential function and is divided by the row’s sum${sink ? ', the sink’s included' : ''}. A score that is larger by 1 gets a share 2.72 times as large.`,
    ],
    mathematics: [
      { tex: String.raw`\frac{a_{ij}}{a_{ij'}} = e^{s_{ij} - s_{ij'}}` },
      'The row’s maximum is subtracted first. That changes nothing and keeps the exponentials finite.',
    ],
  };
};

const sink: Telling = () => ({
  intuition: [
    'Each head of this model has a *sink*, which takes a share and hands nothing over. A head that finds nothing can put its share there.',
  ],
  mechanics: ['The sink has a learned score and no value. Softmax counts it in each row.'],
  mathematics: [
    'Together the keys of a row have less than 1:',
    { tex: String.raw`\sum_j a_{ij} = 1 - a_{i\varnothing}` },
  ],
});

const weighted: Telling = () => ({
  intuition: [
    'Each token now collects. It takes the values of the tokens it may look at, scales each by its share, and adds them up.',
  ],
  mechanics: ['A large share of a short value brings little. The result is one vector for each head and position.'],
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
      ? 'The head’s result is multiplied by the output weights.'
      : `The results of ${heads(facts)} stand side by side and are multiplied by the output weights. That is the same as giving each head a part of the weights and adding up the results.`,
  ],
  mathematics: alone(facts)
    ? [{ tex: String.raw`o_i = z_i W_O` }]
    : [
        { tex: String.raw`[z_i^{(0)}, \dots, z_i^{(H-1)}]\, W_O = \sum_h z_i^{(h)} W_O^{(h)}` },
        'That is why heads can be studied one at a time.',
      ],
});

export const ATTENTION: Readonly<Record<string, Telling>> = {
  ...{ query, key, value, products, scaled, masked, pattern, sink, weighted },
  'concat-out': concatOut,
};
