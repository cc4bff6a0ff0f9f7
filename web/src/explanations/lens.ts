/** What the logit lens explains, with the numbers of the model that is open. */

import type { ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted } from '../lib/numbers';
import { rows, upTo } from './facts';

/** What the grid shows, read off the cells of the present text that have come. */
export interface LensSeen {
  /** Of how many tokens the embedding's row names another token, and of how many it was read; null until all are there. */
  embedding: { other: number; all: number } | null;
  /** At the last position: the token that the model predicts, and from which layer on it leads in every row; null until all are there. */
  answer: { token: string; layer: number; earlier: boolean } | null;
}

export function lensExplained(facts: ModelFacts | null, seen: LensSeen | null = null): Explanation {
  const masked = facts?.predicts === 'masked';
  const layers = facts ? counted(facts.layers, 'layer') : 'layers';
  const size = facts ? rows(facts) : 'tokens';
  const sums = facts?.traits.norm_place === 'sums';
  const scaled = facts?.traits.norm_place !== 'sums';
  return {
    title: 'The logit lens',
    intuition: [
      `The model works in ${layers}, and only after the last one does it give shares to its ${size}. Here you look earlier: the same last step is taken after each layer, as if the model ended there. Each cell shows the token that would get the largest share.`,
      `Read a column from the bottom up. At the bottom the lens reads the embedding, before any layer has worked.${bottom(facts, seen)} At the top is the model’s real prediction${masked ? ' for this position' : ' of what comes next'}.`,
      ...answered(seen),
      '*Rank* counts at which place one token stands in the list of all tokens. Choose a token in the list beside the grid to follow it.',
      'The lens is a reading, not a mind reader. The middle layers were never trained to be read like this. A row that reads nonsense may hold the answer in directions that only later layers use. Agreement in a late layer is no proof that the answer was found there.',
    ],
    mechanics: [
      `Every layer ${sums ? 'adds to the *residual stream* and norms the sum' : 'adds to the *residual stream*'}, a vector ${facts ? `of ${counted(facts.d_model, 'number')} ` : ''}for each position. The lens takes the stream after a layer and puts it through the model’s own head: ${masked ? 'its transform and norm, ' : facts?.traits.final_norm === false ? '' : 'the final norm, '}the unembedding, and what else this model does to its logits.`,
      '*After attention and MLP* reads the stream twice in a layer, so that you see which of the two brought the change.',
      'The numbers in the grid are a soft-max over the whole vocabulary in 32-bit floats. Those beside the grid are computed in 64 bits. The top row is the model’s own output, number for number.',
      masked
        ? 'The followed token is the one that stands at the position. At a mask it is the one that the model finds most probable.'
        : 'The followed token is the one that really comes next in your text. At the last position it is the one that the model finds most probable. Rank 1 is the most probable token; tokens with equal logits share a rank.',
      ...(sums
        ? ['This model norms its sums. The lens reads the normed sum, because that is what the next part reads.']
        : []),
      ...(masked ? ['The head was trained on the last layer’s vectors alone, and on their scale.'] : []),
    ],
    mathematics: [
      `Let $x_i^{(0)} \\in \\mathbb{R}^{d}$ be what enters block 0 at position $i$, and $x_i^{(l+1)}$ what leaves block $l$${facts ? `, $d = ${facts.d_model}$, $l = ${upTo(facts.layers)}$` : ''}. With the model’s head, the lens is`,
      { tex: String.raw`p_i^{(l)} = \operatorname{softmax}_v\bigl(\operatorname{head}(x_i^{(l)})\bigr)` },
      masked
        ? 'and for the last layer it is the model’s own distribution.'
        : 'where in most models $\\operatorname{head}(x) = W_U \\operatorname{norm}(x)$. For the last layer it is the model’s own distribution.',
      ...(scaled
        ? [
            'What the remaining blocks add, $f_k$, is left out, as if it were zero:',
            { tex: String.raw`x_i^{(L)} = x_i^{(l)} + \sum_{k=l}^{L-1} f_k(x^{(k)})_i` },
          ]
        : ['What the remaining blocks do, adding and norming again, is left out.']),
      'The rank of a token $v$, and the entropy in bits, are',
      { tex: String.raw`1 + \bigl|\{w : \ell_w > \ell_v\}\bigr| \qquad H(p) = -\sum_v p_v \log_2 p_v` },
      'The method is by nostalgebraist (2020), *interpreting GPT: the logit lens*. Belrose et al. (2023) train a small map for each layer, which reads the early ones better; here nothing is trained.',
    ],
  };
}

/** What the embedding's row shows: the present text's own count where it is known. */
function bottom(facts: ModelFacts | null, seen: LensSeen | null): string {
  if (seen?.embedding) {
    const { other, all } = seen.embedding;
    return ` Here it names ${other === 0 ? 'each token itself' : `another token than the one that stands there at ${count(other)} of ${counted(all, 'position')}`}.`;
  }
  return facts?.traits.tied
    ? ' Input and output tables are the same here, so that is usually the token itself.'
    : ' Input and output tables differ here, so that need not be the token itself.';
}

function answered(seen: LensSeen | null): string[] {
  if (!seen?.answer) return ['The lower rows often make no sense yet.'];
  const { token, layer, earlier } = seen.answer;
  const from = layer < 0 ? 'in every row, the embedding’s included' : `from layer ${layer} on`;
  return [
    `At the last position, the model’s answer ${token} leads ${from}.${earlier ? ' It led earlier too, and was overtaken.' : ''} The lower rows often make no sense yet.`,
  ];
}
