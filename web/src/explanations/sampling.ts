/** What the margin says of choosing a token, with the numbers of what is on screen. */

import type { ModelFacts, SamplingAnswer } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted, figures, percent } from '../lib/numbers';
import { rows } from './facts';

export function sampling(facts: ModelFacts | null, answer: SamplingAnswer | null): Explanation {
  return {
    title: 'How the next token is chosen',
    intuition: intuition(facts, answer),
    mechanics: mechanics(facts, answer),
    mathematics: mathematics(facts),
  };
}

/** What the model gives a share to: tokens, or rows where some belong to none. */
const named = (facts: ModelFacts): string => {
  const { tokens } = facts.traits;
  return counted(facts.vocabulary, tokens && tokens < facts.vocabulary ? 'row' : 'token');
};

function intuition(facts: ModelFacts | null, answer: SamplingAnswer | null): Explanation['intuition'] {
  const first = answer?.stages[0];
  const last = answer?.stages.at(-1);
  return [
    `The model gives a share to each of ${facts ? `its ${rows(facts)}` : 'its tokens'}, and stops there. Which of them is written is decided outside the model, by a draw: in the long run, a token comes up as often as its share says.`,
    ...(first && last && first.left !== last.left
      ? [
          `Before the draw, filters cut tokens. Here they leave ${count(last.left)} of ${count(first.left)}, and what is left shares the whole again.`,
        ]
      : [
          'Before the draw, filters may cut tokens, and what is left shares the whole again. Move a slider, and each filter that acts gets a column of its own.',
        ]),
    'Above 0, *temperature* cuts nothing: it sharpens or flattens. At 0 only the most probable token is left; far above 1 all tokens come near to each other.',
    '*Top-k* keeps a fixed number of tokens, whether the model is sure or not. *Top-p* keeps as many as are needed to reach a share, and *min-p* those that are not too far below the first: both keep few where the model is sure and many where it is not.',
    '*Typical* may cut the most probable token too: it keeps tokens about as surprising as the model expects the next one to be. A *repetition penalty* makes what stands in the text less probable. It can’t tell a needless repetition from a needed one.',
    'The draw itself is no secret. The *seed* and the text give a number from 0 to 1, and the number falls on a token. The same seed on the same text gives the same token, today and after a restart.',
    'A common belief is that a higher temperature makes a model more creative. It makes improbable tokens more probable, wrong ones among them. Text that repeats itself at 0 is the model’s doing, and not the draw’s.',
  ];
}

function mechanics(facts: ModelFacts | null, answer: SamplingAnswer | null): Explanation['mechanics'] {
  const { drawn } = answer ?? {};
  return [
    'The filters are Transformers’ own logits processors, in the order in which its `generate` applies them: repetition penalty, temperature, top-k, top-p, min-p, typical. Each is given the logits that the one before left. A cut token has the logit −∞.',
    `Every column is a soft-max over the whole vocabulary${facts ? ` of ${named(facts)}` : ''}, and not over the listed ones alone. The rows are the ten most probable of each column; all others are one bar.`,
    'Because a filter sees what the one before left, their order matters. Raise the temperature first, and top-p keeps more tokens; cut with top-p first, and it keeps fewer.',
    ...(drawn && drawn.number !== null
      ? [
          `For the draw, the tokens that are left are laid end to end from 0 to 1, the most probable first. The number here is ${figures(drawn.number)}. It is a hash of the seed and of all token ids before, so an appended token gives a new number, and what was drawn elsewhere changes nothing.`,
        ]
      : [
          'For a draw, the tokens that are left are laid end to end from 0 to 1, the most probable first. The number is a hash of the seed and of all token ids before.',
        ]),
    'Other programs make their number in another way. The same seed elsewhere draws another token, but as often in the long run.',
    ...(answer?.draws && drawn
      ? [
          `Of ${count(answer.draws)} draws, a token with the probability $p$ comes up about $${answer.draws}\\,p$ times. The drawn one here has ${percent(drawn.chance)}. The counts stray from this by luck. The more draws, the smaller the gap in per cent.`,
        ]
      : ['Count 100 draws or 1,000 to see how near the counts come to the probabilities.']),
  ];
}

function mathematics(facts: ModelFacts | null): Explanation['mathematics'] {
  return [
    `Let $\\ell \\in \\mathbb{R}^{V}$ be the logits${facts ? `, $V = ${count(facts.vocabulary).replaceAll(',', '{,}')}$` : ''}, and $S$ the ids in the text. With penalty $\\theta$ and temperature $\\tau$,`,
    {
      tex: String.raw`\ell_v \leftarrow \begin{cases} \ell_v / \theta & v \in S,\ \ell_v > 0 \\ \ell_v\, \theta & v \in S,\ \ell_v < 0 \end{cases} \qquad \ell_v \leftarrow \frac{\ell_v}{\tau}`,
    },
    'and $p = \\operatorname{softmax}(\\ell)$ anew before each filter. Order the tokens so that $p_1 \\ge p_2 \\ge \\dots$. Each filter keeps, with $\\pi$ the share for top-p,',
    { tex: String.raw`\text{top-}k:\ \{v : \ell_v \ge \ell_k\}` },
    { tex: String.raw`\text{top-}p:\ \Bigl\{v : \textstyle\sum_{w<v} p_w < \pi\Bigr\}` },
    { tex: String.raw`\text{min-}p:\ \{v : p_v \ge p_{\min}\, p_1\}` },
    'For *typical*, order the tokens instead by how far their surprise is from the entropy,',
    { tex: String.raw`\bigl|-\log_2 p_v - H(p)\bigr|, \qquad H(p) = -\sum_v p_v \log_2 p_v` },
    'and keep the first of them that together reach the share (Meister et al., 2023). Top-p is of Holtzman et al. (2020), top-k of Fan et al. (2018), min-p of Nguyen et al. (2025), the penalty of Keskar et al. (2019).',
    'With $q$ the probabilities after all filters and $u \\in [0, 1)$ the number, the drawn token is the first at which the shares add up to more than $u$:',
    { tex: String.raw`v^{*} = \min\Bigl\{v : \textstyle\sum_{w \le v} q_w > u\Bigr\}` },
    'Of $n$ draws, a token comes up $n q_v$ times on average, with a standard deviation of $\\sqrt{n\\, q_v (1 - q_v)}$.',
  ];
}
