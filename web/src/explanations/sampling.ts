/** What the margin says of choosing a token, with the numbers of what is on screen. */

import type { ModelFacts, SamplingAnswer } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted, figures, percent } from '../lib/numbers';
import { braced, rows } from './facts';
import { ENTROPY, SOFTMAX } from './symbols';

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
    `The model gives a share to each of ${facts ? `its ${rows(facts)}` : 'its tokens'}, and stops. A draw outside the model chooses one. In the long run, each token comes up as often as its share says.`,
    ...(first && last && first.left !== last.left
      ? [
          `Filters cut tokens before the draw. Here they leave ${count(last.left)} of ${count(first.left)}, which share the whole again.`,
        ]
      : ['Filters may cut tokens before the draw. Those that are left share the whole again.']),
    '*Temperature* sharpens the shares below 1 and flattens them above it. *Top-k* keeps a fixed number of tokens. *Top-p* and *min-p* keep few when the model is sure and many when it is not.',
    'A higher temperature is often called more creative. It makes improbable tokens more probable, wrong ones too.',
    'Next, move a slider: each filter that acts gets a column.',
  ];
}

function mechanics(facts: ModelFacts | null, answer: SamplingAnswer | null): Explanation['mechanics'] {
  const { drawn } = answer ?? {};
  return [
    'The filters are Transformers’ own logits processors, in the order of its `generate`. Each works on the logits that the one before left. A cut token has the logit −∞.',
    `Every column is a softmax over the whole vocabulary${facts ? ` of ${named(facts)}` : ''}. One bar holds all tokens beyond the first ten.`,
    'The order matters. Raise the temperature first, and top-p keeps more tokens; cut with top-p first, and it keeps fewer.',
    'At temperature 0 only the most probable token is left. If a text then repeats itself, that is the model’s doing.',
    '*Typical* keeps tokens about as surprising as the model expects the next one to be. It may cut the most probable one. A *repetition penalty* lowers all tokens that the text has, needed ones too.',
    ...(drawn && drawn.number !== null
      ? [
          `The tokens that are left lie end to end from 0 to 1, the most probable first. The number here is ${figures(drawn.number)}, a hash of the seed and all token ids before. The same seed on the same text draws the same token.`,
        ]
      : [
          'The tokens that are left lie end to end from 0 to 1, the most probable first. A hash of the seed and all token ids before picks the point.',
        ]),
    'Other programs make their numbers in other ways, so the same seed draws another token there.',
    ...(answer?.draws && drawn
      ? [
          `Of ${count(answer.draws)} draws, a token with the probability $p$ comes up about $${answer.draws}\\,p$ times. The drawn one here has ${percent(drawn.chance)}. More draws come closer.`,
        ]
      : ['Count 100 or 1,000 draws to see how near they come to the probabilities.']),
  ];
}

function mathematics(facts: ModelFacts | null): Explanation['mathematics'] {
  return [
    `$\\ell$ are the logits${facts ? `, $V = ${braced(facts.vocabulary)}$ of them` : ''}, and $\\mathcal{T}$ the tokens of the text. With the penalty $\\eta$ and the temperature $\\tau$,`,
    {
      tex: String.raw`\ell_t \leftarrow \begin{cases} \ell_t / \eta & t \in \mathcal{T},\ \ell_t > 0 \\ \ell_t\, \eta & t \in \mathcal{T},\ \ell_t < 0 \end{cases}`,
    },
    { tex: String.raw`\ell_t \leftarrow \frac{\ell_t}{\tau}` },
    `and $p = ${SOFTMAX}_t(\\ell_t)$ again before each filter. Let $t = 0, 1, \\dots$ be the tokens from the most probable on. With $\\pi$ the share for top-p, each filter keeps`,
    { tex: String.raw`\text{top-k: } \{t : \ell_t \ge \ell_{\text{k}-1}\}` },
    { tex: String.raw`\text{top-p: } \Bigl\{t : \textstyle\sum_{t'<t} p_{t'} < \pi\Bigr\}` },
    { tex: String.raw`\text{min-p: } \{t : p_t \ge p_{\min}\, p_0\}` },
    '*Typical* orders tokens by how far their surprise is from the entropy,',
    { tex: String.raw`\bigl|-\log_2 p_t - \operatorname{entropy}(p)\bigr|` },
    { tex: String.raw`${ENTROPY}` },
    'and keeps the first that together reach the share (Meister et al. 2023). Top-k: Fan et al. 2018. Top-p: Holtzman et al. 2020. Min-p: Nguyen et al. 2025. Penalty: Keskar et al. 2019.',
    'With $\\tilde p$ the probabilities after all filters and $U \\in [0, 1)$ the number, the draw picks',
    { tex: String.raw`\hat t = \min\Bigl\{t : \textstyle\sum_{t' \le t} \tilde p_{t'} > U\Bigr\}` },
    'Of $N$ draws, a token comes up $N \\tilde p_t$ times on average, with a standard deviation of $\\sqrt{N\\, \\tilde p_t (1 - \\tilde p_t)}$.',
  ];
}
