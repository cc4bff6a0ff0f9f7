/** What the logit lens explains, with the numbers of the model that is open. */

import type { ModelFacts } from '../api/types';
import type { Explanation } from '../frame/explanation';
import { count } from '../frame/numbers';

export function lensExplained(facts: ModelFacts | null): Explanation {
  const masked = facts?.predicts === 'masked';
  const layers = facts ? `${facts.layers} layers` : 'layers';
  const size = facts ? `${count(facts.vocabulary)} tokens` : 'tokens';
  return {
    title: 'The logit lens',
    intuition: [
      `The model works in ${layers}, and only after the last one does it give shares to its ${size}. Here you look earlier: the same last step is taken after each layer, as if the model ended there. Each cell shows the token that would get the largest share.`,
      `Read a column from the bottom up. At the bottom is the token itself, before any layer has worked. At the top is the model’s real prediction${masked ? ' for this position' : ' of what comes next'}.`,
      'Often the lower rows make no sense, and in the middle an answer appears and stays. *Rank* shows when: it counts at which place one token stands in the list of all tokens. Choose a token in the list beside the grid to follow it.',
      'The lens is a reading, not a mind reader. The middle layers were never trained to be read like this. A token that the lens does not find may be there in a form that only later layers can use.',
    ],
    mechanics: [
      `Every layer adds to the *residual stream*, a vector ${facts ? `of ${count(facts.d_model)} numbers ` : ''}for each position. The lens takes the stream after a layer and puts it through the model’s own head: ${masked ? 'its transform and norm' : 'the final norm'}, the unembedding, and what else this model does to its logits.`,
      '*After attention and MLP* reads the stream twice in a layer, so that you see which of the two brought the change.',
      'The numbers in the grid are a soft-max over the whole vocabulary in 32-bit floats. Those beside the grid are computed in 64 bits. The top row is the model’s own output, number for number.',
      masked
        ? 'The followed token is the one that stands at the position. At a mask it is the one that the model finds most probable.'
        : 'The followed token is the one that really comes next in your text. At the last position it is the one that the model finds most probable. Rank 1 is the most probable token; tokens with equal logits share a rank.',
      'Where a block normalises its sums, as in BERT, the lens reads the normed sum, since that is what the next part reads.',
    ],
    mathematics: [
      `Let $x_t^{(\\ell)} \\in \\mathbb{R}^{d}$ be the residual stream at position $t$ after layer $\\ell$${facts ? `, $d = ${facts.d_model}$, $\\ell = 0, \\dots, ${facts.layers - 1}$` : ''}, and $h$ the model’s head. The lens is`,
      { tex: String.raw`p_t^{(\ell)} = \operatorname{softmax}\bigl(h(x_t^{(\ell)})\bigr)` },
      masked
        ? 'and for the last layer it is the model’s own distribution.'
        : 'where in most models $h(x) = W_U \\operatorname{norm}(x)$. For the last layer it is the model’s own distribution.',
      'What the remaining layers add is left out, as if it were zero:',
      { tex: String.raw`x_t^{(L)} = x_t^{(\ell)} + \sum_{k > \ell} \Delta_t^{(k)}` },
      'The rank of a token $v$, and the entropy in bits, are',
      { tex: String.raw`1 + \bigl|\{w : h(x)_w > h(x)_v\}\bigr| \qquad H(p) = -\sum_v p_v \log_2 p_v` },
      'The method is by nostalgebraist (2020), *interpreting GPT: the logit lens*. Belrose et al. (2023) train a small map for each layer, which reads the early ones better; here nothing is trained.',
    ],
  };
}
