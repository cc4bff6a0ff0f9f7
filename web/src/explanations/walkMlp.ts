/** What the walk-through says about norms, the residual stream and the MLP. */

import type { ModelFacts } from '../app/api/types';
import { counted } from '../lib/numbers';
import type { Depths, Telling } from './walk';

const hidden = (facts: ModelFacts | null): string => (facts?.d_mlp ? counted(facts.d_mlp, 'number') : 'more numbers');

const norm: Telling = (_, { traits }) => ({
  intuition: [
    traits.includes('sums')
      ? 'The sum is rescaled to a standard size. What was written early loses a little weight each time.'
      : 'The vector is rescaled to a standard size, whatever its length. The next step sees its direction.',
  ],
  mechanics: [
    `Each position is normed by itself. ${traits.includes('layer norm') ? 'The mean is subtracted, and the' : 'The'} numbers are divided by their typical size${traits.includes('no gains') ? '. This norm has no gains' : ' and multiplied by learned gains'}. ${
      traits.includes('layer norm')
        ? 'This is a *layer norm*.'
        : traits.includes('rms norm')
          ? 'This is an *RMS norm*: the mean stays.'
          : ''
    }`.trim(),
  ],
  mathematics: [
    '$\\varepsilon$ is a small number that keeps the divisor from being 0. Apart from it, the result does not depend on the length:',
    { tex: String.raw`\operatorname{norm}(2x) = \operatorname{norm}(x)` },
  ],
});

const residual: Telling = (facts, { traits }) => {
  const sums = traits.includes('sums');
  return {
    intuition: [
      'The block adds its result to the vector. It doesn’t replace it.',
      sums
        ? 'In this model each sum is normed next, so what was written early fades.'
        : 'A later block can still cancel what an earlier one wrote, by adding the opposite.',
    ],
    mechanics: [
      'The sum is taken number by number.',
      ...(sums ? [] : ['A later block can read what an early one wrote, and training reaches the first blocks.']),
      ...(traits.includes('parallel') ? ['Here attention and MLP read the same vector, and both are added.'] : []),
      ...(facts?.traits.trained === false
        ? []
        : [
            'In trained models a few dimensions often grow very large, most of all at the first position. If so here, the legend counts them.',
          ]),
    ],
    mathematics: sums
      ? ['Each sum is normed, so the vectors are no plain sum of what the blocks wrote.']
      : traits.includes('own way')
        ? ['This model does more than add here.']
        : [
            '$x^{(0)}$ enters block 0, and block $l$ adds $o^{(l)}$. So over all blocks',
            { tex: String.raw`x^{(L)} = x^{(0)} + \sum_{l=0}^{L-1} o^{(l)}` },
          ],
  };
};

const up: Telling = (facts, { traits }) => ({
  intuition: [
    'Each token now works by itself. Its vector is compared with many small patterns, the *neurons*. Each answers with one number, and most answer to many unrelated things.',
  ],
  mechanics: [
    `The vector is multiplied by a matrix that gives ${hidden(facts)}, one for each neuron. No position sees another here.`,
    ...(traits.includes('gated') ? ['Each of these numbers meets its gate in the next step.'] : []),
  ],
  mathematics: [
    'A neuron’s column of $W_{\\text{up}}$ is the direction it answers to:',
    { tex: String.raw`u_c = x \cdot w_c` },
  ],
});

const gate: Telling = (facts) => ({
  intuition: ['One set of neurons acts as gates. Each decides how far its partner, in the next step, is let through.'],
  mechanics: [
    `A product that gives ${hidden(facts)}, with weights of its own. After the activation function, each is multiplied by its partner’s number.`,
  ],
  mathematics: [{ tex: String.raw`f = \phi(g) \odot u` }, 'Shazeer 2020, “GLU variants improve transformer”.'],
});

const activation: Telling = (_, { traits }) =>
  traits.includes('gated')
    ? {
        intuition: [
          'The gate is bent, so that negative gates close almost to zero. What passes can be positive or negative: the other half gives the sign.',
        ],
        mechanics: [
          'A bent function is applied to each gate. The result is multiplied by the same neuron’s up number. Without the bend, a gate could not close.',
        ],
        mathematics: [COMMON, ...CHOICES, 'Here the gates $g$ go through it.'],
      }
    : {
        intuition: [
          'Each number is bent: large positive ones pass, negative ones end at zero or near it.',
          'Without this bend, the MLP’s two matrices would fold into one.',
        ],
        mechanics: ['A bent function is applied to each number. It mixes neither neurons nor positions.'],
        mathematics: [COMMON, ...CHOICES],
      };

const COMMON = 'Common choices for $\\phi$ are';
const CHOICES = [
  { tex: String.raw`\operatorname{ReLU}(u) = \max(0, u)` },
  { tex: String.raw`\operatorname{SiLU}(u) = u\,\sigma(u)` },
  { tex: String.raw`\operatorname{GELU}(u) = u\,\Phi(u)` },
];

const down: Telling = (facts, { traits }) => ({
  intuition: ['Each neuron adds a vector of its own, as much of it as its number says.'],
  mechanics: [
    traits.includes('experts')
      ? 'The chosen experts each give a vector. These are weighted and added.'
      : `A second matrix brings the ${hidden(facts)} back to the width of the residual stream. Each neuron has one vector: what it writes.`,
    'Geva et al. (2021) read these vectors as notes that a neuron’s pattern brings up. Removing one neuron rarely removes a fact.',
  ],
  mathematics: [
    { tex: String.raw`f W_{\text{down}} = \sum_c f_c\, w_c` },
    '$w_c$ is the row of $W_{\\text{down}}$ for neuron $c$.',
  ],
});

const router: Telling = () => ({
  intuition: ['This model has several MLPs, its *experts*. For each token, a router chooses one or a few of them.'],
  mechanics: [
    'The vector is multiplied by one vector for each expert. The highest scores win; scaled, they say how much each chosen expert counts.',
    'Some models add experts that always work.',
  ],
  mathematics: [
    {
      tex: String.raw`o = \sum_{\text{chosen}} w_{\text{expert}} \operatorname{MLP}_{\text{expert}}(\hat x)`,
    },
    'The weights come from softmax in some models, from sigmoids in others. They need not add up to 1.',
  ],
});

const mixer: Telling = (facts) => (facts?.kind === 'encoder' ? MIXED : CARRIED);

const MIXED: Depths = {
  intuition: ['This block has no attention. It mixes the positions of the text in another way.'],
  mechanics: ['No pair of tokens gets a score. Each position’s result still depends on other positions.'],
  mathematics: ['One example is FNet (Lee-Thorp et al. 2021), which takes a Fourier transform over the positions.'],
};

const CARRIED: Depths = {
  intuition: [
    'This block has no attention. Notes of one fixed size are carried along the text. Each token reads from them and adds to them.',
  ],
  mechanics: [
    'What is carried has one size however long the text is. Many mixers also mix neighbouring tokens directly, by a short convolution.',
  ],
  mathematics: [
    'A selective state-space model (Gu and Dao 2023), for one, has a state $S$ and an input $x$:',
    { tex: String.raw`S_i = \bar A_i \odot S_{i-1} + \bar B_i\, x_i` },
    { tex: String.raw`o_i = C_i\, S_i + D \odot x_i` },
    'with $\\bar A_i = e^{\\Delta_i A}$: $A$ does not depend on the token, $\\Delta_i$ does.',
  ],
};

export const MLP: Readonly<Record<string, Telling>> = {
  ...{ norm, residual, activation, router, mixer },
  ...{ 'mlp-up': up, 'mlp-gate': gate, 'mlp-down': down },
};
