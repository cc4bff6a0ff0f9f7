/** The wire as functions: one a request. */
import { api, ask, askTrace, giveUpReading } from './carrier';
import { Columns } from './columns';
import type { components, paths } from './schema';
import { lines, plainText } from './stream';
import { parseTensor, parseTensors, type Tensor } from '../../lib/tensor';
import type {
  BeamsRequest,
  ChatMessage,
  PromptAsked,
  TextRequest,
  TokensAnswer,
  TrainedFacts,
  VocabularyQuery,
  WalkAnswer,
} from './types';

export * from './carrier';
export type * from './types';

type Schemas = components['schemas'];
type Signal = AbortSignal | undefined;
/** What may be asked about a trace. */
type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Query } } }
  ? NonNullable<Query>
  : never;

// Models and texts

export const about = (signal?: Signal) => ask(() => api.GET('/api/about', { signal }), { signal });
export const models = (signal?: Signal) => ask(() => api.GET('/api/models', { signal }), { signal });
export const modelStatus = (name: string, signal?: Signal) =>
  ask(() => api.GET('/api/model', { params: { query: { name } }, signal }), { signal });
export const openModel = (name: string) => ask(() => api.POST('/api/model/open', { params: { query: { name } } }));
export const cancelModel = (name: string) => ask(() => api.POST('/api/model/cancel', { params: { query: { name } } }));

export async function tokens(request: TextRequest, signal?: Signal): Promise<TokensAnswer> {
  const told = await ask(() => api.POST('/api/tokens', { body: request, signal }), { signal });
  return {
    ...told,
    tokens: new Columns(told.tokens, told.text).all(),
    target: new Columns(told.target, told.target_text).all(),
  };
}

/** What a model's chat template makes of messages. */
export const chatPrompt = (model: string, messages: readonly ChatMessage[], signal?: Signal) =>
  ask(() => api.POST('/api/chat/prompt', { body: { model, messages: [...messages] }, signal }), { signal });

// A trace

/** Makes a trace. What is still being read of older ones is given up. */
export function trace(request: TextRequest, signal?: Signal) {
  giveUpReading();
  return ask(() => api.POST('/api/traces', { body: request, signal }), { signal });
}

export const sites = (id: string, signal?: Signal) =>
  askTrace(id, signal, (of) => api.GET('/api/traces/{id}/sites', of));

export const prediction = (id: string, query: QueryOf<'/api/traces/{id}/prediction'> = {}, signal?: Signal) =>
  askTrace(id, signal, ({ params, signal }) =>
    api.GET('/api/traces/{id}/prediction', { params: { ...params, query }, signal }),
  );

/** A classifier's scores, of the text or (where each token is scored) of a position, else of the last. */
export const classes = (id: string, query: QueryOf<'/api/traces/{id}/classes'> = {}, signal?: Signal) =>
  askTrace(id, signal, ({ params, signal }) =>
    api.GET('/api/traces/{id}/classes', { params: { ...params, query }, signal }),
  );

/** Which tensor to read, and how. `index` is as in numpy ("5", "0:40,:"); `pool` is the most cells a side may have. */
export type TensorQuery = QueryOf<'/api/traces/{id}/tensor'>;

type Binary = 'tensor' | 'rollout' | 'scoring' | 'products' | 'summary';

/** Each binary answer by its last word; the client's types can't be named for all of them at once. */
const get = api.GET as unknown as (path: string, init: object) => Promise<{ data?: ArrayBuffer }>;
const binary = <W extends Binary>(id: string, what: W, query: QueryOf<`/api/traces/{id}/${W}`>, signal: Signal) =>
  askTrace(id, signal, ({ params, signal }) =>
    get(`/api/traces/{id}/${what}`, { params: { ...params, query }, signal, parseAs: 'arrayBuffer' }),
  );

export const tensor = async (id: string, query: TensorQuery, signal?: Signal): Promise<Tensor> =>
  parseTensor(await binary(id, 'tensor', query, signal));

/** Why a number is what it is. `path` follows inputs by their numbers: '0.3' is the fourth input of the first. */
export const explain = (id: string, query: QueryOf<'/api/traces/{id}/explain'>, signal?: Signal) =>
  askTrace(id, signal, ({ params, signal }) =>
    api.GET('/api/traces/{id}/explain', { params: { ...params, query }, signal }),
  );

/** The steps from the text to the next word. */
export const walk = (id: string, signal?: Signal) =>
  askTrace(id, signal, (of) => api.GET('/api/traces/{id}/walk', of)) as Promise<WalkAnswer>; // the client loosens pairs

// Attention

export type MapName = Schemas['AttentionMap']['name'];

/** What the heads of one kind of attention do with this text. */
export const heads = (id: string, map: MapName, signal?: Signal) =>
  askTrace(id, signal, ({ params, signal }) =>
    api.GET('/api/traces/{id}/heads', { params: { ...params, query: { map } }, signal }),
  );

/** What the model's heads do with random tokens that repeat: the same for every text. */
export const induction = (id: string, signal?: Signal) =>
  askTrace(id, signal, (of) => api.GET('/api/traces/{id}/induction', of));

/** From one position back to the input: `(layers + 1, tokens)` by rollout, `(tokens,)` by flow. */
export const rollout = async (id: string, query: QueryOf<'/api/traces/{id}/rollout'>, signal?: Signal) =>
  parseTensor(await binary(id, 'rollout', query, signal));

/** Every step of how one query is scored: q, k, products, dots, scaling, scaled, added, scores, pattern, v, z (those that there are). */
export const scoring = async (id: string, query: QueryOf<'/api/traces/{id}/scoring'>, signal?: Signal) =>
  parseTensors(await binary(id, 'scoring', query, signal));

/** Raw products q · k of a head, or these as they are scaled: `(queries, keys)`. */
export const products = async (id: string, query: QueryOf<'/api/traces/{id}/products'>, signal?: Signal) =>
  parseTensor(await binary(id, 'products', query, signal));

/** The mean of patterns over heads (of a layer, or all): by token, or by word (then the metadata numbers each token's word). */
export const summary = async (id: string, query: QueryOf<'/api/traces/{id}/summary'>, signal?: Signal) =>
  parseTensor(await binary(id, 'summary', query, signal));

// Prediction

/** The streams that the logit lens can read, in order of computation. */
export const lensRows = (id: string, signal?: Signal) =>
  askTrace(id, signal, (of) => api.GET('/api/traces/{id}/lens/rows', of));

/** A rectangle of the lens's grid. Without `follow`, each position follows what really stands where its prediction points. */
export const lens = (
  id: string,
  asked: { rows: readonly string[]; start: number; stop: number; follow: number | null },
  signal?: Signal,
) => {
  const query = {
    rows: [...asked.rows],
    positions: `${asked.start}:${asked.stop}`,
    ...(asked.follow === null ? {} : { follow: asked.follow }),
  };
  return askTrace(id, signal, ({ params, signal }) =>
    api.GET('/api/traces/{id}/lens', { params: { ...params, query }, signal }),
  );
};

/** One cell of it in full. */
export const lensCell = (id: string, query: QueryOf<'/api/traces/{id}/lens/cell'>, signal?: Signal) =>
  askTrace(id, signal, ({ params, signal }) =>
    api.GET('/api/traces/{id}/lens/cell', { params: { ...params, query }, signal }),
  );

/** How the next token is chosen: the model's distribution, what each filter leaves of it, and what a seed draws. */
export const sampling = (id: string, query: QueryOf<'/api/traces/{id}/sampling'>, signal?: Signal) =>
  askTrace(id, signal, ({ params, signal }) =>
    api.GET('/api/traces/{id}/sampling', { params: { ...params, query }, signal }),
  );

/** Filters that act, and a seed; what is not said is neutral. */
export type Chosen = Partial<Schemas['Choosing']>;

/** A continuation, token by token. */
export const continuations = (
  request: Omit<Schemas['ContinuationRequest'], 'choosing' | 'top'> & { choosing: Chosen },
  signal: AbortSignal,
) => lines('/api/continuations', { body: request as Schemas['ContinuationRequest'], signal });

/** A tree told again. */
export const trees = (
  request: TextRequest & { branches: { on: number; place: number; ids: number[]; choosing: Chosen }[] },
  signal: AbortSignal,
) => lines('/api/trees', { body: request as Schemas['TreeRequest'], signal });

/** Each step of a beam search as it is made. */
export const beamSteps = (request: BeamsRequest, signal?: Signal) => lines('/api/beams', { body: request, signal });

/** Steps of two runs as they are measured, the run with a cache first. */
export const cacheSteps = (request: TextRequest, steps: number, signal?: Signal) =>
  lines('/api/cache/steps', { body: { ...request, steps }, signal });

/** Another text read anew, and after the first one. */
export const cachePrefix = (request: TextRequest, other: string, signal?: Signal) =>
  ask(() => api.POST('/api/cache/prefix', { body: { ...request, other }, signal }), { signal });

/** Tasks in three styles of prompt. */
export const promptTasks = (signal?: Signal) => ask(() => api.GET('/api/prompts', { signal }), { signal });

/** Each prompt as it is measured, in the order asked. */
export const measurePrompts = (model: string, prompts: readonly PromptAsked[], signal?: Signal) =>
  lines('/api/prompts', { body: { model, prompts: [...prompts] }, signal });

// Tokenizers

export const tokenizers = (signal?: Signal) => ask(() => api.GET('/api/tokenizers', { signal }), { signal });
export const openTokenizer = (name: string) =>
  ask(() => api.POST('/api/tokenizers/open', { params: { query: { name } } }));

/** Opens the tokenizer of a file; a `vocab.json` goes with the `merges.txt` that belongs to it. */
export const openTokenizerFile = (file: File, merges?: File) =>
  ask(
    () =>
      api.POST('/api/tokenizers/files', {
        params: { query: { filename: file.name, merges: merges?.size ?? 0 } },
        ...plainText(merges ? new Blob([file, merges]) : file),
      }),
    { once: true },
  );
export const saveTokenizerFile = (name: string, as: string) =>
  ask(() => api.POST('/api/tokenizers/files/{name}/save', { params: { path: { name }, query: { as } } }), {
    once: true,
  });

/** One text under several tokenizers; the empty name is the open model's own. */
export type CompareAsked = Omit<Schemas['CompareRequest'], 'tokenizers'> & { tokenizers: readonly string[] };

export const compare = (asked: CompareAsked, signal?: Signal) =>
  ask(() => api.POST('/api/tokenizers/compare', { body: { ...asked, tokenizers: [...asked.tokenizers] }, signal }), {
    signal,
  });

/** The same sentences in many languages, counted by several tokenizers. */
export const languages = (tokenizers: readonly string[], model: string, signal?: Signal) =>
  ask(
    () =>
      api.GET('/api/tokenizers/languages', { params: { query: { tokenizers: tokenizers.join(','), model } }, signal }),
    { signal },
  );

/** How a text becomes tokens: the pieces of all of it, one of them in full, and why two neighbouring tokens are two. */
export const replay = (body: Schemas['ReplayRequest'], signal?: Signal) =>
  ask(() => api.POST('/api/tokenizers/replay', { body, signal }), { signal });
export const replayPiece = (body: Schemas['ReplayPieceRequest'], signal?: Signal) =>
  ask(() => api.POST('/api/tokenizers/replay/piece', { body, signal }), { signal });
export const replayGap = (body: Schemas['ReplayGapRequest'], signal?: Signal) =>
  ask(() => api.POST('/api/tokenizers/replay/gap', { body, signal }), { signal });

export const searchVocabulary = (query: VocabularyQuery, near: number | null, signal?: Signal) =>
  ask(() => api.POST('/api/tokenizers/vocabulary/search', { body: { query, near }, signal }), { signal });

/** Some of the tokens found. With `merges`, what made each is told too, and the server may have to find that first. */
export const vocabularyPage = (
  query: VocabularyQuery,
  { first, count, merges = false }: { first: number; count: number; merges?: boolean },
  signal?: Signal,
) =>
  ask(() => api.POST('/api/tokenizers/vocabulary/page', { body: { query, first, count, merges }, signal }), { signal });

/** How many of all tokens a text can give. */
export const vocabularyReaches = (tokenizer: string, model: string, signal?: Signal) =>
  ask(() => api.GET('/api/tokenizers/vocabulary/reaches', { params: { query: { tokenizer, model } }, signal }), {
    signal,
  });

export const vocabularyToken = (id: number, tokenizer: string, model: string, signal?: Signal) =>
  ask(() => api.GET('/api/tokenizers/vocabulary/token', { params: { query: { id, tokenizer, model } }, signal }), {
    signal,
  });

// Training

export interface TrainingSettings {
  algorithm: TrainedFacts['algorithm'];
  size: number;
  /** A name or a regular expression; of byte-pair encoding alone. */
  pattern: string;
  /** How often a pair has to be there to be merged; not of Unigram. */
  min_frequency: number;
  /** Special tokens, and how many more without a meaning yet. */
  special: readonly string[];
  reserved: number;
  /** Characters that get a token in any case; not of byte-pair encoding, which has all bytes. */
  alphabet: string;
}

/** Merges as they are learnt. */
export const train = (text: string | Blob, settings: TrainingSettings, signal: AbortSignal) =>
  lines('/api/tokenizers/train', { query: { ...settings, special: [...settings.special] }, text, signal });

export const savedNames = (signal?: Signal) => ask(() => api.GET('/api/tokenizers/trained', { signal }), { signal });

export const trained = (name: string, signal?: Signal) =>
  ask(() => api.GET('/api/tokenizers/trained/{name}', { params: { path: { name } }, signal }), { signal });

export const saveTrained = (name: string, as: string, replace: boolean) =>
  ask(() => api.POST('/api/tokenizers/trained/{name}/save', { params: { path: { name }, query: { as, replace } } }), {
    once: true,
  });

export const deleteTrained = (name: string) =>
  ask(() => api.DELETE('/api/tokenizers/trained/{name}', { params: { path: { name } } }), { once: true });

export const encodeWithTrained = (name: string, text: string) =>
  ask(() => api.POST('/api/tokenizers/trained/{name}/encode', { params: { path: { name } }, body: { text } }));

export const trainedCompression = (name: string, text: string, tokenizers: readonly string[], model: string) =>
  ask(() =>
    api.POST('/api/tokenizers/trained/{name}/compression', {
      params: { path: { name } },
      body: { text, tokenizers: [...tokenizers], model },
    }),
  );

/** Where its tokenizer.json is. */
export const fileOf = (name: string): string => `/api/tokenizers/trained/${encodeURIComponent(name)}/tokenizer.json`;
