/** What the logit lens explains, with the numbers of the model that is open. */

import type { ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted } from '../lib/numbers';
import { rows, upTo } from './facts';
import { D_MODEL, ENTROPY, SOFTMAX } from './symbols';

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
  return {
    title: 'The logit lens',
    intuition: [
      `After ${facts?.layers === 1 ? 'its one layer' : facts ? `all ${layers}` : 'all layers'} the model gives shares to its ${size}. Here you look earlier: each cell shows which token would lead if it ended there.`,
      `Read a column upwards. The bottom row reads the embedding, before any layer has worked.${bottom(facts, seen)} The top row is the model’s prediction${masked ? ' for this position' : ' of what comes next'}.`,
      ...answered(seen),
      'A row of nonsense may still hold the answer in a form that only later layers read.',
      'Next, choose a token beside the grid and follow its *rank*: 1 is the most probable.',
    ],
    mechanics: [
      `Every layer adds to the *residual stream*${sums ? ' and norms the sum' : ''}, a vector ${facts ? `of ${counted(facts.d_model, 'number')} ` : ''}for each position. The lens puts the stream after a layer through the model’s own head: ${masked ? 'its transform and norm, then ' : facts?.traits.final_norm === false ? '' : 'the final norm, then '}the unembedding. Whatever else shapes the logits is applied too.`,
      'No layer but the last was trained to be read like this. A late agreement does not show where the answer was found.',
      '*After attention and MLP* reads each layer twice, so you see which of the two made the change.',
      'The grid computes softmax over the whole vocabulary in 32-bit floats, the list beside it in 64 bits. The top row is the model’s own output.',
      masked
        ? 'You follow the token that stands at the position. At a mask, you follow the most probable one.'
        : 'You follow the token that really comes next in your text. At the last position, you follow the most probable one. Tokens with equal logits share a rank.',
      ...(sums
        ? ['This model norms its sums. The lens reads the normed sum, because that is what the next part reads.']
        : []),
      ...(masked ? ['Training fitted the head to the last layer’s vectors alone, and to their scale.'] : []),
    ],
    mathematics: [
      `$x_i^{(0)}$ enters layer 0 at position $i$, and $x_i^{(l+1)}$ leaves layer $l$${facts ? `, with $${D_MODEL} = ${facts.d_model}$ and $l = ${upTo(facts.layers)}$` : ''}. The lens is`,
      { tex: String.raw`p_i^{(l)} = ${SOFTMAX}_t\bigl(\operatorname{head}(x_i^{(l)})\, W_U\bigr)` },
      masked
        ? 'After the last layer it is the model’s own distribution.'
        : 'In most models the head is the final norm. After the last layer the lens is the model’s own distribution.',
      ...(sums
        ? ['It leaves out what the remaining layers do, which is to add and norm again.']
        : [
            'It leaves out what the remaining layers add, $o^{(l)}$, as if it were zero:',
            { tex: String.raw`x_i^{(L)} = x_i^{(l)} + \sum_{l'=l}^{L-1} o_i^{(l')}` },
          ]),
      'The rank of a token $t$, and the entropy in bits, are',
      { tex: String.raw`1 + \bigl|\{t' : \ell_{t'} > \ell_t\}\bigr|` },
      { tex: String.raw`${ENTROPY}` },
      'The method is by nostalgebraist (2020), *interpreting GPT: the logit lens*. Belrose et al. (2023) train a small map for each layer, which reads early ones better. Nothing is trained here.',
    ],
  };
}

/** What the embedding's row shows: the present text's own count where it is known. */
function bottom(facts: ModelFacts | null, seen: LensSeen | null): string {
  if (seen?.embedding) {
    const { other, all } = seen.embedding;
    return ` Here it names ${other === 0 ? 'each token itself' : `another token than its own at ${count(other)} of ${counted(all, 'position')}`}.`;
  }
  return facts?.traits.tied
    ? ' Input and output tables are the same here, so that is usually the token itself.'
    : ' Input and output tables differ here, so that need not be the token itself.';
}

function answered(seen: LensSeen | null): string[] {
  if (!seen?.answer) return ['Lower rows often make no sense.'];
  const { token, layer, earlier } = seen.answer;
  const from = layer < 0 ? 'in every row, the embedding’s included' : `from layer ${layer} on`;
  return [
    `At the last position, the model’s answer ${token} leads ${from}.${earlier ? ' It led earlier too, and was overtaken.' : ''}`,
  ];
}
