/** What the walk-through says about norms, the residual stream and the MLP. */

import type { ModelFacts } from '../app/api/types';
import { counted } from '../lib/numbers';
import type { Depths, Telling } from './walk';

const hidden = (facts: ModelFacts | null): string => (facts?.d_mlp ? counted(facts.d_mlp, 'number') : 'more numbers');

const norm: Telling = (_, { traits }) => ({
  intuition: [
    traits.includes('sums')
      ? 'The sum is rescaled to a standard size. What was written early loses a little weight each time.'
      : 'The vector is rescaled to a standard size. The next step sees its direction, whatever its length.',
  ],
  mechanics: [
    `Each position by itself: ${traits.includes('layer norm') ? 'the mean is taken away, and ' : ''}the numbers are divided by their typical size${traits.includes('no gains') ? '. This norm has no gains' : ' and multiplied by learned gains, one for each dimension'}. ${
      traits.includes('layer norm')
        ? 'This is a *layer norm*.'
        : traits.includes('rms norm')
          ? 'This is an *RMS norm*: the mean stays.'
          : ''
    }`.trim(),
  ],
  mathematics: [
    '$\\varepsilon$ is a small number that keeps the divisor from being 0. Apart from it, the result does not depend on the length:',
    { tex: String.raw`\operatorname{norm}(c\,x) = \operatorname{norm}(x), \quad c > 0` },
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
      ...(traits.includes('parallel')
        ? ['Here attention and MLP were given the same vector, and both are added.']
        : []),
      ...(facts?.traits.trained === false
        ? []
        : [
            'In trained models a few dimensions often grow very large, most of all at the first position. If that is so here, the legend counts them.',
          ]),
    ],
    mathematics: sums
      ? ['Each sum is normed, so the vectors are no plain sum of what the blocks wrote.']
      : traits.includes('own way')
        ? ['This model does more than to add here.']
        : [
            'Unrolled over all blocks, with $x^{(0)}$ what enters block 0 and $f_l$ what block $l$ adds,',
            { tex: String.raw`x^{(L)} = x^{(0)} + \sum_{l=0}^{L-1} f_l` },
          ],
  };
};

const up: Telling = (facts, { traits }) => ({
  intuition: [
    'Each token now works by itself. Its vector is compared with many small patterns, the *neurons*, and each answers with one number.',
    'Most neurons answer to many unrelated things.',
  ],
  mechanics: [
    `The vector is multiplied with a matrix that gives ${hidden(facts)}, one for each neuron. No position sees another here.`,
    ...(traits.includes('gated') ? ['Each of these numbers meets its gate in the next step.'] : []),
  ],
  mathematics: [
    'The row of $W_{\\text{up}}$ for a neuron says which direction it answers to:',
    { tex: String.raw`u_c = w_c^{\text{up}} \cdot x` },
  ],
});

const gate: Telling = (facts) => ({
  intuition: ['One set of neurons acts as gates: each decides how far its partner, in the next step, is let through.'],
  mechanics: [
    `A product that gives ${hidden(facts)}, with weights of its own. After the activation function each number is multiplied with its partner’s.`,
  ],
  mathematics: [{ tex: String.raw`f = \phi(g) \odot u` }, 'Shazeer 2020, “GLU variants improve transformer”.'],
});

const activation: Telling = (_, { traits }) =>
  traits.includes('gated')
    ? {
        intuition: [
          'The gate is bent, so that negative gates close almost to zero. What passes can still be positive or negative: the other half gives the sign.',
        ],
        mechanics: [
          'A bent function is applied to each gate by itself. The result is multiplied with the up number of the same neuron. Without the bend, a gate could not close.',
        ],
        mathematics: [COMMON, CHOICES, 'Here the argument is the gate $g$.'],
      }
    : {
        intuition: [
          'Each number is bent by itself: large positive ones pass, negative ones end at zero or near it.',
          'Without this bend, the MLP’s two matrices would fold into one, and making the vector wider would gain nothing.',
        ],
        mechanics: ['A bent function is applied to each number by itself. It mixes neither neurons nor positions.'],
        mathematics: [COMMON, CHOICES, 'Here the argument is $u$.'],
      };

const COMMON = 'Common choices for $\\phi$ are';
const CHOICES = {
  tex: String.raw`\operatorname{ReLU}(a) = \max(0, a), \quad \operatorname{SiLU}(a) = a\,\sigma(a), \quad \operatorname{GELU}(a) = a\,\Phi(a)`,
};

const down: Telling = (facts, { traits }) => ({
  intuition: [
    'Each neuron adds a vector of its own, as much of it as its number says.',
    'Geva et al. (2021) read these vectors as notes that a neuron’s pattern brings up. Taking one neuron out rarely removes a fact.',
  ],
  mechanics: [
    traits.includes('experts')
      ? 'The chosen experts each give a vector. They are weighed and added.'
      : `A second matrix brings the ${hidden(facts)} back to the width of the residual stream. Each neuron has one column: what it writes.`,
  ],
  mathematics: [
    { tex: String.raw`W_{\text{down}}\, f = \sum_c f_c\, w_c^{\text{down}}` },
    '$w_c^{\\text{down}}$ is the column of neuron $c$.',
  ],
});

const router: Telling = () => ({
  intuition: [
    'This model has several MLPs, its *experts*. For each token, a small part of the model chooses one or a few of them.',
  ],
  mechanics: [
    'The vector is multiplied with one row for each expert. The highest scores win; their scores, scaled, say how much each chosen expert counts.',
    'Some models add experts that always work.',
  ],
  mathematics: [
    { tex: String.raw`o = \sum_{e \in \operatorname{top}_k(r)} w_e\, \operatorname{MLP}_e(x)` },
    'The weights $w_e$ come from a soft-max in some models, from sigmoids in others. Whether they sum to 1 differs too.',
  ],
});

const mixer: Telling = (facts) => (facts?.kind === 'encoder' ? MIXED : CARRIED);

const MIXED: Depths = {
  intuition: ['This block has no attention here. It mixes the positions of the text in another way.'],
  mechanics: [
    'No score is computed for a pair of tokens. Each position’s result depends on other positions all the same.',
  ],
  mathematics: ['One example is FNet (Lee-Thorp et al. 2021), which takes a Fourier transform over the positions.'],
};

const CARRIED: Depths = {
  intuition: [
    'This block has no attention here. Something is carried along the text, and each token reads from it and adds to it.',
  ],
  mechanics: [
    'What is carried has one size however long the text is. Many mixers also mix a few neighbouring tokens directly, by a short convolution.',
  ],
  mathematics: [
    'A selective state-space model (Gu and Dao 2023), for one, has a state $s$ and an input $x$:',
    { tex: String.raw`s_i = \bar A_i \odot s_{i-1} + \bar B_i\, x_i, \qquad y_i = C_i\, s_i + D \odot x_i` },
    'with $\\bar A_i = e^{\\Delta_i A}$: $A$ does not depend on the token, $\\Delta_i$ does.',
  ],
};

export const MLP: Readonly<Record<string, Telling>> = {
  ...{ norm, residual, activation, router, mixer },
  ...{ 'mlp-up': up, 'mlp-gate': gate, 'mlp-down': down },
};
