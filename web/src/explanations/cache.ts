/** What the margin says of the key-value cache, with the open model's sizes and what was measured. */

import type { CacheHeld, ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { bytes, count, counted, figures, listed } from '../lib/numbers';
import { braced } from './facts';
import { D_HEAD, KV_SETS, SOFTMAX } from './symbols';

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
      ? 'To write a token, the model needs its notes on the tokens before: a *state* in each layer. Every token changes the state, and its size stays.'
      : `To write a token, the model looks at tokens before it${held.some(({ kind }) => kind === 'window') ? ', in some layers only inside a window' : ''}. Each has a *key*, by which it is found, and a *value*, which is fetched. Both stay as they are while the text grows.`,
    'So a program keeps them. On the left only the new token is computed; on the right everything is computed again.',
    ...(whole
      ? [
          `Here, ${counted(kept.steps, 'step')} computed ${counted(kept.computed, 'position')} with the cache and ${count(anew.computed)} without, in ${figures(kept.seconds * 1000)} ms and ${figures(anew.seconds * 1000)} ms.`,
        ]
      : []),
    `Apart from rounding, the answers are the same. The price is memory: ${growth(facts, held)}.`,
    'A *prompt cache* keeps the beginning of one text for the next. Next, change a word at the front below, and see how little is left to reuse.',
  ];
}

function mechanics(facts: ModelFacts | null, { held }: Found): Explanation['mechanics'] {
  const size = held.reduce((sum, each) => sum + each.bytes, 0);
  const kinds = new Set(held.map(({ kind }) => kind));
  return [
    'Step 0, the *prefill*, reads the whole text in one pass. Each *decode* step reads one position, but must still fetch all weights once. So it is not as many times faster as it has fewer positions.',
    ...(facts?.traits.attending === 0
      ? []
      : [
          `“Computed” counts positions. A new one’s attention still reads the keys of ${kinds.has('window') ? 'all positions before it, or of those in its window' : 'all positions before it'}.`,
        ]),
    ...(facts ? [sizeInWords(facts)] : []),
    ...(size ? [`After the last step shown, the cache holds ${bytes(size)}, counted from its tensors.`] : []),
    ...(kinds.has('window')
      ? [
          `Layers with a sliding window keep no more tokens than it has${windows(held)}. What has left the window is gone. Once it is full, another text must be read from its start.`,
        ]
      : []),
    ...(kinds.has('state')
      ? ['Layers with a state keep no single token. Each token is mixed into the state for good, and its size stays.']
      : []),
    ...(kinds.has('source')
      ? ['The decoder also keeps the keys and values of the source. They are made once, in the first step.']
      : []),
    'Times are wall-clock times of this machine: the forward pass and the choice of the most probable token. Other programs make them longer. Measure again to see how steady they are.',
    'Another text can reuse the tokens that both begin with, and no others. The drawing of key differences shows why: it compares both texts’ keys at the same positions.',
  ];
}

/** How many sets of keys and values the cache keeps, and what sharing them saves. */
function sizeInWords(facts: ModelFacts): string {
  const { heads, key_value_heads: sets, layers, traits } = facts;
  const among = traits.attending < layers ? ` among ${layers}` : '';
  const kept = sets ? `, with ${counted(sets, 'set')} of keys and values of ${counted(facts.d_head, 'number')}` : '';
  const all = `This model has ${counted(traits.attending, 'layer')} with attention${among}${kept}, in ${facts.dtype}.`;
  if (!sets || sets >= heads) return all;
  const times = heads % sets ? figures(heads / sets) : count(heads / sets);
  return `${all} Its ${count(heads)} query heads share them, so the cache is ${times} times smaller than with a set for each.`;
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
  'The state $S_j$ of a layer after position $j$ follows from the one before and from the layer’s input there:',
  { tex: String.raw`S_j = F(S_{j-1}, x_j)` },
  'A new token needs the last state and nothing else of the past.',
];

const keysAndValues = (facts: ModelFacts | null): Explanation['mathematics'] => [
  `With a causal mask, the residual stream at position $j$ depends on the tokens up to $j$${facts?.kind === 'encoder-decoder' ? ' and on the source' : ' alone'}. So do its keys and values in each layer $l$:`,
  { tex: String.raw`k_j^{(l)} = F_K(t_0, \dots, t_j)` },
  { tex: String.raw`v_j^{(l)} = F_V(t_0, \dots, t_j)` },
  'A new token $i$ needs those at $j \\le i$ that it may look at:',
  { tex: String.raw`z_i = \sum_{j \le i} a_{ij}\, v_j` },
  { tex: String.raw`a_{ij} = ${SOFTMAX}_j(s_{ij})` },
];

const SIZE = (facts: ModelFacts | null): Explanation['mathematics'] => [
  `With $L$ layers that have attention and $${KV_SETS}$ sets of keys and values each, $n$ tokens take`,
  { tex: String.raw`2\,L\,${KV_SETS}\,n\,${D_HEAD}` },
  facts && facts.key_value_heads
    ? `numbers. Here $2 \\cdot ${facts.traits.attending} \\cdot ${facts.key_value_heads} \\cdot ${facts.d_head} = ${braced(2 * facts.traits.attending * facts.key_value_heads * facts.d_head)}$ a token, if keys and values are equally wide.`
    : 'numbers.',
];

function mathematics(facts: ModelFacts | null): Explanation['mathematics'] {
  return [
    ...(facts?.traits.attending === 0 ? STATE : keysAndValues(facts)),
    'Writing $m$ tokens after $n$ computes $n + m - 1$ positions with the cache. Without it,',
    { tex: String.raw`\sum_{i=0}^{m-1} (n + i) = m\,n + \frac{m(m-1)}{2}` },
    'positions.',
    ...(facts?.traits.attending === 0 ? [] : SIZE(facts)),
    ...(facts?.traits.attending === 0
      ? []
      : [
          "Two texts with the same first $n$ tokens have equal $k_j, v_j$ for $j < n$. From $t_n \\ne t'_n$ on they may differ, and the page measures by how much.",
        ]),
  ];
}
