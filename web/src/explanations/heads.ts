/** What the attention room explains of many heads at once: what they do, where content comes from, and models that have none. */

import type { ModelFacts } from '../api/types';
import type { Explanation } from '../frame/explanation';

/** The table of what heads do. */
export function habits(facts: ModelFacts | null): Explanation {
  const count = facts ? `the ${facts.layers * facts.heads} heads of this model` : 'the heads';
  return {
    title: 'What heads do',
    intuition: [
      `Some of ${count} have habits that are easy to name: one always looks at the token before, another at the first token, another at commas and full stops. Each column measures one habit.`,
      'Sort by a column, then open the heads on top. You will see the habit as a shape: the token before is a line just under the diagonal, the first token a dark column on the left.',
      '*Induction* is a habit of copying. Where a text repeats itself, such a head looks for what came after the same token last time. It is measured on random tokens that are repeated once, because nothing else in them tells what comes next.',
      'The other numbers are of your text. Another text gives other numbers: a head may be quiet here and busy elsewhere.',
      'A name for what a head looks at is not yet a name for what it is good for.',
    ],
    mechanics: [
      'Each score is a mean over the rows of one pattern. *Previous token* takes the weight just left of the diagonal; *first token* the weight in the first column; *itself* the diagonal.',
      '*Same token* and *punctuation* add up a row’s weights on certain keys, and leave out rows that have no such key in view. A text without a repeated token has nothing to measure there: a dash.',
      '*Distance* multiplies each weight by how many tokens it reaches. *Entropy* says how spread out a row is: 0 bits where one key has everything, 3 bits where eight keys share it equally. *Evenness* divides that by the most that is possible for so many keys.',
      'For *induction* the model runs once more, on random tokens that are repeated. In the second half, the weight on the token *after* the earlier place of the same token is taken. A head of this kind needs another one in an earlier layer that tells each token what came before it.',
      'The press of a column’s name shows who described the measure, and sorts. A row opens its head.',
    ],
    mathematics: [
      'Let $a_{ij}$ be one head’s pattern, $n$ the number of tokens. Then, counting from 0,',
      {
        tex: String.raw`\text{previous} = \frac{1}{n-1}\sum_{i=1}^{n-1} a_{i,\,i-1} \qquad \text{first} = \frac{1}{n-1}\sum_{i=1}^{n-1} a_{i,\,0}`,
      },
      {
        tex: String.raw`\text{distance} = \frac{\sum_{i,j} a_{ij}\,|i-j|}{\sum_{i,j} a_{ij}} \qquad \text{entropy} = -\frac{1}{n}\sum_i \sum_j a_{ij} \log_2 a_{ij}`,
      },
      'Evenness is the mean of each row’s entropy over $\\log_2$ of the number of keys that it has in view. For a set $S_i$ of keys (those with the token of $i$, or the punctuation marks),',
      {
        tex: String.raw`\text{share} = \frac{1}{|Q|}\sum_{i \in Q} \sum_{j \in S_i} a_{ij}, \quad Q = \{\, i : S_i \neq \varnothing \,\}`,
      },
      'Induction, on $m$ random tokens that are repeated once, with $i$ in the second half:',
      {
        tex: String.raw`\text{induction} = \frac{1}{m}\sum_{i} a_{i,\; i-m+1} \qquad \text{duplicate} = \frac{1}{m}\sum_{i} a_{i,\; i-m}`,
      },
    ],
  };
}

/** Attention rollout and flow. */
export function rollout(facts: ModelFacts | null): Explanation {
  const layers = facts ? `the ${facts.layers} layers` : 'the layers';
  return {
    title: 'Back to the input',
    intuition: [
      `A token looks at tokens that have themselves looked at others before. After ${layers}, what stands at one place may have come a long way. This view follows the looking back, layer by layer, to the input.`,
      'The top row is the position that you follow. Each row below is one layer earlier, and shows how its 100 % are spread over the tokens. The lowest row is the input.',
      '*Rollout* multiplies the shares along every path and adds the paths up. *Flow* treats the same shares as widths of pipes, and asks how much can pass at most.',
      'Both are approximations, and rough ones. They know where heads look, and nothing of the values that are fetched there, or of what the MLPs do with them. Use them for a first impression, and not as a proof.',
    ],
    mechanics: [
      'In each layer the patterns of all heads are averaged. Half of each token’s share stays with itself: that stands for the residual stream, which carries every token on beside what attention adds. The half is an assumption, and not measured.',
      'Rollout begins with all of the share at the position, and goes down: the shares of one depth, times the matrix of the layer below, give the shares of the next depth. Each row adds up to 100 %.',
      'Flow takes the same matrices as the capacities of a network, with a node for each token at each depth, and solves a maximum flow from the position to each input token. It grows fast with the text, so it has a limit.',
      'Where many layers leave their attention on the first token, that token gathers a large share, though its values may add next to nothing. This is the clearest case in which the picture misleads.',
    ],
    mathematics: [
      'With $A^{(l)}_h$ the pattern of head $h$ in layer $l$, $H$ heads and $I$ the identity,',
      { tex: String.raw`\bar{A}^{(l)} = \tfrac{1}{2}\Big(\tfrac{1}{H}\sum_h A^{(l)}_h\Big) + \tfrac{1}{2} I` },
      'with rows that sum to one. Rollout for position $p$, with $e_p$ the row vector that is 1 at $p$ and 0 elsewhere, is',
      { tex: String.raw`r^{(L)} = e_p, \qquad r^{(l)} = r^{(l+1)} \bar{A}^{(l)}, \qquad l = L-1, \dots, 0` },
      'and $r^{(0)}$ are the shares of the input. The flow to token $j$ is the maximum flow from the node of $p$ after the last layer to the node of $j$ at the input, where the edge from $i$ after layer $l$ to $j$ before it has the capacity $\\bar{A}^{(l)}_{ij}$.',
      'Neither contains the values $v_j$, the output matrices or the MLPs: two models with the same patterns and different values have the same rollout (Abnar & Zuidema 2020).',
    ],
  };
}

/** A model in which no token looks at another. */
export function without(facts: ModelFacts | null): Explanation {
  const layers = facts ? `Each of its ${facts.layers} layers` : 'Each of its layers';
  return {
    title: 'A model without attention',
    intuition: [
      'This model reads from left to right and keeps a *state*: a fixed number of values in which each layer notes what came before. A new token changes the state, and what the layer gives depends on the token and on the state.',
      'So no token looks at another. What it needs of them must be in the state already.',
      'That costs the same for every new token, however long the text is. In exchange the state can’t hold everything, and must leave something out.',
    ],
    mechanics: [
      `${layers} has a mixer in attention’s place. There is no score for a pair of tokens and no soft-max over them, so there is no pattern to draw.`,
      'The residual stream, the norms, the prediction: all of these are as in other models, and can be seen in the other rooms. What the mixer adds to the stream is the site `mixer.out`.',
    ],
    mathematics: [
      'A recurrent mixer has, for its input $x_t$ and state $h_t$, the general form',
      { tex: String.raw`h_t = A_t\, h_{t-1} + B_t\, x_t, \qquad y_t = C_t\, h_t` },
      'In selective state-space models (Mamba) $A_t$, $B_t$ and $C_t$ depend on the token itself. A pattern over pairs $(t, s)$ does not appear in the computation; one would have to be derived from products of the $A_t$, which is not what this room shows.',
    ],
  };
}
