/** The wire as functions: one a request, each with the type of its answer. Every failure is a `ProblemError`. */
import { Columns } from './columns';
import { parseTensor, parseTensors, type Tensor } from './tensor';
import type {
  About,
  AttentionMap,
  ExplanationAnswer,
  HeadsAnswer,
  ModelStatus,
  ClassesAnswer,
  PredictionAnswer,
  Problem,
  SitesAnswer,
  TextRequest,
  TokensAnswer,
  TokensTold,
  TraceMade,
  WalkAnswer,
} from './types';

export type * from './types';

/** A request that did not succeed: what went wrong and the way out. `status` is 0 where no answer came at all. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly status: number,
  ) {
    super(problem.message);
    this.name = 'ProblemError';
  }
}

/** Which tensor to read, and how. `index` is as in numpy ("5", "0:40,:"); `pool` is the most cells a side may have. */
export interface TensorQuery {
  site: string;
  index?: string;
  dtype?: 'float32' | 'float16' | 'uint8';
  pool?: number;
}

export const about = (signal?: AbortSignal) => json<About>('about', { signal });
export const models = (signal?: AbortSignal) => json<ModelStatus[]>('models', { signal });
export const modelStatus = (name: string, signal?: AbortSignal) =>
  json<ModelStatus>('model', { query: { name }, signal });
export const openModel = (name: string) => json<ModelStatus>('model/open', { method: 'POST', query: { name } });
export const cancelModel = (name: string) => json<ModelStatus>('model/cancel', { method: 'POST', query: { name } });
export async function tokens(request: TextRequest, signal?: AbortSignal): Promise<TokensAnswer> {
  const told = await json<TokensTold>('tokens', { method: 'POST', body: request, signal });
  return {
    ...told,
    tokens: new Columns(told.tokens, told.text).all(),
    target: new Columns(told.target, told.target_text).all(),
  };
}

/** Makes a trace. What is still being read of older ones is given up: the server would cancel it for this one. */
export function trace(request: TextRequest, signal?: AbortSignal): Promise<TraceMade> {
  reading.abort();
  reading = new AbortController();
  return json<TraceMade>('traces', { method: 'POST', body: request, signal });
}

export const sites = (id: string, signal?: AbortSignal) =>
  ofTrace(id, signal, (id, signal) => json<SitesAnswer>(`traces/${id}/sites`, { signal }));

export const prediction = (id: string, query: { position?: number; top?: number } = {}, signal?: AbortSignal) =>
  ofTrace(id, signal, (id, signal) =>
    json<PredictionAnswer>(`traces/${id}/prediction`, { query: { ...query }, signal }),
  );

/** A classifier's scores, of the text or (where each token is scored) of a position, else of the last. */
export const classes = (id: string, query: { position?: number } = {}, signal?: AbortSignal) =>
  ofTrace(id, signal, (id, signal) => json<ClassesAnswer>(`traces/${id}/classes`, { query: { ...query }, signal }));

export const tensor = (id: string, query: TensorQuery, signal?: AbortSignal): Promise<Tensor> =>
  one(id, 'tensor', { ...query }, signal);

/** Why a number is what it is. `path` follows inputs by their numbers: '0.3' is the fourth input of the first. */
export const explain = (
  id: string,
  query: { site: string; index: string; path?: string; top?: number },
  signal?: AbortSignal,
) => ofTrace(id, signal, (id, signal) => json<ExplanationAnswer>(`traces/${id}/explain`, { query, signal }));

/** What the heads of one kind of attention do with this text. */
export const heads = (id: string, map: MapName, signal?: AbortSignal) =>
  ofTrace(id, signal, (id, signal) => json<HeadsAnswer>(`traces/${id}/heads`, { query: { map }, signal }));

/** What the model's heads do with random tokens that repeat: the same for every text. */
export const induction = (id: string, signal?: AbortSignal) =>
  ofTrace(id, signal, (id, signal) => json<HeadsAnswer>(`traces/${id}/induction`, { signal }));

/** From one position back to the input: `(layers + 1, tokens)` by rollout, `(tokens,)` by flow. */
export const rollout = (
  id: string,
  query: { map: MapName; position: number; method: 'rollout' | 'flow' },
  signal?: AbortSignal,
) => one(id, 'rollout', query, signal);

/** Every step of how one query is scored: q, k, products, dots, scaling, scaled, added, scores, pattern, v, z (those that there are). */
export const scoring = (
  id: string,
  query: { attention: string; head: number; query: number },
  signal?: AbortSignal,
): Promise<Record<string, Tensor>> =>
  ofTrace(id, signal, async (id, signal) => parseTensors(await buffer(`traces/${id}/scoring`, { query, signal })));

/** Raw products q · k of a head, or these as they are scaled: `(queries, keys)`. */
export const products = (
  id: string,
  query: { attention: string; head: number; queries?: string; keys?: string; what: 'dots' | 'scaled' },
  signal?: AbortSignal,
) => one(id, 'products', query, signal);

/** The mean of patterns over heads (of a layer, or all): by token, or by word (then the metadata numbers each token's word). */
export const summary = (
  id: string,
  query: {
    map: MapName;
    layer?: number;
    head?: number;
    words?: 'true';
    pool?: number;
    window?: string;
    how?: 'max' | 'mean';
  },
  signal?: AbortSignal,
) => one(id, 'summary', query, signal);

/** The steps from the text to the next word. */
export const walk = (id: string, signal?: AbortSignal) =>
  ofTrace(id, signal, (id, signal) => json<WalkAnswer>(`traces/${id}/walk`, { signal }));

export type MapName = AttentionMap['name'];

function one(
  id: string,
  what: string,
  query: Record<string, string | number | undefined>,
  signal?: AbortSignal,
): Promise<Tensor> {
  return ofTrace(id, signal, async (id, signal) =>
    parseTensor(await buffer(`traces/${id}/${what}`, { query, signal })),
  );
}

/** Whether an error only says that nobody waits for the answer any more. */
export const isCancelled = (error: unknown): boolean =>
  (error instanceof DOMException && error.name === 'AbortError') ||
  (error instanceof ProblemError && error.problem.code === 'cancelled');

/** Any error as a `Problem`, so that it can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return problem(
    'page-error',
    `The page failed: ${error instanceof Error ? error.message : String(error)}`,
    'Reload it.',
  );
}

/**
 * The server holds a bounded number of traces. When one is gone, `remake` is asked once for the id of an equal one and the
 * request is repeated, so that a view need not know.
 */
let remake: ((id: string) => Promise<string>) | null = null;

export function whenTraceGone(make: (id: string) => Promise<string>): void {
  remake = make;
}

/** Aborted when a newer trace is asked for. */
let reading = new AbortController();

export async function ofTrace<T>(
  id: string,
  signal: AbortSignal | undefined,
  request: (id: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const wanted = () => AbortSignal.any([reading.signal, ...(signal ? [signal] : [])]);
  try {
    return await request(id, wanted());
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'trace-gone' || !remake) throw error;
    const made = await remake(id);
    return request(made, wanted());
  }
}

export interface Options {
  method?: 'GET' | 'POST' | 'DELETE';
  query?: Record<string, string | number | undefined | readonly string[]>;
  body?: unknown;
  /** A body that is a text as it stands, and no JSON. */
  text?: string | Blob;
  signal?: AbortSignal | undefined;
  /** It changes something, and is not asked again when the server does not answer. */
  once?: boolean;
}

/** A random id of this page: the server lets a page's newer trace cancel its older one. */
const PAGE = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(
  '',
);

export const json = <T>(path: string, options: Options): Promise<T> =>
  outlasting(options, async () => {
    const response = await sendOnce(path, options);
    return body(() => response.json() as Promise<T>, options.signal);
  });

const buffer = (path: string, options: Options): Promise<ArrayBuffer> =>
  outlasting(options, async () => {
    const response = await sendOnce(path, options);
    return body(() => response.arrayBuffer(), options.signal);
  });

/** Sends a request whose answer is read as it comes. An answer that breaks off is a problem: what came of it may be shown already. */
export const send = (path: string, options: Options): Promise<Response> =>
  outlasting(options, () => sendOnce(path, options));

/** Waits until a server that does not answer is back. */
let returned: ((signal?: AbortSignal) => Promise<void>) | null = null;

export function whenServerGone(wait: (signal?: AbortSignal) => Promise<void>): void {
  returned = wait;
}

/** An answer broke off: the server is waited for, though nobody asks again here. */
export function noteGone(error: unknown): void {
  if (error instanceof ProblemError && error.problem.code === 'server-gone') returned?.().catch(() => undefined);
}

/** Asks until there is an answer. What changes something on the server is asked once: it may have been done. */
async function outlasting<T>({ method, text, once, signal }: Options, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const gone = error instanceof ProblemError && error.problem.code === 'server-gone';
      if (!gone || !returned) throw error;
      if (once || method === 'DELETE' || text !== undefined) {
        noteGone(error);
        throw error;
      }
      await returned(signal);
    }
  }
}

/** Whether there is a server that answers, whatever it says. */
export async function answers(): Promise<boolean> {
  try {
    const response = await fetch('/api/about', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    return response.ok || (await problemOf(response)).code !== 'server-gone';
  } catch {
    return false;
  }
}

async function sendOnce(path: string, options: Options): Promise<Response> {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(options.query ?? {}))
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) query.append(key, String(each));
  const headers: Record<string, string> = { 'X-Cutaway-Page': PAGE };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = { method: options.method ?? 'GET', headers };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.text !== undefined) {
    headers['Content-Type'] = 'text/plain; charset=utf-8';
    init.body = options.text;
  }
  if (options.signal) init.signal = options.signal;
  const response = await body(() => fetch(`/api/${path}${query.size ? `?${query}` : ''}`, init), options.signal);
  if (!response.ok) throw new ProblemError(await problemOf(response), response.status);
  return response;
}

/** Runs something that needs the connection; a broken one becomes a problem, an aborted one stays an abort. */
export async function body<T>(read: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (signal?.aborted) throw new DOMException('Aborted', 'AbortError');
    throw new ProblemError(
      problem('server-gone', 'The Cutaway server does not answer.', 'Start it again in a terminal with: cutaway'),
      0,
    );
  }
}

/** The problem in a failed answer; an answer that is no `Problem` (a proxy's page, say) is described by its status. */
async function problemOf(response: Response): Promise<Problem> {
  try {
    const said: unknown = await response.json();
    if (typeof said === 'object' && said !== null && 'code' in said && 'message' in said) return said as Problem;
  } catch {
    // not JSON: described below
  }
  if (response.status === 502 || response.status === 503 || response.status === 504)
    return problem('server-gone', 'The Cutaway server does not answer.', 'Start it again in a terminal with: cutaway');
  return problem(
    'unexpected',
    `The server answered ${response.status} ${response.statusText}`.trim() + '.',
    'Try again.',
  );
}

export const problem = (code: string, message: string, hint = ''): Problem => ({
  code,
  message,
  hint,
  limit: null,
  got: null,
});
