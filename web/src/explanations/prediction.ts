/** What the prediction room explains, with the numbers of the model that is open. */

import type { Explanation } from '../frame/explanation';
import type { ModelFacts } from '../api/types';
import { count } from '../frame/numbers';

export function prediction(facts: ModelFacts | null): Explanation {
  if (facts?.predicts === 'nothing') return withoutHead(facts);
  const masked = facts?.predicts === 'masked';
  return {
    title: masked ? 'What fits in the gap' : 'What comes next',
    intuition: intuition(facts, masked),
    mechanics: mechanics(facts, masked),
    mathematics: mathematics(facts, masked),
  };
}

const size = (facts: ModelFacts | null): string => (facts ? `${count(facts.vocabulary)} tokens` : 'all its tokens');

function intuition(facts: ModelFacts | null, masked: boolean): Explanation['intuition'] {
  const what = masked ? 'how probable it is in the gap' : 'how probable it is as the next one';
  return [
    `At the end of its work, the model gives a share to each of the ${size(facts)} in its vocabulary: ${what}. All shares together are 100 %. You see the largest; all others are one bar, so that nothing is hidden.`,
    ...(masked
      ? [
          'It reads the text on both sides of the gap. Choose a token to put it there, and the model reads the whole text again.',
        ]
      : [
          'The model does not choose. It only gives shares. Choosing is a step of its own, and here it is yours: click a token, and it is appended. The model then reads the longer text and gives new shares.',
          'That is all there is to writing: one token at a time. *Step* and *Run* always take the most probable token. Chat programs often draw at random by the shares instead, so they don’t answer the same way twice.',
        ]),
    'A large share is not a promise that something is true. It says what tends to stand here in texts like those that the model was trained on.',
    'The *entropy* says how undecided the model is. At 0 bits, one token has everything. Each further bit means as much doubt as a choice among twice as many equally probable tokens.',
  ];
}

function mechanics(facts: ModelFacts | null, masked: boolean): Explanation['mechanics'] {
  const width = facts ? `${count(facts.d_model)} numbers` : 'numbers';
  return [
    `After the last layer, ${masked ? 'the masked position' : 'each position'} holds a vector of ${width}. ${masked ? 'It is transformed and normalised once more' : 'It is normalised once more'}, then multiplied with the *unembedding*: a matrix with one row for each of the ${size(facts)}. Each row gives one number, the *logit*.`,
    'A logit may be any number, and only differences between logits count: add 5 to all of them and nothing changes. The *soft-max* makes them into shares: exponentials, divided by their sum over the whole vocabulary. No list here is cut off before that sum.',
    ...(masked
      ? [
          'Position matters: the shares belong to the one position that you selected. The special mask token stands there in place of a word.',
        ]
      : [
          'Each position predicts the token after it, all in the same pass. Select an earlier token to see what the model expected after it. The causal mask makes sure that it could not see the answer.',
          'An appended token goes in by its number in the vocabulary, not as text. That can matter: the same letters typed by hand may be cut into tokens differently.',
          'Some tokens are special and stand for no text, such as the one that ends it. When one of these is the most probable, *Run* stops.',
        ]),
    ...(facts
      ? [
          `The numbers are computed in ${facts.dtype}, with the weights as they were stored. Another precision or a compressed copy of the same model gives slightly different shares.`,
        ]
      : []),
  ];
}

function mathematics(facts: ModelFacts | null, masked: boolean): Explanation['mathematics'] {
  const V = facts ? `$V = ${count(facts.vocabulary).replaceAll(',', '{,}')}$` : '$V$';
  return [
    `Let $x_t \\in \\mathbb{R}^{d}$ be the residual stream at position $t$ after the last layer${facts ? `, $d = ${facts.d_model}$` : ''}. With the unembedding $W_U \\in \\mathbb{R}^{V \\times d}$, ${V},`,
    { tex: masked ? String.raw`\ell = W_U\, g(x_t) + b` : String.raw`\ell = W_U\, \operatorname{norm}(x_t)` },
    masked
      ? 'where $g$ is the head’s dense layer, activation and norm, and $b$ a bias for each token of the vocabulary.'
      : 'with a bias, a scale or a soft-cap on $\\ell$ where the model has one; the logits shown are those after it.',
    {
      tex: String.raw`p_v = \frac{e^{\ell_v}}{\sum_{w=1}^{V} e^{\ell_w}} \qquad \frac{p_v}{p_w} = e^{\ell_v - \ell_w}`,
    },
    'So a logit that is larger by 1 means a probability 2.72 times as large. The entropy, in bits, is',
    { tex: String.raw`H(p) = -\sum_{v=1}^{V} p_v \log_2 p_v` },
    facts
      ? `over the whole vocabulary. It lies between 0 and $\\log_2 V$; here $\\log_2 V = ${Math.log2(facts.vocabulary).toPrecision(3)}$ bits would be complete indifference. $2^{H}$ is the number of equally probable tokens with the same doubt.`
      : 'over the whole vocabulary. $2^{H}$ is the number of equally probable tokens with the same doubt.',
    ...(masked
      ? [
          'Each gap has its own distribution. Two gaps are filled independently of each other; their product is no joint distribution.',
        ]
      : [
          'The probability of a text, given its first token, is the product of such steps:',
          { tex: String.raw`P(t_2, \dots, t_n \mid t_1) = \prod_{i=2}^{n} p(t_i \mid t_{<i})` },
          'Taking the most probable token at each step (greedy decoding) need not give the most probable text.',
        ]),
  ];
}

/** An encoder without a head for predicting. */
function withoutHead(facts: ModelFacts): Explanation {
  return {
    title: 'A model that predicts no tokens',
    intuition: [
      'This model was made to turn a text into numbers, so that texts with a like meaning get like numbers. It was not made to write, and it has no part that gives shares to tokens.',
      'Its tokens look at each other all the same. The attention room shows how.',
    ],
    mechanics: [
      `Each of its ${facts.layers} layers works as in a model that writes. At the end there is a vector of ${facts.d_model} numbers for each token, and no unembedding that would score the vocabulary with it.`,
      'To compare two texts, one averages the vectors of each and takes the angle between the two averages.',
    ],
    mathematics: [
      'The model’s last output is $x_1, \\dots, x_T$ with $x_t \\in \\mathbb{R}^{d}$, $d = ' +
        facts.d_model +
        '$. There is no $W_U$, so there are no logits. A text’s vector is commonly the mean, and two texts are compared by the cosine:',
      {
        tex: String.raw`e = \frac{1}{T}\sum_{t=1}^{T} x_t \qquad \cos(e, e') = \frac{e \cdot e'}{\lVert e \rVert\,\lVert e' \rVert}`,
      },
    ],
  };
}
