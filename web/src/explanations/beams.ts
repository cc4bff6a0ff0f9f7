/** What the margin says of beam search, with the numbers of the search on screen. */

import type { BeamsRequest, BeamStep, ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted, figures, percent } from '../lib/numbers';
import { rows } from './facts';

/** The search that is shown. */
export interface Searched {
  asked: Pick<BeamsRequest, 'beams' | 'count' | 'length_penalty'>;
  steps: readonly BeamStep[];
}

export function beams(facts: ModelFacts | null, searched: Searched | null): Explanation {
  const shown = searched?.steps.length ? searched : null;
  return {
    title: 'Beam search',
    intuition: intuition(shown),
    mechanics: mechanics(facts, shown),
    mathematics: mathematics(facts, shown),
  };
}

function intuition(searched: Searched | null): Explanation['intuition'] {
  const first = searched?.steps[0]?.candidates[0];
  return [
    'The most probable token need not begin the most probable text. The share of a text is the product of its tokens’ shares: a token that is second at first may lead to one that is nearly certain, and be ahead with it. Greedy decoding takes the first and never looks back.',
    `*Beam search* keeps several continuations at once, the *beams*${searched ? `, here ${count(searched.asked.beams)}` : ''}. At each step it tries every token after each of them, and keeps the best of all these. A beam that looked good may be let go later, because others overtook it.`,
    ...(first
      ? [
          `Here the best first token has ${percent(first.probability)}. Follow the lines to see whether the best continuation begins with it.`,
        ]
      : []),
    'It is still no complete search: what was once let go never comes back. More beams find more, and cost as much more.',
    'A common belief is that more beams make better text. For translation a few help. For open-ended writing, what is most probable as a whole tends to be short, dull, or to repeat itself, so chat programs draw instead.',
  ];
}

function mechanics(facts: ModelFacts | null, searched: Searched | null): Explanation['mechanics'] {
  const { asked, steps } = searched ?? {};
  const best = steps?.at(-1)?.found[0];
  const every = facts ? `all ${rows(facts)}` : 'all tokens';
  return [
    `The model reads all beams in one pass, a row each${asked ? `, ${count(asked.beams)} rows here` : ''}. What they have in common was read once, and each row keeps its own copy of the cache. When beams change places, the copies do too.`,
    `Each beam has a *score*: the sum of the logarithms of its tokens’ probabilities, over ${every}, before any filter. A logarithm of a probability is negative or zero, so a score never rises.`,
    'From all beams and all tokens, the candidates with the best scores are taken, twice as many as there are beams, so that enough are left when some of them end the text. (A model with several tokens that end it needs more.) The best that go on are the next beams.',
    'A candidate that ends the text is put aside, if it is among the first of its step. It competes with the others that have ended by its score divided by its length to the power of the *length penalty*. Without a division, every token more would make a continuation worse.',
    ...(best && asked
      ? [
          `Here the best has ${counted(best.ids.length, 'token')} and a score of ${figures(best.score * best.ids.length ** asked.length_penalty)}; weighed by its length, ${figures(best.score)}.`,
        ]
      : []),
    'The search ends when its tokens are used up, or when the best beam, as long as it is now, could no longer overtake the worst of those put aside. This is what Transformers’ `generate` does with `num_beams`, step for step, unless the model’s own generation config asks for another `early_stopping`; then that acts.',
  ];
}

function mathematics(facts: ModelFacts | null, searched: Searched | null): Explanation['mathematics'] {
  const B = searched ? `$B = ${searched.asked.beams}$` : '$B$';
  const V = facts ? `$V = ${count(facts.vocabulary).replaceAll(',', '{,}')}$` : '$V$';
  const n = searched?.asked.count;
  const alpha = searched?.asked.length_penalty;
  return [
    'The score of tokens $y_1, \\dots, y_n$ after a text $x$ is',
    { tex: String.raw`s(y_{1:n}) = \sum_{i=1}^{n} \log p(y_i \mid x, y_{<i}) = \log P(y_{1:n} \mid x)` },
    `With ${B} beams $\\mathcal{B}_{n-1}$ and a vocabulary of ${V}, the candidates of a step are`,
    {
      tex: String.raw`\mathcal{C}_n = \operatorname*{top}_{2B} \bigl\{ s(y) + \log p(v \mid x, y) : y \in \mathcal{B}_{n-1},\ v < V \bigr\}`,
    },
    'and $\\mathcal{B}_n$ are the best $B$ of them that don’t end the text. Those that do, among the first $B$, are compared by',
    { tex: String.raw`\frac{s(y_{1:n})}{n^{\,\alpha}}` },
    `with the length penalty $\\alpha$${alpha === undefined ? '' : `, here $${alpha}$`}. Since $s \\le 0$, a larger $\\alpha$ favours longer continuations; $\\alpha = 0$ compares probabilities, $\\alpha = 1$ the mean logarithm per token.`,
    `The search reads about $B\\,n$ tokens for $n$ of them${searched && n ? `, here at most ${count(searched.asked.beams * n)}` : ''}. To try every continuation would take $V^n$${facts && n ? `, a number with ${count(Math.floor(n * Math.log10(facts.vocabulary)) + 1)} digits` : ''}. With $B = 1$ it is greedy decoding. No $B < V^{n-1}$ is sure to find the best.`,
  ];
}
