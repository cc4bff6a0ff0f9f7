/** What the attention room explains of many heads at once: what they do, where content comes from, and models that have none. */

import type { AttentionMap, HeadsAnswer, ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted, percent } from '../lib/numbers';

/** What was measured of all heads on the present text. */
export interface Habits {
  heads: number;
  /** How many give more than half to the first token, and to the token before. */
  firsts: number;
  befores: number;
  /** What a head gives the first token on average: a share. */
  first: number;
  /** How long the first token's values are on average, and those of the others. */
  lengths: HeadsAnswer['value_lengths'];
}

/** The sums of a measurement; null where it has too little to sum up. */
export function habitsOf(answer: Pick<HeadsAnswer, 'scores' | 'value_lengths'> | null): Habits | null {
  const all = (name: string) => (answer?.scores[name] ?? []).flat().filter((value) => value !== null);
  const [firsts, befores] = [all('first'), all('previous')];
  if (!firsts.length) return null;
  const many = (values: number[]) => values.filter((value) => value > 0.5).length;
  const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
  return {
    heads: firsts.length,
    firsts: many(firsts),
    befores: many(befores),
    first: mean,
    lengths: answer?.value_lengths ?? null,
  };
}

/** The table of what heads do. */
export function habits(
  facts: ModelFacts | null,
  map: Pick<AttentionMap, 'heads' | 'patterns' | 'name'> | null,
  measured: Habits | null,
): Explanation {
  const attending = map?.patterns.filter((site) => site !== null).length ?? facts?.traits.attending ?? 0;
  const many = attending * (map?.heads ?? facts?.heads ?? 0);
  const untrained = facts?.traits.trained === false;
  const cross = map?.name === 'cross';
  /** Induction is measured where one stack reads in one direction. */
  const repeats = facts?.kind === 'decoder';
  return {
    title: 'What heads do',
    intuition: [
      untrained
        ? 'The weights of this model are random, so its heads have no habits. In a trained model, some heads have habits that are easy to name. Each column measures one.'
        : `Each column measures one habit${many ? ` of the ${counted(many, 'head')} shown` : ''}${cross ? ': looking at the first token of the source, or at many tokens alike' : ': looking at the token before, at the first token, at commas and full stops'}.`,
      ...(measured ? [onYourText(measured, cross)] : []),
      cross
        ? 'Sort by a column, then open the heads on top. You will see the habit as a shape: the first token is a dark column on the left.'
        : 'Sort by a column, then open the heads on top. You will see the habit as a shape: the token before is a line just under the diagonal, the first token a dark column on the left.',
      ...(repeats
        ? [
            '*Induction* is a habit of copying. If a text repeats itself, such a head looks for what came after the same token last time. It is measured on random tokens that are repeated once. A head that scores there may not show it on your text.',
          ]
        : []),
      'The other numbers are means over your text alone. Another text gives other numbers: a head may be quiet here and busy elsewhere.',
      'A name for what a head looks at is not yet a name for what it is good for.',
    ],
    mechanics: [
      cross
        ? 'Each score is a mean over the rows of one pattern. *First token* takes the weight in the first column. Queries and keys are of two texts, so that none is before or beside another.'
        : 'Each score is a mean over the rows of one pattern. *Previous token* takes the weight just left of the diagonal; *first token* the weight in the first column; *itself* the diagonal.',
      ...(cross
        ? []
        : [
            '*Same token* and *punctuation* add up a row’s weights on certain keys, and leave out rows that have no such key in view. A text without a repeated token has nothing to measure there: a dash.',
            '*Distance* is how many tokens away a token looks on average, weighed by the pattern: 1 is the neighbour.',
          ]),
      '*Entropy* says how spread out a row is: 0 bits where one key has everything, 3 bits where eight keys share it equally. *Evenness* divides that by the most that is possible for so many keys.',
      ...(repeats
        ? [
            'For *induction* the model runs once more, on random tokens that are repeated. In the second half, the weight on the token *after* the earlier place of the same token is taken. A head of this kind needs another one in an earlier layer that tells each token what came before it.',
          ]
        : []),
      'Click a column’s name to sort by it and to see who proposed the measure. A row opens its head.',
    ],
    mathematics: [
      map?.name === 'cross'
        ? 'Let $a_{ij}$ be one head’s pattern, $n$ the number of queries. Then, counting from 0,'
        : 'Let $a_{ij}$ be one head’s pattern, $n$ the number of tokens. Then, counting from 0,',
      {
        tex:
          map?.name === 'cross'
            ? String.raw`\text{first} = \frac{1}{n}\sum_{i=0}^{n-1} a_{i,\,0}`
            : String.raw`\text{previous} = \frac{1}{n-1}\sum_{i=1}^{n-1} a_{i,\,i-1} \qquad \text{first} = \frac{1}{n-1}\sum_{i=1}^{n-1} a_{i,\,0}`,
      },
      { tex: cross ? ENTROPY : String.raw`${DISTANCE} \qquad ${ENTROPY}` },
      'Evenness is the mean of each row’s entropy over $\\log_2$ of the number of keys that it has in view.',
      ...(cross ? [] : CERTAIN_KEYS),
      ...(repeats ? REPEATED : []),
    ],
  };
}

const DISTANCE = String.raw`\text{distance} = \frac{\sum_{i,j} a_{ij}\,|i-j|}{\sum_{i,j} a_{ij}}`;
const ENTROPY = String.raw`\text{entropy} = -\frac{1}{n}\sum_i \sum_j a_{ij} \log_2 a_{ij}`;
const CERTAIN_KEYS: Explanation['mathematics'] = [
  'For a set $S_i$ of keys (those with the token of $i$, or the punctuation marks),',
  {
    tex: String.raw`\text{share} = \frac{1}{|Q|}\sum_{i \in Q} \sum_{j \in S_i} a_{ij}, \quad Q = \{\, i : S_i \neq \varnothing \,\}`,
  },
];
const REPEATED: Explanation['mathematics'] = [
  'Induction, on $m$ random tokens that are repeated once, with $i$ in the second half:',
  {
    tex: String.raw`\text{induction} = \frac{1}{m}\sum_{i} a_{i,\; i-m+1} \qquad \text{duplicate} = \frac{1}{m}\sum_{i} a_{i,\; i-m}`,
  },
];

/** How many heads look where; from one text to another, nothing stands before. */
function onYourText({ heads, firsts, befores }: Habits, cross: boolean): string {
  const many = `On your text, ${count(firsts)} of ${counted(heads, 'head')} ${firsts === 1 ? 'gives' : 'give'} the first token${cross ? ' of the source' : ''} more than half`;
  return cross
    ? `${many}.`
    : `${many}, and ${count(befores)} ${befores === 1 ? 'gives' : 'give'} it to the token before.`;
}

/** That nearly all of a position's rollout ends at the first token, and why that is no finding; null where it does not. */
export function gathered(share: number | undefined, position: number, causal: boolean): string | null {
  if (share === undefined || share <= 0.9 || position === 0) return null;
  return `Here the first token gathers ${percent(share)}. ${
    causal
      ? 'It looks at itself alone, so whatever reaches it stays there. The share is no finding.'
      : 'So large a share is most often a sink, and not a finding.'
  }`;
}

/** Attention rollout and flow. */
export function rollout(facts: ModelFacts | null, map: Pick<AttentionMap, 'patterns' | 'sink'> | null): Explanation {
  const attending = map?.patterns.filter((site) => site !== null).length ?? facts?.traits.attending;
  const layers = attending ? counted(attending, 'layer') : 'the layers';
  return {
    title: 'Back to the input',
    intuition: [
      attending === 1
        ? 'One layer has attention here, so there is one step back from a position to the input.'
        : `A token looks at tokens that have themselves looked at others before. After ${layers}, what stands at one place may have come a long way. This view follows the looking back, layer by layer, to the input.`,
      'The top row is the position that you follow. Each row below is one layer earlier, and shows how its 100 % are spread over the tokens. The lowest row is the input.',
      '*Rollout* multiplies the shares along every path and adds the paths up. *Flow* treats the same shares as widths of pipes, and asks how much can pass at most.',
      'Both are approximations, and rough ones. They know where heads look, and nothing of the values that are fetched there, or of what the MLPs do with them. Look at the share of the first token before you read anything into the rest: it may be a sink, which hands little over. You can leave it out of the list.',
    ],
    mechanics: [
      'In each layer the patterns of all heads are averaged. Half of each token’s share stays with itself: that stands for the residual stream, which carries every token on beside what attention adds. The half is an assumption, and not measured.',
      'Rollout begins with all of the share at the position, and goes down: the shares of one depth, times the matrix of the layer below, give the shares of the next depth. Each row adds up to 100 %.',
      'Flow takes the same matrices as the capacities of a network, with a node for each token at each depth, and solves a maximum flow from the position to each input token. It grows fast with the text, so it has a limit.',
      'If many layers leave their attention on the first token, that token gathers a large share, though its values may add next to nothing. There the picture misleads.',
    ],
    mathematics: [
      'With $A^{(l)}_h$ the pattern of head $h$ in layer $l$, $H$ heads and $I$ the identity,',
      { tex: String.raw`\bar{A}^{(l)} = \tfrac{1}{2}\Big(\tfrac{1}{H}\sum_h A^{(l)}_h\Big) + \tfrac{1}{2} I` },
      map?.sink
        ? 'where each row of the mean is first divided by its sum, since a part of it goes to sinks.'
        : 'with rows that sum to one.',
      'Rollout for position $p$, with $e_p$ the row vector that is 1 at $p$ and 0 elsewhere, is',
      { tex: String.raw`r^{(L)} = e_p, \qquad r^{(l)} = r^{(l+1)} \bar{A}^{(l)}, \qquad l = L-1, \dots, 0` },
      'and $r^{(0)}$ are the shares of the input. The flow to token $j$ is the maximum flow from the node of $p$ after the last layer to the node of $j$ at the input, where the edge from $i$ after layer $l$ to $j$ before it has the capacity $\\bar{A}^{(l)}_{ij}$.',
      'Neither contains the values $v_j$, the output matrices or the MLPs: two models with the same patterns and different values have the same rollout (Abnar & Zuidema 2020).',
    ],
  };
}

/** An encoder that mixes positions in another way. */
const mixed = (layers: string): Explanation => ({
  title: 'A model without attention',
  intuition: [
    'This model reads the whole text at once, and mixes the vectors of its tokens without asking which fits which.',
    'No score is computed for a pair of tokens, so there is no pattern to draw.',
  ],
  mechanics: [
    `${layers} has a mixer in attention’s place. What it adds to the stream is the site \`mixer.out\`.`,
    'The residual stream and the norms are as in other models, and can be seen in the other rooms.',
  ],
  mathematics: ['One example is FNet (Lee-Thorp et al. 2021), which takes a Fourier transform over the positions.'],
});

/** A model in which no token looks at another. */
export function without(facts: ModelFacts | null): Explanation {
  const layers =
    facts?.layers === 1 ? 'Its one layer' : facts ? `Each of its ${facts.layers} layers` : 'Each of its layers';
  if (facts?.kind === 'encoder') return mixed(layers);
  return {
    title: 'A model without attention',
    intuition: [
      'This model reads from left to right and keeps a *state*: a fixed number of values in which each layer notes what came before. A new token changes the state, and what the layer gives depends on the token and on the state.',
      'No score is computed for a pair of tokens. What a token needs of others must be in the state already.',
      'That costs the same for every new token, however long the text is. In exchange the state can’t hold everything, and must leave something out.',
    ],
    mechanics: [
      `${layers} has a mixer in attention’s place. There is no score for a pair of tokens and no soft-max over them, so there is no pattern to draw.`,
      'Many mixers also mix a token with the few before it directly, by a short convolution.',
      'The residual stream, the norms, the prediction: all of these are as in other models, and can be seen in the other rooms. What the mixer adds to the stream is the site `mixer.out`.',
    ],
    mathematics: [
      'A selective state-space model (Mamba) has, for its input $x_i$ and state $s_i$, the form',
      { tex: String.raw`s_i = \bar A_i \odot s_{i-1} + \bar B_i\, x_i, \qquad y_i = C_i\, s_i + D \odot x_i` },
      '$\\bar A_i = e^{\\Delta_i A}$: $A$ does not depend on the token, $\\Delta_i$, $\\bar B_i$ and $C_i$ do. No pattern over pairs $(i, j)$ appears in the computation. One would have to be derived from products of the $\\bar A_i$, which this room does not show.',
    ],
  };
}
