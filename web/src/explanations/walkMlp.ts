/** What the walk-through says about norms, the residual stream and the MLP. */

import type { ModelFacts } from '../api/types';
import { count } from '../frame/numbers';
import type { Telling } from './walk';

const hidden = (facts: ModelFacts | null): string => (facts?.d_mlp ? `${count(facts.d_mlp)} numbers` : 'more numbers');

const norm: Telling = () => ({
  intuition: [
    'The vector is brought to a common size, so that the next step works equally well whether the numbers have grown large or stayed small.',
  ],
  mechanics: [
    'Each position by itself: the numbers are divided by their typical size and multiplied by learned gains, one for each dimension. A *layer norm* also subtracts the mean; an *RMS norm* does not.',
    'Some models normalise before attention and MLP, others after adding. The stage’s inputs say which it is here.',
  ],
  mathematics: [
    { tex: String.raw`\operatorname{RMS}(x) = g \odot \frac{x}{\sqrt{\tfrac1d\sum_j x_j^2 + \varepsilon}}` },
    {
      tex: String.raw`\operatorname{LN}(x) = g \odot \frac{x - \bar x}{\sqrt{\tfrac1d\sum_j (x_j - \bar x)^2 + \varepsilon}} + b`,
    },
  ],
});

const residual: Telling = () => ({
  intuition: [
    'What was found is added to what was there. Nothing is overwritten: each token’s vector runs through the model like a stream that every block adds to.',
  ],
  mechanics: [
    'The sum is taken number by number. Because it only adds, a later block can still read what an early one wrote, and training reaches the first blocks without fading.',
    'A few dimensions often grow very large. Colours then end before the largest values, and the legend says so.',
  ],
  mathematics: [
    { tex: String.raw`x \leftarrow x + f(x)` },
    'Unrolled over all blocks, $x^{(L)} = x^{(0)} + \\sum_\\ell f_\\ell$, up to norms after the sum where a model has them.',
  ],
});

const up: Telling = (facts) => ({
  intuition: [
    'Each token now works by itself. Its vector is spread over many small detectors, and each answers with one number.',
  ],
  mechanics: [
    `The vector is multiplied with a matrix that makes it wider: ${hidden(facts)}, one for each *neuron*. No position sees another here.`,
  ],
  mathematics: [{ tex: String.raw`u = W_{\text{up}}\, x \in \mathbb{R}^{d_{\text{mlp}}}` }],
});

const gate: Telling = (facts) => ({
  intuition: ['A second set of detectors decides how far each of the others is let through.'],
  mechanics: [
    `A product of the same width (${hidden(facts)}) with weights of its own. After the activation function it is multiplied with the other one, number by number.`,
  ],
  mathematics: [
    { tex: String.raw`g = W_{\text{gate}}\, x, \qquad h = \phi(g) \odot (W_{\text{up}}\, x)` },
    'Shazeer 2020, “GLU variants improve transformer”.',
  ],
});

const activation: Telling = () => ({
  intuition: [
    'Detectors that found nothing are turned down to almost zero. Without this step, all blocks together could do no more than one product with one matrix.',
  ],
  mechanics: [
    'A bent function is applied to each number by itself: large positive ones pass, negative ones are pressed towards zero. In a gated MLP the result is multiplied with the other half.',
  ],
  mathematics: [
    'Common choices are',
    {
      tex: String.raw`\operatorname{ReLU}(u) = \max(0, u), \quad \operatorname{SiLU}(u) = u\,\sigma(u), \quad \operatorname{GELU}(u) = u\,\Phi(u)`,
    },
  ],
});

const down: Telling = (facts) => ({
  intuition: [
    'Each detector that answered adds its own contribution to the vector. This is where much of what a model knows is thought to be stored.',
  ],
  mechanics: [
    `A second matrix brings the ${hidden(facts)} back to the width of the residual stream. Each neuron has one column: what it writes when it is active.`,
  ],
  mathematics: [{ tex: String.raw`o = W_{\text{down}}\, h = \sum_n h_n\, w_n` }],
});

const router: Telling = () => ({
  intuition: [
    'This model has several MLPs, its *experts*. For each token, a small part of the model chooses a few of them.',
  ],
  mechanics: [
    'The vector is multiplied with one row for each expert. The highest scores win; their soft-max says how much each chosen expert counts.',
  ],
  mathematics: [
    {
      tex: String.raw`r = \operatorname{softmax}(W_r x), \qquad o = \sum_{e \in \operatorname{top}_k(r)} r_e\, \operatorname{MLP}_e(x)`,
    },
    'Whether the weights are made to sum to 1 differs from model to model.',
  ],
});

const mixer: Telling = () => ({
  intuition: [
    'This block has no attention. A running memory passes along the text, and each token reads from it and adds to it.',
  ],
  mechanics: [
    'What the memory keeps and what it forgets is decided by the token itself. Its size does not grow with the text, and there is no table of who looks at whom.',
  ],
  mathematics: [
    { tex: String.raw`h_t = A_t \odot h_{t-1} + B_t x_t, \qquad y_t = C_t h_t` },
    'in a selective state-space model (Gu and Dao 2023).',
  ],
});

export const MLP: Readonly<Record<string, Telling>> = {
  ...{ norm, residual, activation, router, mixer },
  ...{ 'mlp-up': up, 'mlp-gate': gate, 'mlp-down': down },
};
