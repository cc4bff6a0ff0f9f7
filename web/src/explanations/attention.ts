/** What the attention room explains, with the numbers of the model that is open. */

import type { Explanation } from '../frame/explanation';
import type { AttentionMap, ModelFacts } from '../api/types';
import { habits, rollout, without } from './heads';

/** What is looked at: one head in one of three drawings, or all of them in one of three. */
export interface AttentionSubject {
  facts: ModelFacts | null;
  /** The kind of attention that is shown. Where it is not known, the model's facts decide what can be seen. */
  map?: Pick<AttentionMap, 'name' | 'causal' | 'heads'> | null;
  head: { layer: number; head: number } | null;
  view?: 'heatmap' | 'lines' | 'neurons' | 'grid' | 'table' | 'rollout';
}

interface Seen extends AttentionSubject {
  causal: boolean;
}

export function attention(subject: AttentionSubject): Explanation {
  const { facts, map, head, view } = subject;
  if (facts?.heads === 0 || map?.heads === 0) return without(facts);
  if (!head && view === 'table') return habits(facts);
  if (!head && view === 'rollout') return rollout(facts);
  const seen = { ...subject, causal: map ? map.causal : isCausal(facts) };
  return {
    title: head ? `One head: layer ${head.layer}, head ${head.head}` : 'Where tokens look',
    intuition: intuition(seen),
    mechanics: mechanics(seen),
    mathematics: mathematics(seen),
  };
}

function intuition({ facts, map, head, view, causal }: Seen): Explanation['intuition'] {
  const open = head !== null;
  const picture = open
    ? view === 'lines'
      ? 'On the left stand the tokens that look (*queries*), on the right those that are looked at (*keys*). The wider a line, the larger the share of its attention that the query gives to the key. The lines of one query add up to 100 %.'
      : 'A row is a token that looks (the *query*). A column is a token that is looked at (the *key*). The stronger the ink, the larger the share of its attention that the query gives to the key. Each row adds up to 100 %.'
    : 'Each small picture is one head. A row is a token that looks (the *query*), a column a token that is looked at (the *key*). The stronger the ink, the larger the share. Each row adds up to 100 %.';
  const count = facts
    ? `This model has ${facts.layers} layers of ${facts.heads} heads. The heads of a layer work side by side; the layers work one after another, from layer 0 on.`
    : 'The heads of a layer work side by side; the layers work one after another, from layer 0 on.';
  return [
    'A token on its own means little. In each layer, every token may look at other tokens and fetch something from them. A *head* is one way of looking.',
    picture,
    ...(map?.name === 'cross'
      ? [
          'Here tokens of one text look at those of another: the decoder’s tokens, which are being written, look at the encoder’s, which were read.',
        ]
      : []),
    count,
    ...(causal
      ? [
          open && view === 'lines'
            ? 'Some keys are set back: they come after the query. A token can’t look at what comes after it, because when the model writes, that doesn’t exist yet.'
            : 'The hatched corner is not zero: it is not there. A token can’t look at what comes after it, because when the model writes, that doesn’t exist yet.',
        ]
      : map?.name === 'cross'
        ? ['The whole source has been read before the first token is written, so every token of it can be looked at.']
        : facts
          ? ['This model reads the whole text at once, so every token may look both back and ahead.']
          : []),
    open
      ? view === 'lines'
        ? 'Point at a token on either side: only its lines stay. Click to keep it, and once more to let it go. Heads that you add have a colour each, up to eight.'
        : 'Point at a token to see where it looks. Click to keep it.'
      : 'Some shapes return often. A line along the diagonal: each token looks at itself or at a near neighbour. A dark column: many tokens look at the same one.',
    ...(open ? [] : ['Choose a measure above to find heads by what they do, or see all measures in a table.']),
    'A dark first column does not mean that the first token matters most. A head has to place all of its 100 %, even when it finds nothing to fetch. Models often learn to leave it on the first token, whose vector then adds little. This is called an *attention sink*.',
    'A large weight shows where something is fetched from. It does not show what is done with it, and it is no proof of why the model answers as it does.',
  ];
}

function mechanics({ facts, head, map, causal }: Seen): Explanation['mechanics'] {
  const width = facts ? `${facts.d_head} numbers` : 'a few dozen numbers';
  return [
    `In each head, every token has three vectors of ${width}: a *query* (what it looks for), a *key* (what it offers to be found by) and a *value* (what it hands over). They are made from the token’s vector in the residual stream by three weight matrices that training has fixed.`,
    `To score a pair, the head multiplies query and key number by number and adds up: a dot product. Llama, GPT-2 and BERT types divide it by the square root of the head’s width${facts ? `, here $\\sqrt{${facts.d_head}} ${rootSign(facts.d_head)} ${root(facts.d_head)}$` : ''}, so that scores don’t grow with the width.`,
    ...(map?.name === 'cross'
      ? [
          'In cross-attention the queries are made from the decoder’s tokens, the keys and values from what the encoder gave for the source.',
        ]
      : []),
    causal
      ? 'The *causal mask* removes every key that comes after the query. What is left goes through a soft-max along the row: larger scores get larger shares, no share is negative, and together they are one.'
      : 'The scores go through a soft-max along the row, over all keys: larger scores get larger shares, no share is negative, and together they are one.',
    'The shares are what you see. The head then adds up the value vectors, each times its share, and the output matrix brings the sum back into the residual stream, beside what the other heads bring.',
    ...grouped(facts, head),
    'Where a model marks positions by rotation (Llama types do), queries and keys have been rotated before they are scored. So a head can tell how far apart two tokens are.',
    'The pattern is not kept while the model runs. It is derived again, for the head that you open, from the very queries and keys of that run, by the model’s own code.',
  ];
}

function grouped(facts: ModelFacts | null, head: AttentionSubject['head']): string[] {
  if (!facts || facts.key_value_heads >= facts.heads || facts.heads % facts.key_value_heads) return [];
  const size = facts.heads / facts.key_value_heads;
  const shared = `This model has *grouped-query attention*: ${facts.heads} query heads, but only ${facts.key_value_heads} sets of keys and values. Each set serves ${size} neighbouring heads, which saves memory when the model writes.`;
  if (!head) return [shared];
  const group = Math.floor(head.head / size);
  const members = Array.from({ length: size }, (_, i) => group * size + i);
  return [
    `${shared} Head ${head.head} uses set ${group}, with heads ${listed(members.filter((h) => h !== head.head))}.`,
  ];
}

function mathematics({ facts, map, causal }: Seen): Explanation['mathematics'] {
  const cross = map?.name === 'cross';
  return [
    'Let $x_i$ be the normalised vector of token $i$ where this layer’s attention reads it. One head computes',
    { tex: String.raw`q_i = W_Q x_i, \quad k_j = W_K x_j, \quad v_j = W_V x_j` },
    'with biases where the model has them, and with rotary position embedding $q_i \\to R_i q_i$, $k_j \\to R_j k_j$ where it uses that; then $q_i^\\top k_j$ depends on position only through $i - j$. Scores and weights are',
    {
      tex: String.raw`s_{ij} = \frac{q_i \cdot k_j}{\sqrt{d_{\text{head}}}} + m_{ij} \qquad a_{ij} = \frac{e^{s_{ij}}}{\sum_{j'} e^{s_{ij'}}}`,
    },
    causal
      ? 'with the causal mask $m_{ij} = 0$ for $j \\le i$ and $-\\infty$ for $j > i$. So $a_{ij} = 0$ ahead of the query, by construction and not by learning, and the first row is always $a_{00} = 1$.'
      : cross
        ? 'with $m_{ij} = 0$ for every pair: cross-attention has no causal mask. Here $x_i$ in $q_i$ is of the decoder, and $x_j$ in $k_j$ and $v_j$ is what the encoder gave.'
        : 'with $m_{ij} = 0$ for every pair: this model has no causal mask.',
    'Each row is a distribution, $\\sum_j a_{ij} = 1$. The head’s output and the layer’s are',
    { tex: String.raw`z_i = \sum_j a_{ij}\,v_j \qquad o_i = \sum_h W_O^{(h)} z_i^{(h)}` },
    ...(facts ? [dimensions(facts)] : []),
    `${cross ? '$T$ tokens that look at $S$ others have $T S$ weights' : `A text of $T$ tokens has ${causal ? '$T(T+1)/2$' : '$T^2$'} weights`} in each head. The weights say how $z_i$ is mixed, not how long the $v_j$ are: a large $a_{ij}$ on a short $v_j$ moves little.`,
  ];
}

function dimensions(facts: ModelFacts): string {
  const { heads, key_value_heads: sets, d_head, d_model } = facts;
  const base = `Here $d_{\\text{model}} = ${d_model}$, $d_{\\text{head}} = ${d_head}$ and $h = 0, \\dots, ${heads - 1}$.`;
  if (sets >= heads || heads % sets) return base;
  return `${base} Keys and values exist ${sets} times: head $h$ uses those of group $\\lfloor h / ${heads / sets} \\rfloor$.`;
}

const isCausal = (facts: ModelFacts | null): boolean => facts !== null && facts.kind === 'decoder';

const root = (n: number): string =>
  Number.isInteger(Math.sqrt(n)) ? String(Math.sqrt(n)) : Math.sqrt(n).toPrecision(3);
const rootSign = (n: number): string => (Number.isInteger(Math.sqrt(n)) ? '=' : String.raw`\approx`);

function listed(items: number[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
