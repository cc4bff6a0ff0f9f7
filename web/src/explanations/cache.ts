/** What the margin says of the key-value cache, with the open model's sizes and what was measured. */

import type { CacheHeld, ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { bytes, count, counted, figures, listed } from '../lib/numbers';
import { braced } from './facts';

interface Run {
  steps: number;
  computed: number;
  seconds: number;
}

interface Found {
  kept: Run;
  anew: Run;
  /** Whether both runs are measured to their end. */
  whole: boolean;
  held: readonly CacheHeld[];
}

export function cache(facts: ModelFacts | null, found: Found): Explanation {
  return {
    title: 'What the cache saves',
    intuition: intuition(facts, found),
    mechanics: mechanics(facts, found),
    mathematics: mathematics(facts),
  };
}

function intuition(facts: ModelFacts | null, { kept, anew, whole, held }: Found): Explanation['intuition'] {
  return [
    facts?.traits.attending === 0
      ? 'To write a token, the model needs what it noted of the tokens before: a *state* in each layer. A token changes the state, and the state keeps one size.'
      : `To write a token, the model looks at tokens before it${held.some(({ kind }) => kind === 'window') ? ', in some layers only at those in a window' : ''}. Each of them has made two things of itself: a *key*, by which it is found, and a *value*, which is fetched. No token sees what comes after it, so its keys and values stay as they are while the text grows.`,
    'So a program keeps them. In the left drawing only the new token is computed, and the rest is read from the cache. In the right one, everything is computed again for each token.',
    ...(whole
      ? [
          `Here, ${counted(kept.steps, 'step')} computed ${counted(kept.computed, 'position')} with the cache and ${count(anew.computed)} without, in ${figures(kept.seconds * 1000)} ms and ${figures(anew.seconds * 1000)} ms.`,
        ]
      : []),
    `Apart from rounding, the answers are the same with and without it. It trades memory for work: ${growth(facts, held)}, and it is gone when the text is done.`,
    'A *prompt cache* goes one step further and keeps the beginning of one text for the next. Below, change a word at the front and see how little is left to reuse; add one at the end and see how much.',
  ];
}

function mechanics(facts: ModelFacts | null, { held }: Found): Explanation['mechanics'] {
  const size = held.reduce((sum, each) => sum + each.bytes, 0);
  const kinds = new Set(held.map(({ kind }) => kind));
  return [
    'Step 0, the *prefill*, reads the whole text in one pass: many positions at once, which a machine does well. Each *decode* step has one position only and still has to pass all weights through the processor once. So a step with one position is not as many times faster as it has fewer positions.',
    ...(facts?.traits.attending === 0
      ? []
      : [
          `“Computed” counts positions. The attention of a new one still reads the keys of ${kinds.has('window') ? 'all positions before it, or of those in its window' : 'all positions before it'}.`,
        ]),
    ...(facts
      ? [
          `This model has ${counted(facts.traits.attending, 'layer')} with attention${facts.traits.attending < facts.layers ? ` among ${facts.layers}` : ''}${facts.key_value_heads ? `, with ${counted(facts.key_value_heads, 'set')} of keys and values of ${counted(facts.d_head, 'number')}` : ''}, in ${facts.dtype}.${facts.key_value_heads && facts.key_value_heads < facts.heads ? ` Its ${count(facts.heads)} query heads share them, so the cache is ${facts.heads % facts.key_value_heads ? figures(facts.heads / facts.key_value_heads) : count(facts.heads / facts.key_value_heads)} times smaller than with a set for each.` : ''}`,
        ]
      : []),
    ...(size ? [`After the last step shown, the cache holds ${bytes(size)}, counted from its tensors.`] : []),
    ...(kinds.has('window')
      ? [
          `Layers with a sliding window keep no more tokens than it has${windows(held)}. What has left the window is gone. A text that has filled it can’t be taken back to an earlier place, so another text is read from its start.`,
        ]
      : []),
    ...(kinds.has('state')
      ? [
          'Layers with a state keep no token by itself. The state has one size for all texts, and each token is mixed into it for good.',
        ]
      : []),
    ...(kinds.has('source')
      ? [
          'The decoder also keeps the keys and values that it has made of the source. They are made once, in the first step.',
        ]
      : []),
    'Times are wall-clock times of this machine, of the forward pass and the choice of the most probable token. They are measured now, so other programs make them longer. Measure again to see how steady they are.',
    'Another text can reuse the tokens that both begin with, and no others. The drawing of the keys’ differences is the proof: it compares the keys that the model computes for both texts, at the same positions.',
  ];
}

function growth(facts: ModelFacts | null, held: readonly CacheHeld[]): string {
  if (facts?.traits.attending === 0) return 'it holds one state for each layer';
  return held.some(({ kind }) => kind === 'window' || kind === 'state')
    ? 'it grows with the text, in the layers without a window or state'
    : 'it grows with every token';
}

/** The sizes of windows: ‘, here 4,096’. */
function windows(held: readonly CacheHeld[]): string {
  const sizes = [...new Set(held.flatMap(({ kind, window }) => (kind === 'window' && window ? [window] : [])))];
  return sizes.length ? `, here ${listed(sizes.map(count))}` : '';
}

const STATE: Explanation['mathematics'] = [
  'The state $s_j$ of a layer after position $j$ is made of the one before and of what the layer is given there:',
  { tex: String.raw`s_j = F_l(s_{j-1}, x_j)` },
  'A new token needs the last state, and nothing else of the past.',
];

const keysAndValues = (facts: ModelFacts | null): Explanation['mathematics'] => [
  `With a causal mask, the residual stream at position $j$ is a function of the tokens up to $j$${facts?.kind === 'encoder-decoder' ? ' and of the source' : ' alone'}, and so are its keys and values in each layer:`,
  { tex: String.raw`k_j^{(l)} = K_l(t_0, \dots, t_j), \qquad v_j^{(l)} = V_l(t_0, \dots, t_j)` },
  'A new token $n$ needs them for the $j \\le n$ that it may look at:',
  { tex: String.raw`z_n = \sum_{j \le n} \operatorname{softmax}_j\!\left(s_{nj}\right) v_j` },
];

const SIZE = (facts: ModelFacts | null): Explanation['mathematics'] => [
  'If all tokens are kept, a cache takes, with $L$ layers that have attention, $H_{kv}$ sets of keys and values of width $d_{\\text{head}}$, $n$ tokens and $b$ bytes a number,',
  { tex: String.raw`2\,L\,H_{kv}\,n\,d_{\text{head}}\,b` },
  facts && facts.key_value_heads
    ? `bytes; here $2 \\cdot ${facts.traits.attending} \\cdot ${facts.key_value_heads} \\cdot ${facts.d_head} = ${braced(2 * facts.traits.attending * facts.key_value_heads * facts.d_head)}$ numbers a token, if keys and values are equally wide.`
    : 'bytes.',
];

function mathematics(facts: ModelFacts | null): Explanation['mathematics'] {
  return [
    ...(facts?.traits.attending === 0 ? STATE : keysAndValues(facts)),
    'Writing $m$ tokens after $n$ ones computes $n + m - 1$ positions with the cache. Without it,',
    { tex: String.raw`\sum_{i=0}^{m-1} (n + i) = m\,n + \frac{m(m-1)}{2}` },
    'positions.',
    ...(facts?.traits.attending === 0 ? [] : SIZE(facts)),
    ...(facts?.traits.attending === 0
      ? []
      : [
          "Two texts whose first $s$ tokens are equal have equal $k_j, v_j$ for $j < s$. From $t_s \\ne t'_s$ on, nothing says that they are equal, and the differences are measured.",
        ]),
  ];
}
