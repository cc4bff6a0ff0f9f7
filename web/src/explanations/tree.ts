/** What the margin says of continuations, with the numbers of the branch that is looked at. */

import type { ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { counted, percent, percentOfLog } from '../lib/numbers';

export interface Looked {
  /** How many tokens the branch has, from the text on, and the natural logarithm of what the model gives them together. */
  tokens: number;
  log: number;
  /** The token that the model gave least, in quotation marks, and how much that was. */
  least: { token: string; probability: number } | null;
}

/** The token of a branch at which another was most probable; what bars say in general, where there is no branch. */
function shortest(looked: Looked | null): string {
  if (!looked?.least)
    return ' Where a bar is short, other tokens were probable too. Where it is long, another token would be a surprise.';
  const { token, probability } = looked.least;
  return ` On the branch that you look at, the shortest is that of ${token}: ${percent(probability)}. All other tokens had ${percent(1 - probability)} there.`;
}

export function continuations(facts: ModelFacts | null, looked: Looked | null): Explanation {
  return {
    title: 'A tree of continuations',
    intuition: [
      'A model gives shares for one next token. To write on, one token is taken, put after the text, and the model is asked again. Every token here was such a step.',
      'At each step another token could have been taken. Choose a token to see which, and what the model gave them; click one, and a branch begins there. Nothing is lost: all branches stay.',
      `The bar beneath a token is its probability at that step.${shortest(looked)}`,
      ...(looked && looked.tokens > 1
        ? [
            `The ${looked.tokens} tokens of the branch that you look at have ${percentOfLog(looked.log)} together. A long text has a small share, and a good one too: there are so many.`,
          ]
        : []),
      'The address holds the tree with its names, seeds and settings. Whoever opens the link sees the same tree, and the model gives the numbers anew.',
    ],
    mechanics: [
      '*The most probable* takes the token with the greatest logit at each step (greedy decoding). *By chance* draws from what the filters leave, by a number that the seed and all tokens before decide. So a branch can be drawn again, and a seed says the same on every branch that has the same tokens before.',
      'Where two continuations begin alike, they share what they have in common. A continuation that draws what is there already goes along it and begins a branch only where it leaves it.',
      facts?.traits.attending === 0
        ? 'The model keeps a state of one size. A new token costs the same however long the text is. For another branch, the text is read again from its start.'
        : 'The model keeps the keys and values of the tokens that it has read. A new token costs the same however long the text is, apart from the attention it pays to what came before. For another branch, only what follows the fork is read.',
      'The probability of a token is the model’s own, of its whole vocabulary, before any filter. Training on chats leaves such shares less well calibrated. The chance is what it was drawn with, after the filters.',
      `Writing ends at a token that ends the text, or where the context${facts?.longest ? ` of ${counted(facts.longest, 'token')}` : ''} is full. Greedily, this writes what Transformers’ \`generate\` writes, token for token.`,
      'Where a model’s own generation settings force or suppress tokens, or let no n-gram come twice, that is done here too, and the sampling view shows what it cut. How many beams they ask for is not applied: choose that in beam search, where their length penalty and early stopping act.',
    ],
    mathematics: [
      'With $x$ the text and $y_1, y_2, \\dots$ what follows,',
      { tex: String.raw`P(y_1, \dots, y_n \mid x) = \prod_{i=1}^{n} p(y_i \mid x, y_1, \dots, y_{i-1})` },
      'Greedy decoding takes at each step',
      { tex: String.raw`y_i = \operatorname*{arg\,max}_{v}\; p(v \mid x, y_{<i})` },
      'which need not give the $y$ with the greatest $P$: a first token that looks worse may lead to tokens that are nearly certain. Beam search looks at several at once. Drawing takes instead',
      { tex: String.raw`y_i \sim q(\cdot \mid x, y_{<i})` },
      'with $q$ what the filters make of $p$; the branches of many seeds are samples of the distribution over texts.',
      facts?.traits.attending === 0
        ? 'A step costs the same after any number of tokens. Reading all $n$ of them again would cost $n$ times as much.'
        : 'With the keys and values of $n$ tokens kept, a step costs $O(d^2 + n\\,d)$ a layer in place of $O(n\\,d^2 + n^2 d)$.',
    ],
  };
}
