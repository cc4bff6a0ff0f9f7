/** What is explained of a classifier: a model whose head scores classes and no tokens. */
import type { ClassesAnswer, ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { counted } from '../lib/numbers';
import { braced } from './facts';
import { D_MODEL } from './symbols';

/** With an answer, what it says is told of the kind of classifier that gave it. */
export function classes(facts: ModelFacts | null, answer: ClassesAnswer | null): Explanation {
  const several = facts ? counted(facts.labels.length, 'class', 'classes') : 'its classes';
  const of = answer === null ? 'what it reads' : answer.position === null ? 'the text' : 'each token';
  const width = facts ? `$${D_MODEL} = ${braced(facts.d_model)}$` : `$${D_MODEL}$`;
  return {
    title: 'A classifier’s scores',
    intuition: [
      `This model gives ${of} a score for each of ${several}. It does not score the tokens of a vocabulary, so it predicts none.`,
      facts?.traits.trained === false
        ? 'This model is untrained: its weights are random, and so are its scores.'
        : 'The names of the classes come from the model’s configuration. The examples it was trained on decided what they mean.',
      'A large score is not a proof. A text unlike those examples gets scores too.',
    ],
    mechanics: [
      `After the last layer each position has a vector of ${facts ? counted(facts.d_model, 'number') : 'numbers'}. The head takes ${answer?.position === null ? 'one vector for the whole text' : 'each of them'} and multiplies it by a matrix with a row for each class. Some heads put a layer of their own before that.`,
      ...(answer ? [MECHANICS[answer.shares]] : []),
    ],
    mathematics: [
      `From a vector $y$ of ${width} numbers, the head’s last step gives a score for each class:`,
      { tex: String.raw`\ell = y W_{\text{class}} + b` },
      ...(answer ? MATHEMATICS[answer.shares] : []),
    ],
  };
}

const MECHANICS: Readonly<Record<ClassesAnswer['shares'], string>> = {
  softmax:
    'Exactly one class is meant to hold. Softmax makes shares of the scores: exponentials, divided by their sum. Only differences between scores count.',
  sigmoid:
    'Several classes may hold. The sigmoid makes a probability of each score by itself, so they need not add up to 100 %.',
  none: 'The score is a number on a scale of its own, such as a rating. It is shown as the model gives it.',
};

const MATHEMATICS: Readonly<Record<ClassesAnswer['shares'], Explanation['mathematics']>> = {
  softmax: [{ tex: String.raw`p_{\text{class}} = \frac{e^{\ell_{\text{class}}}}{\sum_{\text{classes}} e^{\ell}}` }],
  sigmoid: [{ tex: String.raw`p_{\text{class}} = \frac{1}{1 + e^{-\ell_{\text{class}}}}` }],
  none: ['There is no further step: $\\ell$ is the answer.'],
};
