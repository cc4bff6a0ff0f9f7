/** What the walk-through explains: one explanation for each kind of stage, with the numbers of the model that is open. */

import type { ModelFacts, Stage } from '../app/api/types';
import type { Block, Explanation } from '../lib/explanation';
import { count, counted } from '../lib/numbers';
import { braced, rows } from './facts';
import { D_MODEL, EXP_RATIO } from './symbols';
import { ATTENTION } from './walkAttention';
import { MLP } from './walkMlp';

/** What a stage's explanation is made of; the title is the stage's own. */
export type Depths = Omit<Explanation, 'title'>;

/** What is known of a stage: its kind, and what is true of it in this model. */
export type Told = Pick<Stage, 'kind' | 'title' | 'layer' | 'stack' | 'traits'>;
export type Telling = (facts: ModelFacts | null, stage: Told) => Depths;

export interface WalkSubject {
  facts: ModelFacts | null;
  stage: Told | null;
  /** How many blocks the stage's stack has. */
  blocks?: number | undefined;
}

export function walk({ facts, stage, blocks }: WalkSubject): Explanation {
  const tell = stage ? TELLINGS[stage.kind] : undefined;
  if (!stage || !tell) return { title: 'From the text to the next word', ...overview(facts) };
  const told = tell(facts, stage);
  const place = stage.layer === null || !facts ? [] : placed(stage.layer, blocks ?? facts.layers, facts);
  return { title: stage.title, ...told, intuition: [...told.intuition, ...place] };
}

function placed(layer: number, blocks: number, facts: ModelFacts): Block[] {
  if (blocks < 2) return ['This model has one block.'];
  const { shared_weights: shared, attending } = facts.traits;
  const alike = attending > 0 && attending < facts.layers ? 'Blocks of one kind do' : 'Every block does';
  const weights = shared ? 'all blocks here share one set of weights' : 'each has weights of its own';
  return [`This is block ${layer} of ${blocks}, counted from 0. ${alike} the same steps; ${weights}.`];
}

const LEGEND =
  'A coloured frame marks a result of this text. A hatched frame marks weights, which are the same for every text.';

const HOW = 'Next, press J to go on and K to go back. Click a number to see what made it.';

function overview(facts: ModelFacts | null): Depths {
  return {
    intuition: [
      'A model works in many steps, each of them simple. Here they are in order, with the numbers of your text.',
      HOW,
    ],
    mechanics: [LEGEND],
    mathematics: [
      `Text becomes tokens, tokens become vectors, and ${facts ? counted(facts.layers, 'block') : 'the blocks'} change these vectors.`,
    ],
  };
}

/** What the first stage says besides: the steps of a block, how to move, and what frames mean. */
function beginning(facts: ModelFacts | null): Depths {
  const parallel = facts?.traits.parallel;
  return {
    intuition: [HOW],
    mechanics: [LEGEND],
    mathematics:
      facts?.traits.attending && facts.traits.attending === facts.layers
        ? [
            'Each block then changes the vectors $x$,',
            ...(parallel
              ? [{ tex: String.raw`x \leftarrow x + \operatorname{Attention}(x) + \operatorname{MLP}(x)` }]
              : [
                  { tex: String.raw`x \leftarrow x + \operatorname{Attention}(x)` },
                  { tex: String.raw`x \leftarrow x + \operatorname{MLP}(x)` },
                ]),
            NORMS[facts.traits.norm_place],
          ]
        : [],
  };
}

const NORMS: Readonly<Record<ModelFacts['traits']['norm_place'], string>> = {
  inputs: 'with a norm of what each part reads.',
  results: 'with a norm of what each part gives.',
  both: 'with a norm of what each part reads and of what it gives.',
  sums: 'with a norm of each sum.',
  nowhere: 'without a norm.',
};

const sizeOf = (facts: ModelFacts | null): string => (facts ? `${count(facts.d_model)} numbers` : 'numbers');
const trained = (facts: ModelFacts | null): boolean => facts?.traits.trained ?? true;

const tokens: Telling = (facts) => {
  const { intuition, mechanics, mathematics } = beginning(facts);
  return {
    intuition: [
      'The model can’t read letters. A tokenizer cuts the text into pieces from a fixed *vocabulary* and replaces each by its number.',
      ...intuition,
    ],
    mechanics: [
      `The vocabulary ${facts ? `has ${rows(facts)}` : 'is fixed'}. A frequent word is often one token, a rare one several.`,
      'The number is a postcode, not a meaning: token 500 is not like token 501.',
      ...mechanics,
    ],
    mathematics: [
      'A text becomes a sequence of whole numbers,',
      { tex: String.raw`t_0, \dots, t_{n-1}` },
      { tex: String.raw`t_i \in \{0, \dots, V-1\}` },
      facts ? `with $V = ${braced(facts.vocabulary)}$.` : 'with a fixed $V$.',
      ...mathematics,
    ],
  };
};

const embed: Telling = (facts, stage) => ({
  intuition: [
    `Each token’s number picks a row of a big table: a list of numbers, its *vector*. ${trained(facts) ? 'Training has filled it in.' : 'This model is untrained: its rows are random.'} The same token always gets the same vector.`,
    trained(facts)
      ? 'Tokens that are used alike often point in similar directions.'
      : 'After training, tokens that are used alike often point alike.',
  ],
  mechanics: [
    `The table has ${facts ? `${count(facts.vocabulary)} rows of ${sizeOf(facts)}` : 'one row for each token'}. A row is copied; nothing is multiplied to find it.${stage.traits.includes('scaled') ? ' This model then multiplies it by a constant.' : ''}`,
    'No single number means anything by itself. The direction of the whole vector does.',
    ...(trained(facts) ? ['Rows of rare tokens may be alike only because the tokens are rare.'] : []),
  ],
  mathematics: [
    `The embedding $W_E \\in \\mathbb{R}^{V \\times ${D_MODEL}}$ has a row for each token. Multiplying it by a row vector that is 1 at $t_i$ and 0 elsewhere gives the same row. Nobody computes that product.`,
  ],
});

const BAG = 'So far a text is a bag of tokens: “dog bites man” and “man bites dog” look the same.';

const POSITIONS: Readonly<Record<string, Depths>> = {
  sinusoidal: {
    intuition: [BAG, 'This model adds a vector for the place. Its numbers are waves, some short and some long.'],
    mechanics: ['The vector has sines and cosines of different wavelengths. Nothing in it was learned.'],
    mathematics: [
      'The formula is in Vaswani et al. (2017), section 3.5. Some models alternate sines and cosines, others put all sines first. The stage shows which.',
    ],
  },
  learned: {
    intuition: [BAG, 'This model adds a vector for the place, from a second table.'],
    mechanics: ['Each position has a row of a learned table. The text can’t be longer than the table.'],
    mathematics: ['The table $W_P$ has a row for each position:', { tex: String.raw`x_i = W_E[t_i] + W_P[i]` }],
  },
  rotary: {
    intuition: [
      BAG,
      'This model turns queries and keys like clock hands. If two tokens move along by one, the angle between them stays.',
    ],
    mechanics: [
      '*Rotary* positions add nothing. Pairs of numbers in queries and keys turn, some fast and some slowly. A score of one query and one key then depends on the place only through their distance.',
      'The model can still tell absolute places, by the mask and by how a text begins.',
    ],
    mathematics: [
      'At position $i$, pair $c$ is turned by the angle $i\\,\\theta_c$ (Su et al. 2021). Turns undo each other up to the distance:',
      { tex: String.raw`(q R_i)(k R_j)^\top = q\, R_{i-j}\, k^\top` },
    ],
  },
  relative: {
    intuition: [BAG, 'This model adds a learned number to each score, by the distance of the two tokens.'],
    mechanics: ['Distances fall into classes, and far ones share one. Each head has a number for each class.'],
    mathematics: [{ tex: String.raw`s_{ij} \leftarrow s_{ij} + b_{i-j}` }],
  },
  'relative vectors': {
    intuition: [BAG, 'This model also compares each query with a vector for the distance of the two tokens.'],
    mechanics: ['The products with these vectors are added to the scores.'],
    mathematics: [{ tex: String.raw`s_{ij} \leftarrow s_{ij} + q_i \cdot \delta_{i-j}` }],
  },
  alibi: {
    intuition: [BAG, 'In this model each head lowers a score: the farther apart the two tokens, the more.'],
    mechanics: ['Each head has a fixed slope. The slope times the distance is subtracted from its scores.'],
    mathematics: [{ tex: String.raw`s_{ij} \leftarrow s_{ij} - \lambda_h\,(i - j)` }],
  },
  none: {
    intuition: [
      'No vector says where a token stands. The model reads from left to right, and what came before tells it enough.',
    ],
    mechanics: ['A causal mask or a running state treats early and late tokens differently.'],
    mathematics: ['This model’s formulas have no term for the position.'],
  },
};

const positions: Telling = (_, stage) =>
  POSITIONS[stage.traits.find((trait) => trait in POSITIONS) ?? 'none'] ?? POSITIONS['none']!;

const segments: Telling = () => ({
  intuition: ['Some tasks give the model two texts at once. A vector says which of the two a token belongs to.'],
  mechanics: ['The table has one row for each of the two texts. A single text uses one row throughout.'],
  mathematics: ['The table is $W_S$. Its row for the text of token $i$ is added to $x_i$.'],
});

const entering: Telling = (_, stage) => ({
  intuition: [
    stage.traits.includes('sum')
      ? 'Each token’s vector and the vector of its place are added. The blocks start from the sum.'
      : 'The blocks start from these vectors.',
  ],
  mechanics: ['So far each position knows only itself.'],
  mathematics: ['$x^{(0)}$ enters block 0, and $x^{(l+1)}$ leaves block $l$.'],
});

const leaving: Telling = () => ({
  intuition: ['The next block reads the normed sum. This step computes nothing.'],
  mechanics: ['In this model each block ends with a norm, so it gives what the norm gave.'],
  mathematics: ['$x^{(l+1)}$ leaves block $l$ and enters block $l + 1$.'],
});

const finalNorm: Telling = (facts, stage) => ({
  intuition: ['Each vector is rescaled once more before it meets the vocabulary.'],
  mechanics: [
    `Each position’s ${sizeOf(facts)} are ${stage.traits.includes('layer norm') ? 'freed of their mean, ' : ''}divided by their typical size${stage.traits.includes('no gains') ? '' : ', and multiplied by learned gains'}.`,
    trained(facts)
      ? 'The unembedding was trained for vectors of this size. Longer ones would push its logits too far apart.'
      : 'Training would fit the unembedding to vectors of this size.',
  ],
  mathematics: [
    'Apart from $\\varepsilon$, the result does not depend on the length: $\\operatorname{norm}(2x) = \\operatorname{norm}(x)$.',
  ],
});

const logits: Telling = (facts, stage) => ({
  intuition: [
    'Each vector meets one vector for every token of the vocabulary. The better two fit, the higher the token’s score, its *logit*.',
    facts?.predicts === 'masked'
      ? 'Each position scores the token that belongs there.'
      : 'Each position scores the token after it. Writing uses only the last position.',
  ],
  mechanics: [
    `The *unembedding* has ${facts ? counted(facts.vocabulary, 'row') : 'a row for each token'}. A logit is the dot product of the vector and a row.${stage.traits.includes('tied') ? ' In this model the unembedding is the embedding table itself.' : ''}${stage.traits.includes('head') ? ' The vector passes a head of layers of its own first.' : ''}`,
    'Only differences between logits count.',
  ],
  mathematics: [
    `$W_U \\in \\mathbb{R}^{${D_MODEL} \\times V}$ has a column $w_t$ for each token${stage.traits.includes('tied') ? '; here $W_U = W_E^\\top$' : ''}. A product is length times length times cosine:`,
    { tex: String.raw`y \cdot w_t = \lVert y \rVert\,\lVert w_t \rVert \cos\angle(y, w_t)` },
    "A difference $\\ell_t - \\ell_{t'}$ is the logarithm of how many times more probable $t$ is than $t'$.",
  ],
});

const softmax: Telling = () => ({
  intuition: [
    'Scores become shares of 100 %. Only the gap between two scores counts. A token that is ahead by 1 gets 2.72 times the share, by 5 about 148 times.',
  ],
  mechanics: [
    'Each logit goes through the exponential function and is divided by the sum over the whole vocabulary. The list shows the largest ten; the sum is over all.',
  ],
  mathematics: [
    { tex: EXP_RATIO },
    'A temperature $\\tau$ divides the logits first: $\\ell_t / \\tau$. Here $\\tau = 1$.',
  ],
});

const sampling: Telling = () => ({
  intuition: [
    'The model gives shares and stops. Someone must choose: take the largest, or draw by the shares. The chosen token is appended, and everything starts again.',
  ],
  mechanics: [
    'Taking the largest each time is *greedy* decoding. Drawing lets rarer tokens in; temperature, top-k and top-p set how many. In the prediction room you choose.',
  ],
  mathematics: [
    { tex: String.raw`\hat t = \operatorname*{arg\,max}_t\, p_t \quad\text{or}\quad \hat t \sim p` },
    'Several steps together have the probability $\\prod_i p(t_i \\mid t_{<i})$.',
  ],
});

const TELLINGS: Readonly<Record<string, Telling>> = {
  ...{ tokens, embed, positions, segments, entering, leaving },
  ...ATTENTION,
  ...MLP,
  ...{ 'final-norm': finalNorm, logits, softmax, sampling },
};

/** The kinds of stages that are explained. */
export const KINDS = Object.keys(TELLINGS);
