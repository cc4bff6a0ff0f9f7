/** What the margin says of beam search, with the numbers of the search on screen. */

import type { BeamsRequest, BeamStep, ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted, figures, percent } from '../lib/numbers';
import { braced, rows } from './facts';

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
    'The most probable token need not begin the most probable text. A token that is second now may lead to one that is nearly certain.',
    `*Beam search* keeps several continuations at once, the *beams*${searched ? `, here ${count(searched.asked.beams)}` : ''}. At each step it tries every token after each beam and keeps the best of all. What is dropped never comes back.`,
    ...(first
      ? [
          `Here the best first token has ${percent(first.probability)}. Follow the lines to see whether the best continuation begins with it.`,
        ]
      : []),
    'More beams find more, and cost as much more. A few help in translation. In open-ended writing, the most probable text tends to be short, dull or repetitive, so chat programs draw instead.',
    'Next, change the number of beams and compare the best continuations.',
  ];
}

function mechanics(facts: ModelFacts | null, searched: Searched | null): Explanation['mechanics'] {
  const { asked, steps } = searched ?? {};
  const best = steps?.at(-1)?.found[0];
  const every = facts ? `all ${rows(facts)}` : 'all tokens';
  return [
    `The model reads all beams in one pass, a row each${asked ? `, ${count(asked.beams)} rows here` : ''}. Each row keeps its own copy of the cache. When beams change places, the copies do too.`,
    `A beam’s *score* adds up the logarithms of its tokens’ probabilities, before any filter. Each is negative or zero, so a score never rises. The probabilities are over ${every}.`,
    'Each step takes the best candidates of all beams and tokens, twice as many as there are beams. So enough are left when some end the text; a model with several such tokens needs more. The best that go on are the next beams.',
    'A candidate among the first of its step that ends the text is put aside. Those compete by score, divided by length to the power of the *length penalty*. Without it, every further token would make a continuation worse.',
    ...(best && asked
      ? [
          `Here the best has ${counted(best.ids.length, 'token')} and a score of ${figures(best.score * best.ids.length ** asked.length_penalty)}; weighed by its length, ${figures(best.score)}.`,
        ]
      : []),
    'The search ends after its last token. It ends earlier if the best beam could no longer overtake the worst put aside.',
    'Transformers’ `generate` with `num_beams` takes the same steps. If the model’s own generation config sets `early_stopping`, that acts here too.',
  ];
}

function mathematics(facts: ModelFacts | null, searched: Searched | null): Explanation['mathematics'] {
  const B = searched ? `$B = ${searched.asked.beams}$` : '$B$';
  const V = facts ? `$V = ${braced(facts.vocabulary)}$` : '$V$';
  const m = searched?.asked.count;
  const alpha = searched?.asked.length_penalty;
  return [
    'The score of $m$ tokens after a text of $n$ is',
    { tex: String.raw`\log P(t_n, \dots, t_{n+m-1} \mid t_{<n}) = \sum_{i=n}^{n+m-1} \log p(t_i \mid t_{<i})` },
    `With ${B} beams $\\mathcal{B}$ and a vocabulary of ${V}, the candidates of a step are`,
    {
      tex: String.raw`\mathcal{C} = \operatorname*{top}_{2B} \bigl\{ \log P(t_{<i}) + \log p(t \mid t_{<i}) : t_{<i} \in \mathcal{B},\ t < V \bigr\}`,
    },
    'The best $B$ of them that don’t end the text are the next beams. Those among the first $B$ that do are compared by',
    { tex: String.raw`\frac{\log P}{m^{\,\alpha}}` },
    `with the length penalty $\\alpha$${alpha === undefined ? '' : `, here $${alpha}$`}. Since $\\log P \\le 0$, a larger $\\alpha$ favours longer continuations. $\\alpha = 0$ compares probabilities, $\\alpha = 1$ the mean logarithm of a token.`,
    `The search reads about $B\\,m$ tokens${searched && m ? `, here at most ${count(searched.asked.beams * m)}` : ''}. To try every continuation would take $V^m$${facts && m ? `, a number with ${count(Math.floor(m * Math.log10(facts.vocabulary)) + 1)} digits` : ''}. $B = 1$ is greedy decoding, and no $B < V^{m-1}$ is sure to find the best.`,
  ];
}
