/** What the prediction room explains, with the numbers of the model that is open. */

import type { Explanation } from '../lib/explanation';
import type { ModelFacts } from '../app/api/types';
import { count, counted } from '../lib/numbers';
import { rows } from './facts';

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

const normed = (facts: ModelFacts | null): boolean => facts?.traits.final_norm ?? true;
const size = (facts: ModelFacts | null): string => (facts ? `its ${rows(facts)}` : 'all its tokens');

function intuition(facts: ModelFacts | null, masked: boolean): Explanation['intuition'] {
  const what = masked ? 'how probable it is in the gap' : 'how probable it is as the next one';
  return [
    `At the end of its work, the model gives a share to ${facts ? 'each of ' : ''}${size(facts)}: ${what}. All shares together are 100 %. You see the largest; all others are one bar, so that nothing is hidden.`,
    ...(masked
      ? [
          'It reads the text on both sides of the gap. Choose a token to put it there, and the model reads the whole text again.',
        ]
      : [
          'The model does not choose. It only gives shares. Choosing is a step of its own, and here it is yours: click a token, and it is appended. The model then reads the longer text and gives new shares.',
          'That is all there is to writing: one token at a time. *Step* and *Run* always take the most probable token. Chat programs often draw at random by the shares instead, so they don’t answer the same way twice.',
        ]),
    facts?.traits.trained === false
      ? 'This model is untrained: its weights are random, and so are its shares.'
      : 'A large share is not a promise that something is true. It says what tends to stand here in texts like those that the model was trained on. Training on chats moves shares too, and leaves them less well calibrated.',
    'The *entropy* says how undecided the model is. At 0 bits, one token has everything. Each further bit means as much doubt as a choice among twice as many equally probable tokens.',
  ];
}

function mechanics(facts: ModelFacts | null, masked: boolean): Explanation['mechanics'] {
  const width = facts ? `${count(facts.d_model)} numbers` : 'numbers';
  return [
    `After the last layer, ${masked ? 'the masked position' : 'each position'} holds a vector of ${width}. ${masked ? 'It is transformed and normalised once more, then' : normed(facts) ? 'It is normalised once more, then' : 'It is'} multiplied with the *unembedding*: a matrix with ${facts ? counted(facts.vocabulary, 'row') : 'a row for each token'}. Each row gives one number, the *logit*.`,
    'A logit may be any number, and only differences between logits count: add 5 to all of them and nothing changes. The *soft-max* makes them into shares: exponentials, divided by their sum over the whole vocabulary. No list here is cut off before that sum.',
    ...(masked
      ? [
          'Position matters: the shares belong to the one position that you selected. The special mask token stands there in place of a word.',
        ]
      : [
          'Each position predicts the token after it, all in the same pass. Select an earlier token to see what the model expected after it. It could not see the answer: no position sees what comes after it.',
          'An appended token goes in by its number in the vocabulary, not as text. That can matter: the same letters typed by hand may be cut into tokens differently.',
          'Some tokens are special and stand for no text, such as the one that ends it. When one of these is the most probable, *Run* stops.',
        ]),
    ...(facts
      ? [
          facts.traits.quantisation
            ? `The numbers are computed in ${facts.dtype}. The weights were rounded when they were stored (${facts.traits.quantisation}), so the full model’s shares differ.`
            : `The numbers are computed in ${facts.dtype}. Another precision, or a rounded copy of the weights, gives different shares.`,
        ]
      : []),
  ];
}

function mathematics(facts: ModelFacts | null, masked: boolean): Explanation['mathematics'] {
  const V = facts ? `$V = ${count(facts.vocabulary).replaceAll(',', '{,}')}$` : '$V$';
  return [
    `Let $x_i \\in \\mathbb{R}^{d}$ be the residual stream at position $i$ after the last layer${facts ? `, $d = ${facts.d_model}$` : ''}. With the unembedding $W_U \\in \\mathbb{R}^{V \\times d}$, ${V},`,
    {
      tex: masked
        ? String.raw`\ell = W_U \operatorname{head}(x_i) + b`
        : String.raw`\ell = W_U\, y_i, \quad y_i = ${normed(facts) ? String.raw`\operatorname{norm}(x_i)` : 'x_i'}`,
    },
    masked
      ? 'with the head’s dense layer, activation and norm, and with $b$ a bias for each token of the vocabulary.'
      : 'with a bias, a scale or a soft-cap on $\\ell$ where the model has one; the logits shown are those after it.',
    {
      tex: String.raw`p_v = \frac{e^{\ell_v}}{\sum_{w=0}^{V-1} e^{\ell_w}} \qquad \frac{p_v}{p_w} = e^{\ell_v - \ell_w}`,
    },
    'So a logit that is larger by 1 means a probability 2.72 times as large. The entropy, in bits, is',
    { tex: String.raw`H(p) = -\sum_{v=0}^{V-1} p_v \log_2 p_v` },
    facts
      ? `over the whole vocabulary. It lies between 0 and $\\log_2 V$; here $\\log_2 V = ${Math.log2(facts.vocabulary).toPrecision(3)}$ bits would be complete indifference. $2^{H}$ is the number of equally probable tokens with the same doubt.`
      : 'over the whole vocabulary. $2^{H}$ is the number of equally probable tokens with the same doubt.',
    ...(masked
      ? [
          'Each gap has its own distribution. Two gaps are filled independently of each other; their product is no joint distribution.',
        ]
      : [
          'The probability of a text, given its first token, is the product of such steps:',
          { tex: String.raw`P(t_1, \dots, t_{n-1} \mid t_0) = \prod_{i=1}^{n-1} p(t_i \mid t_{<i})` },
          'Taking the most probable token at each step (greedy decoding) need not give the most probable text.',
        ]),
  ];
}

/** An encoder without a head for predicting. */
function withoutHead(facts: ModelFacts): Explanation {
  return {
    title: 'A model that predicts no tokens',
    intuition: [
      'This model turns a text into vectors. It has no part that gives shares to tokens, so it predicts none.',
      'Its tokens look at each other all the same. The attention room shows how.',
    ],
    mechanics: [
      `${facts.layers === 1 ? 'Its one layer works' : `Its ${facts.layers} layers work`} as in a model that writes. At the end there is a vector of ${counted(facts.d_model, 'number')} for each token, and no unembedding that would score the vocabulary with it.`,
      'To compare two texts, some models of this kind average the vectors of each text, others take that of the first token. The angle between the two results says how alike the texts are.',
    ],
    mathematics: [
      'The model’s last output is $x_0, \\dots, x_{n-1}$ with $x_i \\in \\mathbb{R}^{d}$, $d = ' +
        facts.d_model +
        '$. There is no $W_U$, so there are no logits. A text’s vector may be the mean, and two texts are compared by the cosine:',
      {
        tex: String.raw`e = \frac{1}{n}\sum_{i=0}^{n-1} x_i \qquad \cos(e, e') = \frac{e \cdot e'}{\lVert e \rVert\,\lVert e' \rVert}`,
      },
    ],
  };
}
