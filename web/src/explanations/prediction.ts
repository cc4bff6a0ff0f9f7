/** What the prediction room explains, with the numbers of the model that is open. */

import type { Explanation } from '../lib/explanation';
import type { ModelFacts } from '../app/api/types';
import { count, counted } from '../lib/numbers';
import { braced, rows } from './facts';
import { D_MODEL, ENTROPY, EXP_RATIO } from './symbols';

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
    `The model gives a share to ${facts ? 'each of ' : ''}${size(facts)}: ${what}. Together they are 100 %.`,
    ...(masked
      ? ['It reads the text on both sides of the gap.']
      : ['The model does not choose. Choosing is a step of its own, and writing repeats it.']),
    facts?.traits.trained === false
      ? 'This model is untrained: its weights are random, and so are its shares.'
      : 'A large share does not make something true. It says what tends to stand here in texts like those the model was trained on.',
    'The *entropy* says how undecided the model is. At 0 bits one token has everything. Each further bit doubles the choice.',
    masked
      ? 'Next, click a token to put it into the gap. The model then reads the whole text again.'
      : 'Next, click a token to append it. The model reads the longer text and gives new shares. *Step* and *Run* take the most probable one.',
  ];
}

function mechanics(facts: ModelFacts | null, masked: boolean): Explanation['mechanics'] {
  const width = facts ? `${count(facts.d_model)} numbers` : 'numbers';
  return [
    `After the last layer, ${masked ? 'the masked position' : 'each position'} holds a vector of ${width}. ${masked ? 'It is transformed and normalised once more. Then it' : normed(facts) ? 'It is normalised once more. Then it' : 'It'} is multiplied by the *unembedding*, which has ${facts ? counted(facts.vocabulary, 'row') : 'a row for each token'}. Each row gives one number, the *logit*.`,
    'Only differences between logits count: add 5 to all of them and nothing changes. *Softmax* takes exponentials and divides them by their sum over the whole vocabulary.',
    ...(masked
      ? ['The shares belong to the position that you selected. A special mask token stands there in place of a word.']
      : [
          'Each position predicts the token after it, all in one pass. Select an earlier token to see what the model expected next. It could not see the answer, because no position sees ahead.',
          'An appended token goes in by its id, not as text. The same letters typed by hand may be cut differently.',
          'Special tokens stand for no text, and one of them ends it. When it is the most probable, *Run* stops. Chat programs often draw by the shares instead, so their answers vary.',
        ]),
    ...(facts?.traits.trained === false
      ? []
      : ['Training on chats shifts shares, and leaves them less well calibrated.']),
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
  const d = facts ? `$${D_MODEL} = ${facts.d_model}$` : `$${D_MODEL}$`;
  const V = facts ? `$V = ${braced(facts.vocabulary)}$` : '$V$';
  return [
    `$x_i$ is the residual stream at position $i$ after the last layer, a row of ${d} numbers. $W_U \\in \\mathbb{R}^{${D_MODEL} \\times V}$ is the unembedding, with ${V}:`,
    {
      tex: masked
        ? String.raw`\ell = \operatorname{head}(x_i)\, W_U + b`
        : String.raw`y_i = ${normed(facts) ? String.raw`\operatorname{norm}(x_i)` : 'x_i'}, \quad \ell = y_i W_U`,
    },
    masked
      ? 'The head is a dense layer, an activation function and a norm. $b$ has a number for each token.'
      : 'Some models add a bias, a scale or a soft cap. The logits you see are those after it.',
    { tex: String.raw`p_t = \frac{e^{\ell_t}}{\sum_{t'} e^{\ell_{t'}}}` },
    { tex: String.raw`${EXP_RATIO}` },
    'So a logit that is larger by 1 means a probability 2.72 times as large. The entropy in bits is',
    { tex: ENTROPY },
    facts
      ? `It lies between 0 and $\\log_2 V = ${Math.log2(facts.vocabulary).toPrecision(3)}$. $2^{\\operatorname{entropy}(p)}$ equally probable tokens would be as hard to guess.`
      : '$2^{\\operatorname{entropy}(p)}$ equally probable tokens would be as hard to guess.',
    ...(masked
      ? [
          'Each gap has its own distribution. Two gaps are filled independently: their product is no joint distribution.',
        ]
      : [
          'The probability of a text, given its first token, is a product:',
          { tex: String.raw`P(t_1, \dots, t_{n-1} \mid t_0) = \prod_{i=1}^{n-1} p(t_i \mid t_{<i})` },
          'Greedy decoding takes the most probable token at each step. It need not find the most probable text.',
        ]),
  ];
}

/** An encoder without a head for predicting. */
function withoutHead(facts: ModelFacts): Explanation {
  return {
    title: 'A model that predicts no tokens',
    intuition: [
      'This model turns a text into vectors. It gives no shares to tokens, so it predicts none.',
      'Its tokens still look at each other. The attention room shows how.',
    ],
    mechanics: [
      `${facts.layers === 1 ? 'Its one layer works' : `Its ${facts.layers} layers work`} as in a model that writes. At the end each token has a vector of ${counted(facts.d_model, 'number')}, and no unembedding follows.`,
      'To compare two texts, some models average the vectors of each text. Others take that of the first token. The angle between the two results says how alike the texts are.',
    ],
    mathematics: [
      `The last output is $x_0, \\dots, x_{n-1}$, rows of $${D_MODEL} = ${facts.d_model}$ numbers. There is no $W_U$, so there are no logits. A text’s vector may be the mean, and the cosine compares two texts:`,
      { tex: String.raw`y = \frac{1}{n}\sum_i x_i` },
      { tex: String.raw`\cos\angle(y, y') = \frac{y \cdot y'}{\lVert y \rVert\,\lVert y' \rVert}` },
    ],
  };
}
