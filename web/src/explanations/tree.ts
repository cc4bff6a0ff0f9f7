/** What the margin says of continuations, with the numbers of the branch that is looked at. */

import type { ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { counted, percent, percentOfLog } from '../lib/numbers';
import { D_MODEL } from './symbols';

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
    return ' A short bar means that other tokens were probable too. After a long one, another would be a surprise.';
  const { token, probability } = looked.least;
  return ` On the branch that you look at, the shortest is that of ${token}: ${percent(probability)}. All other tokens had ${percent(1 - probability)} there.`;
}

export function continuations(facts: ModelFacts | null, looked: Looked | null): Explanation {
  return {
    title: 'A tree of continuations',
    intuition: [
      'A model gives shares for one next token. To write, one token is chosen, put after the text, and the model reads again.',
      `The bar under a token is its probability at that step.${shortest(looked)}`,
      ...(looked && looked.tokens > 1
        ? [
            `The ${looked.tokens} tokens of the branch that you look at have ${percentOfLog(looked.log)} together. Even a good long text has a small share, because there are so many.`,
          ]
        : []),
      'Next, choose a token to see what else the model considered there. Click another, and a branch begins. All branches stay, and a link brings back the same tree.',
    ],
    mechanics: [
      '*The most probable* takes the token with the largest logit at each step: greedy decoding. *By chance* draws from what the filters leave. The seed and all tokens before decide the draw, so a branch can be drawn again.',
      'Continuations that begin alike share their beginning. A branch starts only where a new continuation leaves an old one.',
      facts?.traits.attending === 0
        ? 'The model keeps a state of one size. A new token costs the same however long the text is. For another branch, the model reads the text again from its start.'
        : 'The model keeps the keys and values of the tokens it has read. A new token costs the same however long the text is, apart from the attention it pays to what came before. For another branch, it reads only what follows the fork.',
      'A token’s probability is the model’s own, before any filter. The chance is what it was drawn with, after the filters. Training on chats leaves probabilities less well calibrated.',
      `Writing ends at a token that ends the text, or when the context${facts?.longest ? ` of ${counted(facts.longest, 'token')}` : ''} is full. Greedy writing matches Transformers’ \`generate\` token for token.`,
      'If the model’s own generation config forces or suppresses tokens, or forbids repeated n-grams, that acts here too. The sampling view shows what it cut. Its number of beams acts only in beam search.',
    ],
    mathematics: [
      'The probability of $m$ tokens after a text of $n$ is',
      { tex: String.raw`P(t_n, \dots, t_{n+m-1} \mid t_{<n}) = \prod_{i=n}^{n+m-1} p(t_i \mid t_{<i})` },
      'Greedy decoding takes at each step',
      { tex: String.raw`t_i = \operatorname*{arg\,max}_t\; p(t \mid t_{<i})` },
      'which need not maximise $P$: a token that looks worse may lead to tokens that are nearly certain. Drawing takes',
      { tex: String.raw`t_i \sim \tilde p(\cdot \mid t_{<i})` },
      'with $\\tilde p$ what the filters make of $p$. Branches of many seeds are samples of the distribution over texts.',
      facts?.traits.attending === 0
        ? 'A step costs the same after any number of tokens. Reading all $n$ again would cost $n$ times as much.'
        : `With the keys and values of $n$ tokens kept, a step costs on the order of $${D_MODEL}^2 + n\\,${D_MODEL}$ a layer. Reading everything again would cost $n\\,${D_MODEL}^2 + n^2 ${D_MODEL}$.`,
    ],
  };
}
