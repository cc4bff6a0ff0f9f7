/** What the attention room explains, with the numbers of the model that is open. */

import type { Explanation } from '../lib/explanation';
import type { AttentionMap, ModelFacts } from '../app/api/types';
import { counted, figures, percent } from '../lib/numbers';
import { BEYOND, scaleInWords, scoreTex, upTo } from './facts';
import { habits, rollout, without, type Habits } from './heads';
import { shared } from './walkAttention';

/** What is looked at: one head in one of three drawings, or all of them in one of three. */
export interface AttentionSubject {
  facts: ModelFacts | null;
  /** The kind of attention that is shown. Where it is not known, the model's facts decide what can be seen. */
  map?: AttentionMap | null;
  head: { layer: number; head: number } | null;
  view?: 'heatmap' | 'lines' | 'neurons' | 'grid' | 'table' | 'rollout';
  /** What was measured of the heads on the present text. */
  measured?: Habits | null;
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
  const order = 'The heads of a layer work side by side; the layers work one after another, from layer 0 on.';
  if (!facts) return order;
  if (attendingIn(facts, map) === 1 && (map?.heads ?? facts.heads) === 1)
    return 'Here one layer has attention, with one head.';
  const all = map?.layers ?? facts.layers;
  const attending = attendingIn(facts, map);
  const heads = counted(map?.heads ?? facts.heads, 'head');
  if (attending < all)
    return `${counted(attending, 'layer')} of ${all} have attention, each with ${heads}. The others mix positions in another way. ${order}`;
  return `Here ${attending === 1 ? 'one layer has' : `${attending} layers have`} ${heads}${attending === 1 ? '' : ' each'}. ${order}`;
}

function intuition({ facts, map, head, view, causal, measured }: Seen): Explanation['intuition'] {
  const open = head !== null;
  const sum = map?.sink
    ? 'Each row adds up to 100 % with what goes to the sink, which has no column.'
    : view === 'lines' && open
      ? 'The lines of one query add up to 100 %.'
      : 'Each row adds up to 100 %.';
  const picture = open
    ? view === 'lines'
      ? `On the left stand the tokens that look (*queries*), on the right those that are looked at (*keys*). The wider a line, the larger the share that the query gives to the key. ${sum}`
      : `A row is a token that looks (the *query*). A column is a token that is looked at (the *key*). The stronger the ink, the larger the share that the query gives to the key. ${sum}`
    : `Each small picture is one head. A row is a token that looks (the *query*), a column a token that is looked at (the *key*). The stronger the ink, the larger the share. ${sum}`;
  const window = head ? (map?.windows[head.layer] ?? 0) : Math.max(0, ...(map?.windows ?? []));
  return [
    'A large share shows where something is fetched from. It does not show what is done with it, nor why the model answers as it does.',
    'A token on its own means little. In each of these layers, a token may look at other tokens and fetch something from them. A *head* is one way of looking.',
    picture,
    ...(map?.name === 'cross'
      ? [
          'Here tokens of one text look at those of another: the decoder’s tokens, which are being written, look at the encoder’s, which were read.',
        ]
      : []),
    layersOf(facts, map ?? null),
    ...(causal
      ? [
          open && view === 'lines'
            ? 'Keys that are set back come after the query. A token can’t look at what comes after it, because when the model writes, that doesn’t exist yet.'
            : 'Hatched cells are not zero: they are not there. A token can’t look at what comes after it, because when the model writes, that doesn’t exist yet.',
        ]
      : map?.name === 'cross'
        ? ['The whole source has been read before the first token is written, so every token of it can be looked at.']
        : facts
          ? ['This model reads the whole text at once, so a token may look both back and ahead.']
          : []),
    ...(window
      ? [
          open
            ? `This layer has a window: keys ${counted(window, 'token')} away or more are not there either.`
            : `Some layers have a window: there, keys ${counted(window, 'token')} away or more are not there either.`,
        ]
      : []),
    open
      ? view === 'lines'
        ? 'Point at a token on either side: only its lines stay. Click to keep it, and once more to let it go. Heads that you add have a colour each, up to eight.'
        : 'Point at a token to see where it looks. Click to keep it.'
      : 'Two shapes to look for: a line along the diagonal, where tokens look at a near neighbour, and a dark column, where many look at one token.',
    ...(open ? [] : ['Choose a measure above to find heads by what they do, or see all measures in a table.']),
    ...sinks(facts, map ?? null, causal, measured ?? null),
  ];
}

/** What a column that many tokens look at may be, by the kind of model. */
function sinks(facts: ModelFacts | null, map: AttentionMap | null, causal: boolean, measured: Habits | null): string[] {
  if (map?.sink)
    return [
      'A head has to place all of its 100 %, even when it finds nothing to fetch. This model gives it a *sink* for that, which hands nothing over.',
    ];
  if (facts && !facts.traits.trained) return [];
  const must = 'A head has to place all of its 100 %, even when it finds nothing to fetch.';
  if (causal && measured)
    return [
      `Here heads give the first token ${percent(measured.first)} on average. ${must} Trained models often leave it on the first token, an *attention sink* (Xiao et al. 2023).`,
      ...(measured.lengths
        ? [
            `A share moves as much as its value is long. Here the first token’s values are ${figures(measured.lengths.first)} long on average, those of the others ${figures(measured.lengths.others)}.`,
          ]
        : []),
    ];
  if (causal)
    return [
      `A dark first column does not mean that the first token matters most. ${must} Trained models often leave it on the first token, an *attention sink*, whose value is often short (Xiao et al. 2023).`,
    ];
  const dark = `A dark column does not mean that its token matters most. ${must}`;
  if (facts?.kind === 'encoder')
    return [`${dark} BERT often leaves it on marks such as [SEP], or on full stops (Clark et al. 2019).`];
  return [`${dark} It is often left on the mark that ends a text, or on a full stop.`];
}

function mechanics({ facts, head, map, causal }: Seen): Explanation['mechanics'] {
  const width = facts ? counted(facts.d_head, 'number') : 'a few dozen numbers';
  const matrices = facts && !facts.traits.trained ? 'which are random in this model' : 'which training has fixed';
  const scale = map && facts ? scaleInWords(map.scale, facts.d_head) : null;
  const beyond = map ? BEYOND[map.beyond] : '';
  const together = map?.sink ? 'and with the sink’s share they add up to one' : 'and together they are one';
  const turned = head ? map?.turned[head.layer] : Math.max(0, ...(map?.turned ?? []));
  const attending = map?.turned.filter((_, layer) => map.patterns[layer] !== null) ?? [];
  return [
    `In each head, every token has three vectors of ${width}: a *query* (what it looks for), a *key* (what it is found by) and a *value* (what it hands over). They are made from the token’s vector by three weight matrices, ${matrices}.`,
    `To score a pair, the head multiplies query and key number by number and adds up: a dot product.${scale ? ` ${scale}.` : ''}${beyond ? ` ${beyond}` : ''}`,
    ...(map?.name === 'cross'
      ? [
          'In cross-attention the queries are made from the decoder’s tokens, the keys and values from what the encoder gave for the source.',
        ]
      : []),
    causal
      ? `The *causal mask* removes every key that comes after the query. What is left goes through a soft-max along the row: larger scores get larger shares, no share is negative, ${together}.`
      : `The scores go through a soft-max along the row: larger scores get larger shares, no share is negative, ${together}.`,
    'The shares are what you see. The head then adds up the value vectors, each times its share, and the output matrix brings the sum back into the residual stream, beside what the other heads bring.',
    ...grouped(facts, head),
    ...(turned && facts
      ? [
          `Queries and keys have been turned by position before they are scored${turned < facts.d_head ? `: ${turned} of each ${facts.d_head} numbers` : ''}${!head && attending.some((each) => !each) ? ', in some of the layers' : ''}. So a head can tell how far apart two tokens are.`,
        ]
      : []),
    'The pattern is not kept while the model runs. It is made again for the head that you open, from the queries and keys of that run, with the model’s own attention or code checked against it.',
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
  const y = cross ? 'y' : x;
  const turned = head ? (map?.turned[head.layer] ?? 0) > 0 : (map?.turned.some(Boolean) ?? false);
  const R = (index: string) => (turned ? `R_${index}\\, ` : '');
  const window = map?.windows.some(Boolean) ?? false;
  return [
    `Let $${x}_i$ be the ${first ? 'normed ' : ''}vector of token $i$ where this layer’s attention reads it${cross ? ', and $y_j$ what the encoder gave for token $j$' : ''}. One head computes`,
    { tex: String.raw`q_i = ${R('i')}W_Q ${x}_i, \quad k_j = ${R('j')}W_K ${y}_j, \quad v_j = W_V ${y}_j` },
    `with biases and norms where the model has them.${turned ? ' $R_i$ turns pairs of numbers by position, and $(R_i q)^\\top (R_j k) = q^\\top R_{j-i}\\, k$.' : ''} Scores and weights are`,
    {
      tex: String.raw`s_{ij} = ${scoreTex(map ?? null, facts?.d_head ?? 0)} \qquad a_{ij} = \frac{e^{s_{ij}}}{${map?.sink ? String.raw`e^{s_{i\varnothing}} + ` : ''}\sum_{j'} e^{s_{ij'}}}`,
    },
    causal
      ? `with the causal mask $M_{ij} = -\\infty$ for $j > i$${window ? ', and for keys beyond the window in the layers that have one' : ''}, and $0$ elsewhere. So $a_{ij} = 0$ ahead of the query, by construction and not by learning${map?.sink ? '' : ', and the first row is $a_{00} = 1$'}.`
      : window
        ? 'with $M_{ij} = -\\infty$ for keys beyond the window, in the layers that have one.'
        : `without a mask: ${cross ? 'cross-attention has no causal mask, and sees the whole source' : 'this attention has no causal mask, and sees all keys'}.`,
    map?.sink
      ? 'Each row is a distribution over keys and sink, $a_{i\\varnothing} + \\sum_j a_{ij} = 1$. The head’s output and the layer’s are'
      : 'Each row is a distribution, $\\sum_j a_{ij} = 1$. The head’s output and the layer’s are',
    { tex: String.raw`z_i = \sum_j a_{ij}\,v_j \qquad o_i = \sum_h W_O^{(h)} z_i^{(h)}` },
    ...(facts ? [dimensions(facts)] : []),
    `${cross ? '$T$ tokens that look at $S$ others have $T S$ weights' : `A text of $T$ tokens has ${causal ? '$T(T+1)/2$' : '$T^2$'} weights`} in each head${window ? ' without a window, and fewer with one' : ''}. The weights say how $z_i$ is mixed, not how long the $v_j$ are: a large $a_{ij}$ on a short $v_j$ moves little.`,
  ];
}

function dimensions(facts: ModelFacts): string {
  const { heads, key_value_heads: sets, d_head, d_model } = facts;
  const base = `Here $d = ${d_model}$, $d_{\\text{head}} = ${d_head}$ and $h = ${upTo(heads)}$.`;
  if (sets >= heads || heads % sets) return base;
  return `${base} There ${sets === 1 ? 'is one set' : `are ${sets} sets`} of keys and values: head $h$ uses that of group $\\lfloor h / ${heads / sets} \\rfloor$.`;
}

const isCausal = (facts: ModelFacts | null): boolean => facts !== null && facts.kind === 'decoder';

function listed(items: number[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
