/** What the walk-through explains: one explanation for each kind of stage, with the numbers of the model that is open. */

import type { ModelFacts, Stage } from '../app/api/types';
import type { Block, Explanation } from '../lib/explanation';
import { count, counted } from '../lib/numbers';
import { rows } from './facts';
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
  return [
    `This is block ${layer} of ${blocks}, counted from 0. ${alike} the same steps; ${weights}. Left and right arrows go to another one.`,
  ];
}

const LEGEND =
  'A coloured frame marks a result that is computed anew for each text. A hatched frame marks weights: they stay the same.';

function overview(facts: ModelFacts | null): Depths {
  return {
    intuition: [
      'A model does one thing after another, and each is simple. They stand here in order, with the numbers that your text gives.',
      'J and K go through the stages, Space plays them. Click a number to see what it was made of.',
    ],
    mechanics: [LEGEND],
    mathematics: [
      `Text becomes tokens, tokens become vectors, and ${facts ? counted(facts.layers, 'block') : 'the blocks'} work on these vectors.`,
    ],
  };
}

/** What the first stage says besides: the steps of a block, how to move, and what frames mean. */
function beginning(facts: ModelFacts | null): Depths {
  const parallel = facts?.traits.parallel;
  return {
    intuition: ['J and K go through the stages, Space plays them. Click a number to see what it was made of.'],
    mechanics: [LEGEND],
    mathematics:
      facts?.traits.attending && facts.traits.attending === facts.layers
        ? [
            'Each block then works on the vectors $x$,',
            {
              tex: parallel
                ? String.raw`x \leftarrow x + \operatorname{Attention}(x) + \operatorname{MLP}(x)`
                : String.raw`x \leftarrow x + \operatorname{Attention}(x), \qquad x \leftarrow x + \operatorname{MLP}(x)`,
            },
            NORMS[facts.traits.norm_place],
          ]
        : [],
  };
}

const NORMS: Readonly<Record<ModelFacts['traits']['norm_place'], string>> = {
  inputs: 'with a norm of what each part is given.',
  results: 'with a norm of what each part gives.',
  both: 'with a norm of what each part is given and of what it gives.',
  sums: 'with a norm of each sum.',
  nowhere: 'without a norm.',
};

const sizeOf = (facts: ModelFacts | null): string => (facts ? count(facts.d_model) : 'd');
const braced = (n: number): string => count(n).replaceAll(',', '{,}');
const trained = (facts: ModelFacts | null): boolean => facts?.traits.trained ?? true;

const tokens: Telling = (facts) => {
  const { intuition, mechanics, mathematics } = beginning(facts);
  return {
    intuition: [
      'The model can’t read letters. A tokenizer cuts the text into pieces from a fixed list, the *vocabulary*, and replaces each piece by its number.',
      'A frequent word is often one piece, a rare one several. The space before a word often belongs to its piece.',
      ...intuition,
    ],
    mechanics: [
      `The vocabulary ${facts ? `has ${rows(facts)}` : 'is fixed'}. The model never sees the text again, only these numbers.`,
      'The number itself says nothing: token 500 is not like token 501.',
      ...mechanics,
    ],
    mathematics: [
      'A tokenizer is a map from strings to sequences of whole numbers,',
      { tex: String.raw`t = (t_0, \dots, t_{n-1}), \qquad t_i \in \{0, \dots, V-1\}` },
      facts ? `with $V = ${braced(facts.vocabulary)}$.` : 'with a fixed $V$.',
      ...mathematics,
    ],
  };
};

const embed: Telling = (facts, stage) => ({
  intuition: [
    `Each token’s number picks a row of a big table. The row is a list of numbers, a *vector*. ${trained(facts) ? 'Training has filled it in.' : 'This model is untrained: its rows are random. Training would fill them in.'} The same token always begins with the same vector.`,
    trained(facts)
      ? 'Tokens that are used alike often end up with rows that point in similar directions. Rows of rare tokens may be alike for no better reason than that they are rare.'
      : 'In a trained model, tokens that are used alike often have rows that point in similar directions. Here they point anywhere.',
  ],
  mechanics: [
    `The table has ${facts ? `${count(facts.vocabulary)} rows of ${sizeOf(facts)} numbers` : 'one row for each token'}. Nothing is multiplied to find a row: it is copied.${stage.traits.includes('scaled') ? ' This model then multiplies it by a constant.' : ''}`,
    'No single number means anything by itself. What matters is the direction of the whole vector.',
  ],
  mathematics: [
    'With the embedding matrix $W_E \\in \\mathbb{R}^{V \\times d}$, which has a row for each token, a row is picked by a one-hot vector $u_t$:',
    { tex: String.raw`W_E[t] = W_E^\top u_t` },
    'The product gives the same row, and is never computed.',
  ],
});

const BAG =
  'So far a text is a bag of tokens: “dog bites man” and “man bites dog” would be the same. The model has to be told which token stands where.';

const POSITIONS: Readonly<Record<string, Depths>> = {
  sinusoidal: {
    intuition: [BAG, 'This model adds a vector for the place. Its numbers are waves, some short and some long.'],
    mechanics: ['A fixed vector of sines and cosines of different wavelengths is added. Nothing in it was learned.'],
    mathematics: [
      'The formula is that of Vaswani et al. (2017), section 3.5. Some models put sines and cosines side by side, others all sines first; the stage shows which.',
    ],
  },
  learned: {
    intuition: [BAG, 'This model adds a vector for the place, from a second table.'],
    mechanics: ['Each position has a row of a learned table. The table ends, so the text can’t be longer than it.'],
    mathematics: ['With a table $W_P$ of positions,', { tex: String.raw`p_i = W_P[i]` }],
  },
  rotary: {
    intuition: [
      BAG,
      'This model turns queries and keys by an angle that grows with the place. A score of one query and one key then depends on the place only through their distance.',
    ],
    mechanics: [
      '*Rotary*: nothing is added. Pairs of numbers in queries and keys turn like hands of clocks, some fast and some slowly.',
      'The model can still tell absolute places, by the mask and by what a text begins with.',
    ],
    mathematics: [
      'Each pair $k$ is turned by the angle $i\\,\\theta_k$ (Su et al. 2021), and',
      { tex: String.raw`(R_i q)^\top (R_j k) = q^\top R_{j-i}\, k` },
    ],
  },
  relative: {
    intuition: [
      BAG,
      'This model adds nothing to the vectors. Each head adds a learned number to a score, by the distance of the two tokens.',
    ],
    mechanics: ['The distances fall into classes, and far distances share one. Each head has a number for each class.'],
    mathematics: [{ tex: String.raw`s_{ij} \leftarrow s_{ij} + b_{i-j}` }],
  },
  'relative vectors': {
    intuition: [BAG, 'This model compares each query with a vector for the distance of the two tokens as well.'],
    mechanics: ['The products with these vectors are added to the scores.'],
    mathematics: [{ tex: String.raw`s_{ij} \leftarrow s_{ij} + q_i \cdot r_{i-j}` }],
  },
  alibi: {
    intuition: [BAG, 'This model adds nothing to the vectors. Each head lowers a score: the farther away, the more.'],
    mechanics: ['Each head has a fixed slope. A number that grows evenly with the distance is taken from its scores.'],
    mathematics: [{ tex: String.raw`s_{ij} \leftarrow s_{ij} - \lambda_h\,(i - j)` }],
  },
  none: {
    intuition: [
      'No vector says where a token stands. The model reads from left to right, and what came before tells it enough.',
    ],
    mechanics: ['A causal mask or a running state treats early and late tokens differently.'],
    mathematics: ['There is no term for the position in this model’s formulas.'],
  },
};

const positions: Telling = (_, stage) =>
  POSITIONS[stage.traits.find((trait) => trait in POSITIONS) ?? 'none'] ?? POSITIONS['none']!;

const segments: Telling = () => ({
  intuition: ['Some tasks give the model two texts at once. A vector tells it which of the two a token belongs to.'],
  mechanics: ['There is one row for each of the two texts. A single text uses one row throughout.'],
  mathematics: ['With a table $W_S$ and the number $s_i$ of the text, the row $W_S[s_i]$ is added.'],
});

const entering: Telling = (_, stage) => ({
  intuition: [
    stage.traits.includes('sum')
      ? 'Each token’s vector and the vector of its place are added. The blocks start from the sum.'
      : 'The blocks start from these vectors.',
  ],
  mechanics: ['Nothing has been mixed between positions so far.'],
  mathematics: ['$x^{(0)}$ enters block 0, and $x^{(l+1)}$ leaves block $l$.'],
});

const leaving: Telling = () => ({
  intuition: ['The next block is given the normed sum. Nothing is computed in this step.'],
  mechanics: ['In this model each block ends with a norm, so what it gives is what the norm gave.'],
  mathematics: ['$x^{(l+1)}$ leaves block $l$ and enters block $l + 1$.'],
});

const finalNorm: Telling = (facts, stage) => ({
  intuition: ['Before the vectors are compared with the vocabulary, each is rescaled once more.'],
  mechanics: [
    `Each position’s ${sizeOf(facts)} numbers are ${stage.traits.includes('layer norm') ? 'freed of their mean and ' : ''}divided by their typical size${stage.traits.includes('no gains') ? '' : ' and multiplied by learned gains'}.`,
    trained(facts)
      ? 'The unembedding was trained for vectors of this size. Longer ones would give it logits too far apart.'
      : 'Training would fit the unembedding to vectors of this size.',
  ],
  mathematics: [
    'Apart from $\\varepsilon$, the result does not depend on the length: $\\operatorname{norm}(c\\,x) = \\operatorname{norm}(x)$ for $c > 0$.',
  ],
});

const logits: Telling = (facts, stage) => ({
  intuition: [
    'Each vector is compared with a vector of every token in the vocabulary. The better they fit, the higher the score, the *logit*.',
    facts?.predicts === 'masked'
      ? 'Each position gets scores for the token that belongs there.'
      : 'Each position gets scores for the token after it. For writing, only the last position is used.',
  ],
  mechanics: [
    `The *unembedding* has ${facts ? counted(facts.vocabulary, 'row') : 'a row for each token'}. A logit is the dot product of the vector and a row.${stage.traits.includes('tied') ? ' In this model the unembedding is the embedding table itself.' : ''}${stage.traits.includes('head') ? ' The vector passes a head of layers of its own first.' : ''}`,
    'Only differences between logits count.',
  ],
  mathematics: [
    { tex: String.raw`\ell_v = \lVert w_v \rVert\,\lVert y \rVert \cos\angle(w_v, y) + \dots` },
    `with $w_v$ the row of $W_U \\in \\mathbb{R}^{V \\times d}$ for token $v$${stage.traits.includes('tied') ? '; here $W_U = W_E$' : ''}. A difference $\\ell_v - \\ell_w$ is the logarithm of how many times more probable $v$ is than $w$.`,
  ],
});

const softmax: Telling = () => ({
  intuition: [
    'Scores become shares of 100 %. Only the gap between two scores counts: a token that is ahead by 1 gets 2.72 times the share, by 5 about 148 times.',
  ],
  mechanics: [
    'Each logit is put into the exponential function and divided by the sum over the whole vocabulary. The list shows the largest ten; the sum was over all.',
  ],
  mathematics: [
    { tex: String.raw`\frac{p_v}{p_w} = e^{\ell_v - \ell_w}` },
    'A temperature $\\tau$ divides the logits first: $\\ell_v / \\tau$. Here $\\tau = 1$.',
  ],
});

const sampling: Telling = () => ({
  intuition: [
    'The model gives shares and stops. Somebody has to choose: take the largest, or draw at random by the shares. Then the chosen token is appended, and everything begins again.',
  ],
  mechanics: [
    'Taking the largest each time is *greedy* decoding. Drawing lets rarer tokens in; temperature, top-k and top-p say how many. The prediction room lets you choose yourself.',
  ],
  mathematics: [
    { tex: String.raw`\hat t = \arg\max_v p_v \quad\text{or}\quad \hat t \sim p` },
    'Several steps have the probability $\\prod_i p(t_i \\mid t_{<i})$ together.',
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
