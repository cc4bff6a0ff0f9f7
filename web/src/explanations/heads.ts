/** What the attention room explains of many heads at once: what they do, where content comes from, and models that have none. */

import type { AttentionMap, HeadsAnswer, ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted, percent } from '../lib/numbers';

/** What was measured of all heads on the present text. */
export interface HeadSummary {
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
export function headSummary(answer: Pick<HeadsAnswer, 'scores' | 'value_lengths'> | null): HeadSummary | null {
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
  measured: HeadSummary | null,
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
        ? 'The weights of this model are random, so its heads have no habits. In a trained model some do. Each column measures one.'
        : `Each column measures one habit${many ? ` of the ${counted(many, 'head')} shown` : ''}${cross ? ', such as looking at the first token of the source.' : ', such as looking at the token before.'}`,
      ...(measured ? [onYourText(measured, cross)] : []),
      'These are means over your text. Another text gives others.',
      ...(repeats
        ? [
            '*Induction* is copying: when a text repeats itself, the head looks at what came next last time. It is measured on random tokens, so it may not show on your text.',
          ]
        : []),
      'A name for what a head looks at is not yet a name for what it is good for.',
      cross
        ? 'Next, sort by a column and open the head on top. You see the habit as a shape.'
        : 'Next, sort by a column and open the head on top. You see the habit as a shape.',
    ],
    mechanics: [
      cross
        ? 'Each score is a mean over the rows of one pattern. *First token* takes the share in the first column.'
        : 'Each score is a mean over the rows of one pattern. *Previous token* takes the share left of the diagonal, *first token* that in the first column, *itself* the diagonal.',
      ...(cross
        ? []
        : [
            '*Same token* and *punctuation* add up a row’s shares on such keys. Rows that can see no such key are left out. A dash means that there are none.',
            '*Distance* is how many tokens away a head looks on average, weighted by its shares. The neighbour is 1 away.',
          ]),
      '*Entropy* says how spread out a row is: 0 bits if one key has everything, 3 bits if eight keys share equally. *Evenness* divides it by the most that so many keys allow.',
      ...(repeats
        ? [
            'For *induction* the model runs once more, on random tokens that are repeated once. The measure is the share on the token *after* the earlier copy. Such a head needs a partner in an earlier layer, which marks each token with the one before it.',
          ]
        : []),
      'Click a column’s name to sort by it and to see who proposed the measure. A row opens its head.',
    ],
    mathematics: [
      map?.name === 'cross'
        ? '$a_{ij}$ is one head’s pattern and $n$ the number of queries.'
        : '$a_{ij}$ is one head’s pattern and $n$ the number of tokens.',
      {
        tex:
          map?.name === 'cross'
            ? String.raw`\text{first} = \frac{1}{n}\sum_{i=0}^{n-1} a_{i,\,0}`
            : String.raw`\text{first} = \frac{1}{n-1}\sum_{i=1}^{n-1} a_{i,\,0}`,
      },
      ...(cross
        ? []
        : [{ tex: String.raw`\text{previous} = \frac{1}{n-1}\sum_{i=1}^{n-1} a_{i,\,i-1}` }, { tex: DISTANCE }]),
      { tex: ROW_ENTROPY },
      'Evenness is the mean of each row’s entropy over $\\log_2$ of the number of keys it can see.',
      ...(cross ? [] : CERTAIN_KEYS),
      ...(repeats ? REPEATED : []),
    ],
  };
}

const DISTANCE = String.raw`\text{distance} = \frac{\sum_{i,j} a_{ij}\,|i-j|}{\sum_{i,j} a_{ij}}`;
const ROW_ENTROPY = String.raw`\text{entropy} = -\frac{1}{n}\sum_i \sum_j a_{ij} \log_2 a_{ij}`;
const CERTAIN_KEYS: Explanation['mathematics'] = [
  '$\\mathcal{K}_i$ are the keys with the token of $i$, or the punctuation marks:',
  { tex: String.raw`\text{share} = \frac{1}{|\mathcal{Q}|}\sum_{i \in \mathcal{Q}} \sum_{j \in \mathcal{K}_i} a_{ij}` },
  { tex: String.raw`\mathcal{Q} = \{\, i : \mathcal{K}_i \neq \varnothing \,\}` },
];
const REPEATED: Explanation['mathematics'] = [
  'Induction is measured on $m$ random tokens that are repeated once, with $i$ in the second half:',
  { tex: String.raw`\text{induction} = \frac{1}{m}\sum_{i} a_{i,\; i-m+1}` },
  { tex: String.raw`\text{duplicate} = \frac{1}{m}\sum_{i} a_{i,\; i-m}` },
];

/** How many heads look where; from one text to another, nothing stands before. */
function onYourText({ heads, firsts, befores }: HeadSummary, cross: boolean): string {
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
      : 'So large a share is most often a sink, not a finding.'
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
        : `A token looks at tokens that have looked at others before. This view follows the looking back through ${layers}, down to the input.`,
      'The top row is the position you follow. Each row below is one layer earlier and shows how its 100 % are spread. The lowest row is the input.',
      '*Rollout* multiplies shares along each path and adds up the paths. *Flow* treats shares as pipes and asks how much can pass.',
      'Both are approximations, and rough ones. They ignore what the values contain and everything the MLPs do.',
      'Look at the first token’s share before you read anything into the rest. It may be a sink, and you can leave it out of the list.',
    ],
    mechanics: [
      'In each layer the heads’ patterns are averaged. Half of each token’s share stays with itself, for the residual stream. That half is an assumption; nothing measures it.',
      'Rollout starts with all of the share at one position. Multiplying by the matrix of the layer below gives the shares one layer earlier. Each row adds up to 100 %.',
      'Flow takes the same matrices as capacities of a network, with a node for each token at each layer. It solves a maximum flow from the position to each input token. It grows fast with the text, so it has a limit.',
      'If many layers leave their attention on the first token, it gathers a large share. Its values may still add next to nothing. There the picture misleads.',
    ],
    mathematics: [
      'With $a^{(l,h)}$ the pattern of head $h$ in layer $l$, and half of each share kept in place,',
      {
        tex: String.raw`\bar a^{(l)}_{ij} = \tfrac12 \cdot \tfrac1H \sum_h a^{(l,h)}_{ij} + \begin{cases} \tfrac12 & i = j \\ 0 & i \neq j \end{cases}`,
      },
      map?.sink
        ? 'Each row of the mean is first divided by its sum, because sinks take a part of it.'
        : 'Each row adds up to 1.',
      'Rollout starts with $\\rho^{(L)} = 1$ at the position you follow and $0$ elsewhere:',
      { tex: String.raw`\rho^{(l)}_j = \sum_i \rho^{(l+1)}_i\, \bar a^{(l)}_{ij}` },
      '$\\rho^{(0)}$ are the shares of the input. Flow to token $j$ is the maximum flow down to it, with capacities $\\bar a^{(l)}_{ij}$.',
      'Neither contains the values $v_j$, $W_O$ or the MLPs. Two models with the same patterns and different values have the same rollout (Abnar and Zuidema 2020).',
    ],
  };
}

/** An encoder that mixes positions in another way. */
const mixed = (layers: string): Explanation => ({
  title: 'A model without attention',
  intuition: [
    'This model reads the whole text at once. It mixes the vectors of all tokens by a fixed rule.',
    'No pair of tokens gets a score, so there is no pattern to draw.',
  ],
  mechanics: [
    `${layers} has a mixer in attention’s place. What it adds to the stream is the site \`mixer.out\`.`,
    'The residual stream and the norms work as in other models. The other rooms show them.',
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
      'This model reads from left to right and keeps a *state*: a fixed set of numbers in which each layer notes what came before. Each token changes it.',
      'No token looks at another. What it needs of others must be in the state already.',
      'So every new token costs the same, however long the text is. In exchange the state can’t hold everything.',
    ],
    mechanics: [
      `${layers} has a mixer in attention’s place. No pair of tokens gets a score, so there is no pattern to draw.`,
      'Many mixers also mix a token with the few before it directly, by a short convolution.',
      'The residual stream, the norms and the prediction work as in other models. What the mixer adds to the stream is the site `mixer.out`.',
    ],
    mathematics: [
      'A selective state-space model such as Mamba has an input $x_i$ and a state $S_i$:',
      { tex: String.raw`S_i = \bar A_i \odot S_{i-1} + \bar B_i\, x_i` },
      { tex: String.raw`o_i = C_i\, S_i + D \odot x_i` },
      'with $\\bar A_i = e^{\\Delta_i A}$. $A$ does not depend on the token; $\\Delta_i$, $\\bar B_i$ and $C_i$ do. No pattern over pairs $(i, j)$ appears in the computation.',
    ],
  };
}
