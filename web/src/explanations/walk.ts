/** What the walk-through explains: one explanation for each kind of stage, with the numbers of the model that is open. */

import type { ModelFacts, Stage } from '../api/types';
import type { Block, Explanation } from '../frame/explanation';
import { count } from '../frame/numbers';
import { ATTENTION } from './walkAttention';
import { MLP } from './walkMlp';

/** What a stage's explanation is made of; the title is the stage's own. */
export type Depths = Omit<Explanation, 'title'>;
export type Telling = (facts: ModelFacts | null) => Depths;

export interface WalkSubject {
  facts: ModelFacts | null;
  stage: Pick<Stage, 'kind' | 'title' | 'layer'> | null;
}

export function walk({ facts, stage }: WalkSubject): Explanation {
  const tell = stage ? TELLINGS[stage.kind] : undefined;
  const title = stage && tell ? stage.title : 'From the text to the next word';
  const place = stage?.layer === null || stage?.layer === undefined || !facts ? [] : [placed(stage.layer, facts)];
  const told = (tell ?? overview)(facts);
  return { title, ...told, intuition: [...told.intuition, ...place] };
}

function placed(layer: number, { layers }: ModelFacts): Block {
  if (layers < 2) return 'This model has one block.';
  return `This is block ${layer}; they are numbered from 0 to ${layers - 1}. Every block does the same steps with weights of its own. Left and right arrows go to another one.`;
}

const overview: Telling = (facts) => ({
  intuition: [
    'A model does one thing after another, and each is simple. Here they stand in order, with the numbers that your text gives.',
    'Press J or K to go through the stages, Space to let them play. Choose a number to see what it was made of.',
  ],
  mechanics: [
    `Text becomes tokens, tokens become vectors, and ${facts ? `${facts.layers} blocks` : 'the blocks'} add to these vectors. What is left at the end is compared with every token of the vocabulary.`,
    'Frames in red pencil hold what flows: it is computed anew for each text. Frames in ink hold weights: training fixed them.',
  ],
  mathematics: [
    'A block is a function that adds to the residual stream,',
    { tex: String.raw`x \leftarrow x + \operatorname{Attention}(x), \qquad x \leftarrow x + \operatorname{MLP}(x)` },
    'with a norm before each part or after the sum, depending on the model.',
  ],
});

const sizeOf = (facts: ModelFacts | null): string => (facts ? count(facts.d_model) : 'd');

const tokens: Telling = (facts) => ({
  intuition: [
    'The model can’t read letters. The text is cut into pieces from a fixed list, the *vocabulary*, and each piece is replaced by its number.',
    'Frequent words are one piece; rare ones are several. The space before a word often belongs to its piece.',
  ],
  mechanics: [
    `The vocabulary ${facts ? `has ${count(facts.vocabulary)} tokens` : 'is fixed'}. The tokenizer was made before the model was trained, and the model never sees the text again, only these numbers.`,
    'The number itself says nothing: token 500 is not like token 501.',
  ],
  mathematics: [
    'A tokenizer is a map from strings to sequences of whole numbers,',
    { tex: String.raw`t = (t_1, \dots, t_T), \qquad t_i \in \{0, \dots, V-1\}` },
    facts ? `with $V = ${count(facts.vocabulary).replaceAll(',', '{,}')}$.` : 'with a fixed $V$.',
  ],
});

const embed: Telling = (facts) => ({
  intuition: [
    'Each token’s number is looked up in a big table. Its row is a list of numbers, a *vector*, that training has filled in. The same token always begins with the same vector.',
    'Tokens that are used alike end up with rows that point in like directions.',
  ],
  mechanics: [
    `The table has ${facts ? `${count(facts.vocabulary)} rows of ${sizeOf(facts)} numbers` : 'one row for each token'}. Nothing is multiplied here: a row is copied. Some models then multiply it by a constant or normalise it.`,
    'No single number means anything by itself. What matters is the direction of the whole vector.',
  ],
  mathematics: [
    'With the embedding matrix $W_E \\in \\mathbb{R}^{V \\times d}$, the vector of position $i$ is a row of it,',
    { tex: String.raw`x_i = W_E[t_i] = e_{t_i}^\top W_E` },
    'the product of a one-hot vector and the table, computed without the product.',
  ],
});

const positions: Telling = () => ({
  intuition: [
    'So far a text is a bag of tokens: “dog bites man” and “man bites dog” would be the same. The model has to be told which token stands where.',
    'There are several ways. Some models add a vector for the place. Others turn queries and keys by an angle that grows with the place, so that only distances count.',
  ],
  mechanics: [
    '*Sinusoidal*: a fixed vector of sines and cosines of different wavelengths is added. *Learned*: a row of a second table is added, and there is none beyond the longest text of training.',
    '*Rotary*: nothing is added. In every block, pairs of numbers in each query and key are turned like hands of clocks, the first pairs fast and the last ones slowly. The values are not turned.',
    'A *bias* by distance on the scores is yet another way (T5 types, ALiBi).',
  ],
  mathematics: [
    'Sinusoidal (Vaswani et al. 2017, section 3.5; some models put all sines first):',
    { tex: String.raw`p_{i,2k} = \sin\frac{i}{10000^{2k/d}}, \quad p_{i,2k+1} = \cos\frac{i}{10000^{2k/d}}` },
    'Rotary (Su et al. 2021): each pair of dimensions is turned by $i\\,\\theta_k$,',
    { tex: String.raw`(R_i q)^\top (R_j k) = q^\top R_{j-i}\, k` },
    'so that a score depends on position only through the distance $j - i$.',
  ],
});

const finalNorm: Telling = (facts) => ({
  intuition: ['Before the vectors are compared with the vocabulary, each is brought to a common size once more.'],
  mechanics: [
    `Every position’s ${sizeOf(facts)} numbers are divided by their typical size and multiplied by learned gains. Without this, a vector that grew through many blocks would make the model look surer than it is.`,
  ],
  mathematics: [
    'For an RMS norm,',
    { tex: String.raw`y_i = g \odot \frac{x_i}{\sqrt{\tfrac1d \sum_j x_{ij}^2 + \varepsilon}}` },
    'A layer norm first subtracts the mean, and may add a bias.',
  ],
});

const logits: Telling = (facts) => ({
  intuition: [
    'Each vector is compared with a vector of every token in the vocabulary. The better they fit, the higher the score, the *logit*.',
    'Every position gets scores for what belongs there or comes next. For writing, only the last position is used.',
  ],
  mechanics: [
    `The *unembedding* has a row for each of ${facts ? `the ${count(facts.vocabulary)} tokens` : 'the tokens'}. A logit is the product of the vector and that row, summed. In some models the unembedding is the embedding table itself.`,
    'Only differences between logits count.',
  ],
  mathematics: [
    { tex: String.raw`\ell_i = W_U\, y_i \in \mathbb{R}^V` },
    'with a bias, a scale or a soft-cap where the model has one; with tied weights $W_U = W_E$.',
  ],
});

const softmax: Telling = () => ({
  intuition: [
    'Scores become shares of 100 %. A score that is a little higher gets a share that is much larger, but no token gets nothing.',
  ],
  mechanics: [
    'Each logit is put into the exponential function and divided by the sum over the whole vocabulary. The list shows the largest ten; the sum was over all.',
  ],
  mathematics: [
    { tex: String.raw`p_v = \frac{e^{\ell_v}}{\sum_{w} e^{\ell_w}}` },
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
    'The text after $n$ steps has the probability $\\prod_i p(t_i \\mid t_{<i})$.',
  ],
});

const TELLINGS: Readonly<Record<string, Telling>> = {
  ...{ tokens, embed, positions },
  ...ATTENTION,
  ...MLP,
  ...{ 'final-norm': finalNorm, logits, softmax, sampling },
};

/** The kinds of stages that are explained. */
export const KINDS = Object.keys(TELLINGS);
