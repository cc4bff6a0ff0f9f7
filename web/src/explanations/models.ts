/** Models of many kinds, for tests of what is said of them. */

import type { AttentionMap, ModelFacts } from '../app/api/types';

type Traits = ModelFacts['traits'];

const TRAITS: Traits = {
  ...{
    trained: true,
    quantisation: '',
    tied: true,
    shared_weights: false,
    attending: 30,
    parallel: false,
    gated: true,
  },
  ...{ experts: false, final_norm: true, norm_place: 'inputs', tokens: 49152 },
};

/** SmolLM2. */
export const llama: ModelFacts = {
  ...{ architecture: 'LlamaForCausalLM', kind: 'decoder', predicts: 'next', layers: 30, heads: 9, key_value_heads: 3 },
  ...{
    d_model: 576,
    d_head: 64,
    d_mlp: 1536,
    vocabulary: 49152,
    context: 8192,
    longest: null,
    labels: [],
    troubles: [],
    parameters: 134515008,
  },
  ...{ dtype: 'float32', device: 'cpu' },
  traits: { ...TRAITS, quantisation: 'Q4_1' },
};

type Changes = Partial<Omit<ModelFacts, 'traits'>> & { traits?: Partial<Traits> };

export const changed = (facts: ModelFacts, { traits, ...rest }: Changes): ModelFacts => ({
  ...facts,
  ...rest,
  traits: { ...facts.traits, ...traits },
});

const small = { layers: 12, heads: 12, key_value_heads: 12, d_model: 768, d_mlp: 3072 };

/** One model of each kind that sentences tell apart. */
export const KINDS_OF_MODELS: Readonly<Record<string, ModelFacts>> = {
  llama,
  gpt2: changed(llama, {
    ...small,
    vocabulary: 50257,
    traits: { gated: false, attending: 12, quantisation: '', tokens: 50257 },
  }),
  pythia: changed(llama, {
    ...{ ...small, vocabulary: 50304 },
    traits: { gated: false, attending: 12, parallel: true, tied: false, tokens: 50277 },
  }),
  minilm: changed(llama, {
    ...{ kind: 'encoder', predicts: 'nothing', layers: 6, heads: 12, key_value_heads: 12, d_model: 384, d_head: 32 },
    traits: { gated: false, attending: 6, norm_place: 'sums', quantisation: '' },
  }),
  bert: changed(llama, {
    ...{ ...small, kind: 'encoder', predicts: 'masked' },
    traits: { gated: false, attending: 12, norm_place: 'sums', quantisation: '' },
  }),
  albert: changed(llama, {
    ...{ ...small, kind: 'encoder', predicts: 'masked' },
    traits: { gated: false, attending: 12, norm_place: 'sums', shared_weights: true },
  }),
  textbook: changed(llama, {
    ...{ kind: 'encoder-decoder', layers: 6, heads: 8, key_value_heads: 8, d_model: 512, context: 512 },
    traits: { trained: false, gated: false, attending: 6, final_norm: false, norm_place: 'sums', quantisation: '' },
  }),
  t5: changed(llama, {
    ...{
      kind: 'encoder-decoder',
      layers: 6,
      heads: 8,
      key_value_heads: 8,
      d_model: 512,
      context: null,
      vocabulary: 32128,
    },
    traits: { gated: false, attending: 6, tokens: 32100 },
  }),
  gemma2: changed(llama, { traits: { norm_place: 'both' } }),
  'gpt-oss': changed(llama, { traits: { experts: true } }),
  falcon: changed(llama, { heads: 71, key_value_heads: 1, traits: { gated: false, parallel: true } }),
  jamba: changed(llama, { layers: 32, traits: { attending: 4, experts: true } }),
  fnet: changed(llama, {
    ...{ ...small, kind: 'encoder', predicts: 'masked', heads: 0, key_value_heads: 0, d_head: 0 },
    traits: { attending: 0, gated: false, norm_place: 'sums' },
  }),
  /** One layer with one head, and a text of one token. */
  single: changed(llama, {
    ...{ layers: 1, heads: 1, key_value_heads: 1, d_head: 576, context: 1, longest: 1 },
    traits: { attending: 1 },
  }),
  mamba: changed(llama, {
    heads: 0,
    key_value_heads: 0,
    d_head: 0,
    d_mlp: 0,
    context: null,
    traits: { attending: 0, gated: false },
  }),
};

/** How the layers of a model look. */
export const mapOf = (facts: ModelFacts, changes: Partial<AttentionMap> = {}): AttentionMap => ({
  ...{ name: 'self', layers: facts.layers, heads: facts.heads, queries: 'tokens', keys: 'tokens' },
  ...{ causal: facts.kind !== 'encoder', key_value_heads: facts.key_value_heads, sink: false, beyond: 'nothing' },
  scale: facts.d_head ? facts.d_head ** -0.5 : null,
  patterns: Array.from({ length: facts.layers }, (_, layer) =>
    layer < facts.traits.attending ? `layers.${layer}.attn.pattern` : null,
  ),
  turned: Array.from({ length: facts.layers }, () => facts.d_head),
  windows: Array.from({ length: facts.layers }, () => 0),
  ...changes,
});

/** Words that are said of nothing, or wrongly, whatever the model. */
export const NEVER =
  /undefined|null|NaN|\[object|\b1 (tokens|heads|layers|sets|blocks|rows|numbers|positions)\b|the all|\b0 (heads|layers)\b|2,147,483,64\d/;
