/** What is explained of a classifier: a model whose head scores classes and no tokens. */
import type { ClassesAnswer, ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted } from '../lib/numbers';

/** With an answer, what it says is told of the kind of classifier that gave it. */
export function classes(facts: ModelFacts | null, answer: ClassesAnswer | null): Explanation {
  const several = facts ? counted(facts.labels.length, 'class', 'classes') : 'its classes';
  const of = answer === null ? 'what it reads' : answer.position === null ? 'the text' : 'each token';
  const width = facts ? `$d = ${count(facts.d_model).replaceAll(',', '{,}')}$` : '$d$';
  return {
    title: 'A classifier’s scores',
    intuition: [
      `This model gives ${of} a score for each of ${several}. It has no part that scores the tokens of a vocabulary, so it predicts none.`,
      facts?.traits.trained === false
        ? 'This model is untrained: its weights are random, and so are its scores.'
        : 'The names of the classes come from the model’s configuration. What they mean was decided by the examples it was trained on.',
      'A large score is not a proof. A text unlike those examples gets scores too.',
    ],
    mechanics: [
      `After the last layer there is a vector of ${facts ? counted(facts.d_model, 'number') : 'numbers'} for each position. ${answer?.position === null ? 'The head takes one vector for the whole text and' : 'The head takes each of them and'} multiplies it with a matrix that has a row for each class. Some heads put a layer of their own before that.`,
      ...(answer ? [MECHANICS[answer.shares]] : []),
    ],
    mathematics: [
      `From a vector $y \\in \\mathbb{R}^{d}$, ${width}, the head’s last step gives a score for each class $c$:`,
      { tex: String.raw`\ell = W y + b` },
      ...(answer ? MATHEMATICS[answer.shares] : []),
    ],
  };
}

const MECHANICS: Readonly<Record<ClassesAnswer['shares'], string>> = {
  softmax:
    'Exactly one class is meant to hold. The softmax makes shares of the scores: exponentials, divided by their sum. Only differences between scores count.',
  sigmoid:
    'Several classes may hold. The sigmoid makes a probability of each score by itself, so they need not add up to 100 %.',
  none: 'The score is a number on a scale of its own, such as a rating. It is shown as the model gives it.',
};

const MATHEMATICS: Readonly<Record<ClassesAnswer['shares'], Explanation['mathematics']>> = {
  softmax: [{ tex: String.raw`p_c = \frac{e^{\ell_c}}{\sum_{k} e^{\ell_k}}` }],
  sigmoid: [{ tex: String.raw`p_c = \frac{1}{1 + e^{-\ell_c}}` }],
  none: ['There is no further step: $\\ell$ is the answer.'],
};
