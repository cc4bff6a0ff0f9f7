/** The wire as methods: one a request. */
import type { Carrier } from './carrier';
import { Columns } from './columns';
import { Priority } from './priority';
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

export type * from './types';

type Schemas = components['schemas'];
type Signal = AbortSignal | undefined;
/** What may be asked about a trace. */
type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Query } } }
  ? NonNullable<Query>
  : never;

/** Which tensor to read, and how. `index` is as in numpy ("5", "0:40,:"); `pool` is the most cells a side may have. */
export type TensorQuery = QueryOf<'/api/traces/{id}/tensor'>;

type Binary = 'tensor' | 'rollout' | 'scoring' | 'products' | 'summary';

export type MapName = Schemas['AttentionMap']['name'];

/** Filters that act, and a seed; what is not said is neutral. */
export type Chosen = Partial<Schemas['Choosing']>;

/** One text under several tokenizers; the empty name is the open model's own. */
export type CompareAsked = Omit<Schemas['CompareRequest'], 'tokenizers'> & { tokenizers: readonly string[] };

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

export class Client {
  /** Whose question is asked first. */
  readonly priority = new Priority();
  readonly #carrier: Carrier;
  readonly #api: Carrier['api'];

  constructor(carrier: Carrier) {
    this.#carrier = carrier;
    this.#api = carrier.api;
  }

  // Models and texts

  readonly about = (signal?: Signal) => this.#carrier.ask(() => this.#api.GET('/api/about', { signal }), { signal });
  readonly models = (signal?: Signal) => this.#carrier.ask(() => this.#api.GET('/api/models', { signal }), { signal });
  readonly modelStatus = (name: string, signal?: Signal) =>
    this.#carrier.ask(() => this.#api.GET('/api/model', { params: { query: { name } }, signal }), { signal });
  readonly openModel = (name: string) =>
    this.#carrier.ask(() => this.#api.POST('/api/model/open', { params: { query: { name } } }));
  readonly cancelModel = (name: string) =>
    this.#carrier.ask(() => this.#api.POST('/api/model/cancel', { params: { query: { name } } }));

  async tokens(request: TextRequest, signal?: Signal): Promise<TokensAnswer> {
    const told = await this.#carrier.ask(() => this.#api.POST('/api/tokens', { body: request, signal }), { signal });
    return {
      ...told,
      tokens: new Columns(told.tokens, told.text).all(),
      target: new Columns(told.target, told.target_text).all(),
    };
  }

  /** What a model's chat template makes of messages. */
  readonly chatPrompt = (model: string, messages: readonly ChatMessage[], signal?: Signal) =>
    this.#carrier.ask(() => this.#api.POST('/api/chat/prompt', { body: { model, messages: [...messages] }, signal }), {
      signal,
    });

  // A trace

  /** Makes a trace. What is still being read of older ones is given up. */
  trace(request: TextRequest, signal?: Signal) {
    this.#carrier.giveUpReading();
    return this.#carrier.ask(() => this.#api.POST('/api/traces', { body: request, signal }), { signal });
  }

  readonly sites = (id: string, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, (of) => this.#api.GET('/api/traces/{id}/sites', of));

  readonly prediction = (id: string, query: QueryOf<'/api/traces/{id}/prediction'> = {}, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, ({ params, signal }) =>
      this.#api.GET('/api/traces/{id}/prediction', { params: { ...params, query }, signal }),
    );

  /** A classifier's scores, of the text or (where each token is scored) of a position, else of the last. */
  readonly classes = (id: string, query: QueryOf<'/api/traces/{id}/classes'> = {}, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, ({ params, signal }) =>
      this.#api.GET('/api/traces/{id}/classes', { params: { ...params, query }, signal }),
    );

  readonly tensor = async (id: string, query: TensorQuery, signal?: Signal): Promise<Tensor> =>
    parseTensor(await this.#binary(id, 'tensor', query, signal));

  /** Why a number is what it is. `path` follows inputs by their numbers: '0.3' is the fourth input of the first. */
  readonly explain = (id: string, query: QueryOf<'/api/traces/{id}/explain'>, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, ({ params, signal }) =>
      this.#api.GET('/api/traces/{id}/explain', { params: { ...params, query }, signal }),
    );

  /** The steps from the text to the next word. */
  readonly walk = (id: string, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, (of) => this.#api.GET('/api/traces/{id}/walk', of)) as Promise<WalkAnswer>; // the client loosens pairs

  // Attention

  /** What the heads of one kind of attention do with this text. */
  readonly heads = (id: string, map: MapName, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, ({ params, signal }) =>
      this.#api.GET('/api/traces/{id}/heads', { params: { ...params, query: { map } }, signal }),
    );

  /** What the model's heads do with random tokens that repeat: the same for every text. */
  readonly induction = (id: string, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, (of) => this.#api.GET('/api/traces/{id}/induction', of));

  /** From one position back to the input: `(layers + 1, tokens)` by rollout, `(tokens,)` by flow. */
  readonly rollout = async (id: string, query: QueryOf<'/api/traces/{id}/rollout'>, signal?: Signal) =>
    parseTensor(await this.#binary(id, 'rollout', query, signal));

  /** Every step of how one query is scored: q, k, products, dots, scaling, scaled, added, scores, pattern, v, z (those that there are). */
  readonly scoring = async (id: string, query: QueryOf<'/api/traces/{id}/scoring'>, signal?: Signal) =>
    parseTensors(await this.#binary(id, 'scoring', query, signal));

  /** Raw products q · k of a head, or these as they are scaled: `(queries, keys)`. */
  readonly products = async (id: string, query: QueryOf<'/api/traces/{id}/products'>, signal?: Signal) =>
    parseTensor(await this.#binary(id, 'products', query, signal));

  /** The mean of patterns over heads (of a layer, or all): by token, or by word (then the metadata numbers each token's word). */
  readonly summary = async (id: string, query: QueryOf<'/api/traces/{id}/summary'>, signal?: Signal) =>
    parseTensor(await this.#binary(id, 'summary', query, signal));

  // Prediction

  /** The streams that the logit lens can read, in order of computation. */
  readonly lensRows = (id: string, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, (of) => this.#api.GET('/api/traces/{id}/lens/rows', of));

  /** A rectangle of the lens's grid. Without `follow`, each position follows what really stands where its prediction points. */
  readonly lens = (
    id: string,
    asked: { rows: readonly string[]; start: number; stop: number; follow: number | null },
    signal?: Signal,
  ) => {
    const query = {
      rows: [...asked.rows],
      positions: `${asked.start}:${asked.stop}`,
      ...(asked.follow === null ? {} : { follow: asked.follow }),
    };
    return this.#carrier.askTrace(id, signal, ({ params, signal }) =>
      this.#api.GET('/api/traces/{id}/lens', { params: { ...params, query }, signal }),
    );
  };

  /** One cell of it in full. */
  readonly lensCell = (id: string, query: QueryOf<'/api/traces/{id}/lens/cell'>, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, ({ params, signal }) =>
      this.#api.GET('/api/traces/{id}/lens/cell', { params: { ...params, query }, signal }),
    );

  /** How the next token is chosen: the model's distribution, what each filter leaves of it, and what a seed draws. */
  readonly sampling = (id: string, query: QueryOf<'/api/traces/{id}/sampling'>, signal?: Signal) =>
    this.#carrier.askTrace(id, signal, ({ params, signal }) =>
      this.#api.GET('/api/traces/{id}/sampling', { params: { ...params, query }, signal }),
    );

  /** A continuation, token by token. */
  readonly continuations = (
    request: Omit<Schemas['ContinuationRequest'], 'choosing' | 'top'> & { choosing: Chosen },
    signal: AbortSignal,
  ) => lines(this.#carrier, '/api/continuations', { body: request as Schemas['ContinuationRequest'], signal });

  /** A tree told again. */
  readonly trees = (
    request: TextRequest & { branches: { on: number; place: number; ids: number[]; choosing: Chosen }[] },
    signal: AbortSignal,
  ) => lines(this.#carrier, '/api/trees', { body: request as Schemas['TreeRequest'], signal });

  /** Each step of a beam search as it is made. */
  readonly beamSteps = (request: BeamsRequest, signal?: Signal) =>
    lines(this.#carrier, '/api/beams', { body: request, signal });

  /** Steps of two runs as they are measured, the run with a cache first. */
  readonly cacheSteps = (request: TextRequest, steps: number, signal?: Signal) =>
    lines(this.#carrier, '/api/cache/steps', { body: { ...request, steps }, signal });

  /** Another text read anew, and after the first one. */
  readonly cachePrefix = (request: TextRequest, other: string, signal?: Signal) =>
    this.#carrier.ask(() => this.#api.POST('/api/cache/prefix', { body: { ...request, other }, signal }), { signal });

  /** Tasks in three styles of prompt. */
  readonly promptTasks = (signal?: Signal) =>
    this.#carrier.ask(() => this.#api.GET('/api/prompts', { signal }), { signal });

  /** Each prompt as it is measured, in the order asked. */
  readonly measurePrompts = (model: string, prompts: readonly PromptAsked[], signal?: Signal) =>
    lines(this.#carrier, '/api/prompts', { body: { model, prompts: [...prompts] }, signal });

  // Tokenizers

  readonly tokenizers = (signal?: Signal) =>
    this.#carrier.ask(() => this.#api.GET('/api/tokenizers', { signal }), { signal });
  readonly openTokenizer = (name: string) =>
    this.#carrier.ask(() => this.#api.POST('/api/tokenizers/open', { params: { query: { name } } }));

  /** Opens the tokenizer of a file; a `vocab.json` goes with the `merges.txt` that belongs to it. */
  readonly openTokenizerFile = (file: File, merges?: File) =>
    this.#carrier.ask(
      () =>
        this.#api.POST('/api/tokenizers/files', {
          params: { query: { filename: file.name, merges: merges?.size ?? 0 } },
          ...plainText(merges ? new Blob([file, merges]) : file),
        }),
      { once: true },
    );
  readonly saveTokenizerFile = (name: string, as: string) =>
    this.#carrier.ask(
      () => this.#api.POST('/api/tokenizers/files/{name}/save', { params: { path: { name }, query: { as } } }),
      {
        once: true,
      },
    );

  readonly compare = (asked: CompareAsked, signal?: Signal) =>
    this.#carrier.ask(
      () =>
        this.#api.POST('/api/tokenizers/compare', { body: { ...asked, tokenizers: [...asked.tokenizers] }, signal }),
      {
        signal,
      },
    );

  /** The same sentences in many languages, counted by several tokenizers. */
  readonly languages = (tokenizers: readonly string[], model: string, signal?: Signal) =>
    this.#carrier.ask(
      () =>
        this.#api.GET('/api/tokenizers/languages', {
          params: { query: { tokenizers: tokenizers.join(','), model } },
          signal,
        }),
      { signal },
    );

  /** How a text becomes tokens: the pieces of all of it, one of them in full, and why two neighbouring tokens are two. */
  readonly replay = (body: Schemas['ReplayRequest'], signal?: Signal) =>
    this.#carrier.ask(() => this.#api.POST('/api/tokenizers/replay', { body, signal }), { signal });
  readonly replayPiece = (body: Schemas['ReplayPieceRequest'], signal?: Signal) =>
    this.#carrier.ask(() => this.#api.POST('/api/tokenizers/replay/piece', { body, signal }), { signal });
  readonly replayGap = (body: Schemas['ReplayGapRequest'], signal?: Signal) =>
    this.#carrier.ask(() => this.#api.POST('/api/tokenizers/replay/gap', { body, signal }), { signal });

  readonly searchVocabulary = (query: VocabularyQuery, near: number | null, signal?: Signal) =>
    this.#carrier.ask(() => this.#api.POST('/api/tokenizers/vocabulary/search', { body: { query, near }, signal }), {
      signal,
    });

  /** Some of the tokens found. With `merges`, what made each is told too, and the server may have to find that first. */
  readonly vocabularyPage = (
    query: VocabularyQuery,
    { first, count, merges = false }: { first: number; count: number; merges?: boolean },
    signal?: Signal,
  ) =>
    this.#carrier.ask(
      () => this.#api.POST('/api/tokenizers/vocabulary/page', { body: { query, first, count, merges }, signal }),
      { signal },
    );

  /** How many of all tokens a text can give. */
  readonly vocabularyReaches = (tokenizer: string, model: string, signal?: Signal) =>
    this.#carrier.ask(
      () => this.#api.GET('/api/tokenizers/vocabulary/reaches', { params: { query: { tokenizer, model } }, signal }),
      {
        signal,
      },
    );

  readonly vocabularyToken = (id: number, tokenizer: string, model: string, signal?: Signal) =>
    this.#carrier.ask(
      () => this.#api.GET('/api/tokenizers/vocabulary/token', { params: { query: { id, tokenizer, model } }, signal }),
      {
        signal,
      },
    );

  // Training

  /** Merges as they are learnt. */
  readonly train = (text: string | Blob, settings: TrainingSettings, signal: AbortSignal) =>
    lines(this.#carrier, '/api/tokenizers/train', {
      query: { ...settings, special: [...settings.special] },
      text,
      signal,
    });

  readonly savedNames = (signal?: Signal) =>
    this.#carrier.ask(() => this.#api.GET('/api/tokenizers/trained', { signal }), { signal });

  readonly trained = (name: string, signal?: Signal) =>
    this.#carrier.ask(() => this.#api.GET('/api/tokenizers/trained/{name}', { params: { path: { name } }, signal }), {
      signal,
    });

  readonly saveTrained = (name: string, as: string, replace: boolean) =>
    this.#carrier.ask(
      () =>
        this.#api.POST('/api/tokenizers/trained/{name}/save', { params: { path: { name }, query: { as, replace } } }),
      {
        once: true,
      },
    );

  readonly deleteTrained = (name: string) =>
    this.#carrier.ask(() => this.#api.DELETE('/api/tokenizers/trained/{name}', { params: { path: { name } } }), {
      once: true,
    });

  readonly encodeWithTrained = (name: string, text: string) =>
    this.#carrier.ask(() =>
      this.#api.POST('/api/tokenizers/trained/{name}/encode', { params: { path: { name } }, body: { text } }),
    );

  readonly trainedCompression = (name: string, text: string, tokenizers: readonly string[], model: string) =>
    this.#carrier.ask(() =>
      this.#api.POST('/api/tokenizers/trained/{name}/compression', {
        params: { path: { name } },
        body: { text, tokenizers: [...tokenizers], model },
      }),
    );

  /** Each binary answer by its last word; the client's types can't be named for all of them at once. */
  #binary<W extends Binary>(id: string, what: W, query: QueryOf<`/api/traces/{id}/${W}`>, signal: Signal) {
    const get = this.#api.GET as unknown as (path: string, init: object) => Promise<{ data?: ArrayBuffer }>;
    return this.#carrier.askTrace(id, signal, ({ params, signal }) =>
      get(`/api/traces/{id}/${what}`, { params: { ...params, query }, signal, parseAs: 'arrayBuffer' }),
    );
  }
}

/** Where its tokenizer.json is. */
export const fileOf = (name: string): string => `/api/tokenizers/trained/${encodeURIComponent(name)}/tokenizer.json`;
