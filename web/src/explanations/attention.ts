/** What the attention room explains, with the numbers of the model that is open. */

import type { Explanation } from '../lib/explanation';
import type { AttentionMap, ModelFacts } from '../app/api/types';
import { counted, figures, percent } from '../lib/numbers';
import { BEYOND, scaleInWords, scoreTex, upTo } from './facts';
import { habits, rollout, without, type HeadSummary } from './heads';
import { D_HEAD, D_MODEL, ENCODED } from './symbols';
import { shared } from './walkAttention';

/** What is looked at: one head in one of three drawings, or all of them in one of three. */
export interface AttentionSubject {
  facts: ModelFacts | null;
  /** The kind of attention that is shown. Where it is not known, the model's facts decide what can be seen. */
  map?: AttentionMap | null;
  head: { layer: number; head: number } | null;
  view?: 'heatmap' | 'lines' | 'neurons' | 'grid' | 'table' | 'rollout';
  /** What was measured of the heads on the present text. */
  measured?: HeadSummary | null;
}

interface Seen extends AttentionSubject {
  causal: boolean;
}

export function attention(subject: AttentionSubject): Explanation {
  const { facts, map, head, view, measured } = subject;
  if (facts?.heads === 0 || map?.heads === 0) return without(facts);
  if (!head && view === 'table') return habits(facts, map ?? null, measured ?? null);
  if (!head && view === 'rollout') return rollout(facts, map ?? null);
  const seen = { ...subject, causal: map ? map.causal : isCausal(facts) };
  return {
    title: head ? `One head: layer ${head.layer}, head ${head.head}` : 'Where tokens look',
    intuition: intuition(seen),
    mechanics: mechanics(seen),
    mathematics: mathematics(seen),
  };
}

const attendingIn = (facts: ModelFacts, map: AttentionMap | null): number =>
  map ? map.patterns.filter((site) => site !== null).length : facts.traits.attending;

/** How many layers look, and with how many heads: not every layer of a hybrid has attention. */
function layersOf(facts: ModelFacts | null, map: AttentionMap | null): string {
  const order = 'Heads of a layer work side by side, layers one after another.';
  if (!facts) return order;
  if (attendingIn(facts, map) === 1 && (map?.heads ?? facts.heads) === 1)
    return 'Here one layer has attention, with one head.';
  const all = map?.layers ?? facts.layers;
  const attending = attendingIn(facts, map);
  const heads = counted(map?.heads ?? facts.heads, 'head');
  if (attending < all)
    return `Here ${counted(attending, 'layer')} of ${all} have attention, each with ${heads}. The others mix positions in another way. ${order}`;
  return `Here ${attending === 1 ? 'one layer has' : `${attending} layers have`} ${heads}${attending === 1 ? '' : ' each'}. ${order}`;
}

function intuition({ facts, map, head, view, causal, measured }: Seen): Explanation['intuition'] {
  const open = head !== null;
  const lines = open && view === 'lines';
  const sum = map?.sink
    ? 'Together with what goes to the sink, each row adds up to 100 %.'
    : lines
      ? 'The lines of one query add up to 100 %.'
      : 'Each row adds up to 100 %.';
  const window = head ? (map?.windows[head.layer] ?? 0) : Math.max(0, ...(map?.windows ?? []));
  return [
    open
      ? 'A head is one way for a token to look at others and fetch something.'
      : 'Each small picture is a *head*: one way for a token to look at others and fetch something.',
    lines
      ? `Tokens that look (*queries*) are on the left, tokens they look at (*keys*) on the right. A wide line is a large share. ${sum}`
      : `A row is the token that looks (*query*), a column the token it looks at (*key*). Strong ink is a large share. ${sum}`,
    ...(map?.name === 'cross'
      ? ['Here the decoder’s tokens, which are being written, look at the source, which the encoder has read.']
      : []),
    ...(causal
      ? [
          lines
            ? 'Keys that are set back come after the query. A token can’t look ahead.'
            : 'Hatched cells hold nothing: a token can’t look at what comes after it.',
        ]
      : map?.name === 'cross'
        ? ['The whole source has been read by then, so every token of it can be looked at.']
        : facts
          ? ['This model reads the whole text at once, so a token may look back and ahead.']
          : []),
    ...(window
      ? [
          `${open ? 'This layer has' : 'Some layers have'} a window: keys ${counted(window, 'token')} away or more are hidden too.`,
        ]
      : []),
    ...sinks(facts, map ?? null, causal),
    'A share shows where a token looks, not why the model answers as it does.',
    open
      ? lines
        ? 'Point at a token to keep only its lines. Click to hold them.'
        : 'Point at a token to see where it looks. Click to hold it.'
      : 'Next, open one with a clear shape: a line beside the diagonal, or a dark column.',
    // It comes when it has been measured, so it stands where it pushes nothing away.
    ...(causal && measured && !map?.sink && facts?.traits.trained !== false
      ? [`Here heads give the first token ${percent(measured.first)} on average.`]
      : []),
  ];
}

/** What a column that many tokens look at may be, by the kind of model. */
function sinks(facts: ModelFacts | null, map: AttentionMap | null, causal: boolean): string[] {
  if (map?.sink) return ['A head with nothing to fetch can leave its share with the *sink*, which hands nothing over.'];
  if (facts && !facts.traits.trained) return [];
  if (causal)
    return [
      'A dark first column does not mean the first token matters most. Heads with nothing to fetch often leave their 100 % there: an *attention sink*.',
    ];
  const must = 'A head with nothing to fetch must still place its 100 %';
  const dark = 'A dark column does not mean that its token matters most.';
  if (facts?.kind === 'encoder') return [`${dark} ${must}. BERT often leaves it on [SEP].`];
  return [`${dark} ${must}, often on the mark that ends a text, or on a full stop.`];
}

/** How much a column of large shares moves, and who found it. */
function sinksMeasured(
  facts: ModelFacts | null,
  map: AttentionMap | null,
  causal: boolean,
  measured: HeadSummary | null,
): string[] {
  if (map?.sink || (facts && !facts.traits.trained)) return [];
  if (!causal) return facts?.kind === 'encoder' ? ['Clark et al. (2019) describe such columns in BERT.'] : [];
  return [
    `On attention sinks see Xiao et al. (2023). ${
      measured?.lengths
        ? `A short value moves little. Here the first token’s values are ${figures(measured.lengths.first)} long on average, those of the others ${figures(measured.lengths.others)}.`
        : 'The first token’s value is often short, so its large share moves little.'
    }`,
  ];
}

function mechanics({ facts, head, map, causal, measured }: Seen): Explanation['mechanics'] {
  const width = facts ? counted(facts.d_head, 'number') : 'a few dozen numbers';
  const matrices = facts && !facts.traits.trained ? 'which are random in this model' : 'which training has fixed';
  const scale = map && facts ? scaleInWords(map.scale, facts.d_head) : null;
  const beyond = map ? BEYOND[map.beyond] : '';
  const turned = head ? map?.turned[head.layer] : Math.max(0, ...(map?.turned ?? []));
  const attending = map?.turned.filter((_, layer) => map.patterns[layer] !== null) ?? [];
  const shares = `softmax turns each row of scores into shares${map?.sink ? ', with one for the sink' : ' that add up to 1'}.`;
  return [
    `In each head a token has three vectors of ${width}. The *query* is what it looks for, the *key* what it is found by, the *value* what it hands over. Weight matrices make them, ${matrices}.`,
    `A score is the dot product of a query and a key.${scale ? ` ${scale}.` : ''}${beyond ? ` ${beyond}` : ''}`,
    ...(map?.name === 'cross'
      ? [
          'In cross-attention the decoder’s tokens make the queries. What the encoder returns makes the keys and values.',
        ]
      : []),
    causal ? `The *causal mask* removes keys that come after the query. Then ${shares}` : shares.replace(/^s/, 'S'),
    'The head adds up the values, each scaled by its share. The output matrix brings the sum into the residual stream.',
    layersOf(facts, map ?? null),
    ...grouped(facts, head),
    ...(turned && facts
      ? [
          `Before scoring, queries and keys are turned by position${turned < facts.d_head ? ` (${turned} of each ${facts.d_head} numbers)` : ''}${!head && attending.some((each) => !each) ? ' in some of the layers' : ''}. So a head can tell their distance.`,
        ]
      : []),
    ...sinksMeasured(facts, map ?? null, causal, measured ?? null),
    'A pattern is computed again when you open its head, and checked against the model’s own attention.',
  ];
}

function grouped(facts: ModelFacts | null, head: AttentionSubject['head']): string[] {
  if (!facts || facts.key_value_heads >= facts.heads || facts.heads % facts.key_value_heads) return [];
  const size = facts.heads / facts.key_value_heads;
  if (!head || facts.key_value_heads === 1) return [shared(facts)];
  const group = Math.floor(head.head / size);
  const members = Array.from({ length: size }, (_, i) => group * size + i);
  return [
    `${shared(facts)} Head ${head.head} uses set ${group}, with ${members.length === 2 ? 'head' : 'heads'} ${listed(members.filter((h) => h !== head.head))}.`,
  ];
}

function mathematics({ facts, map, head, causal }: Seen): Explanation['mathematics'] {
  const cross = map?.name === 'cross';
  const first = !facts || facts.traits.norm_place === 'inputs' || facts.traits.norm_place === 'both';
  const x = first ? String.raw`\hat x` : 'x';
  const y = cross ? ENCODED : x;
  const turned = head ? (map?.turned[head.layer] ?? 0) > 0 : (map?.turned.some(Boolean) ?? false);
  const R = (index: string) => (turned ? ` R_${index}` : '');
  const window = map?.windows.some(Boolean) ?? false;
  return [
    `$${x}_i$ is the ${first ? 'normed ' : ''}vector of token $i$, as a row${cross ? `, and $${ENCODED}_j$ what the encoder returns for token $j$` : ''}. One head computes`,
    { tex: String.raw`q_i = ${x}_i W_Q${R('i')}` },
    { tex: String.raw`k_j = ${y}_j W_K${R('j')}` },
    { tex: String.raw`v_j = ${y}_j W_V` },
    `with biases and norms where the model has them.${turned ? ' $R_i$ turns pairs of numbers by position, and $(q R_i)(k R_j)^\\top = q\\, R_{i-j}\\, k^\\top$.' : ''} Scores and shares are`,
    {
      tex: String.raw`s_{ij} = ${scoreTex(map ?? null, facts?.d_head ?? 0)}`,
    },
    {
      tex: String.raw`a_{ij} = \frac{e^{s_{ij}}}{${map?.sink ? String.raw`e^{s_{i\varnothing}} + ` : ''}\sum_{j'} e^{s_{ij'}}}`,
    },
    causal
      ? `The causal mask $M_{ij}$ is $-\\infty$ for $j > i$${window ? ' and for keys beyond a window' : ''}, else $0$. So $a_{ij} = 0$ ahead of the query by construction${map?.sink ? '' : ', and $a_{00} = 1$'}.`
      : window
        ? '$M_{ij} = -\\infty$ for keys beyond a window.'
        : cross
          ? 'There is no mask: cross-attention has no causal mask, and sees the whole source.'
          : 'There is no mask: this attention has no causal mask, and sees all keys.',
    'The head’s result and the layer’s are',
    { tex: String.raw`z_i = \sum_j a_{ij}\,v_j` },
    { tex: String.raw`o_i = \sum_h z_i^{(h)} W_O^{(h)}` },
    ...(facts ? [dimensions(facts)] : []),
    `${cross ? '$n$ tokens that look at $m$ others have $n m$ shares' : `A text of $n$ tokens has ${causal ? '$n(n+1)/2$' : '$n^2$'} shares`} in each head${window ? ', and fewer with a window' : ''}. A large $a_{ij}$ on a short $v_j$ moves little.`,
  ];
}

function dimensions(facts: ModelFacts): string {
  const { heads, key_value_heads: sets, d_head, d_model } = facts;
  const base = `Here $${D_MODEL} = ${d_model}$, $${D_HEAD} = ${d_head}$ and $h = ${upTo(heads)}$.`;
  if (sets >= heads || heads % sets) return base;
  return `${base} There ${sets === 1 ? 'is one set' : `are ${sets} sets`} of keys and values: head $h$ uses set $\\lfloor h / ${heads / sets} \\rfloor$.`;
}

const isCausal = (facts: ModelFacts | null): boolean => facts !== null && facts.kind === 'decoder';

function listed(items: number[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
