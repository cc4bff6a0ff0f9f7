/** How the server is asked: typed by its own description, with every failure a `ProblemError`. */
import createClient, { type Client } from 'openapi-fetch';
import { problem, ProblemError, type Problem } from '../../lib/problem';
import type { paths } from './schema';

/** What takes a request to the server and brings its answer: the browser's `fetch`, or what stands in for it. Addresses have no host. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How an answer is waited for. */
export interface Waiting {
  signal?: AbortSignal | undefined;
  /** It changes something, and is not asked again when the server does not answer. */
  once?: boolean;
}

/** A request before it is sent: what `openapi-fetch` hands over. */
class Unsent {
  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {}
}

export class Carrier {
  /** The server's API: paths, queries, bodies and answers are those of its own description. */
  readonly api: Client<paths> = createClient<paths>({
    Request: Unsent as unknown as typeof Request,
    fetch: (unsent) => this.#send(unsent as unknown as Unsent),
  });
  /** Makes a trace again that the server no longer holds, and says the id of the new one. The server holds a bounded number of them. */
  remake: ((id: string) => Promise<string>) | null = null;
  /** Waits until a server that does not answer is back. */
  whenBack: ((signal?: AbortSignal) => Promise<void>) | null = null;
  /** The server lets a newer trace of the same page cancel the older one: a random id says which page asks. */
  readonly #page = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  /** Aborted when a newer trace is asked for. */
  #reading = new AbortController();

  constructor(private readonly fetch: Fetch) {}

  /** What a request of `api` is answered. A failure is a `ProblemError`; while the server does not answer, it is asked again. */
  ask<T>(request: () => Promise<{ data?: T }>, waiting: Waiting = {}): Promise<T> {
    return this.#outlasting(waiting, async () => (await body(request, waiting.signal)).data as T);
  }

  /** The same about a trace. One that is gone is made again once and the request is repeated, so that a view need not know. */
  async askTrace<T>(
    id: string,
    signal: AbortSignal | undefined,
    request: (of: { params: { path: { id: string } }; signal: AbortSignal }) => Promise<{ data?: T }>,
  ): Promise<T> {
    const asked = (id: string) => {
      const wanted = AbortSignal.any([this.#reading.signal, ...(signal ? [signal] : [])]);
      return this.ask(() => request({ params: { path: { id } }, signal: wanted }), { signal: wanted });
    };
    try {
      return await asked(id);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'trace-gone' || !this.remake) throw error;
      return asked(await this.remake(id));
    }
  }

  /** What is still being read of older traces is given up: the server would cancel it for a newer one. */
  giveUpReading(): void {
    this.#reading.abort();
    this.#reading = new AbortController();
  }

  /** An answer broke off: the server is waited for, though nobody asks again here. */
  noteGone(error: unknown): void {
    if (error instanceof ProblemError && error.problem.code === 'server-gone') this.whenBack?.().catch(() => undefined);
  }

  /** Whether there is a server that answers, whatever it says. */
  async answers(): Promise<boolean> {
    try {
      const response = await this.fetch('/api/about', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
      return response.ok || (await problemOf(response)).code !== 'server-gone';
    } catch {
      return false;
    }
  }

  /** Asks until there is an answer. What changes something on the server is asked once: it may have been done. */
  async #outlasting<T>({ once, signal }: Waiting, ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        const gone = error instanceof ProblemError && error.problem.code === 'server-gone';
        if (!gone || !this.whenBack) throw error;
        if (once) {
          this.noteGone(error);
          throw error;
        }
        await this.whenBack(signal);
      }
    }
  }

  async #send({ url, init }: Unsent): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('X-Cutaway-Page', this.#page);
    const response = await body(() => this.fetch(url, { ...init, headers }), init.signal);
    if (!response.ok) throw new ProblemError(await problemOf(response), response.status);
    return response;
  }
}

const gone = (): Problem =>
  problem('server-gone', 'The Cutaway server does not answer.', 'Start it again in a terminal with: cutaway');

/** Runs something that needs the connection; a broken one becomes a problem, an aborted one stays an abort. */
export async function body<T>(read: () => Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (signal?.aborted) throw new DOMException('Aborted', 'AbortError');
    if (error instanceof ProblemError) throw error;
    throw new ProblemError(gone(), 0);
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
  if (response.status === 502 || response.status === 503 || response.status === 504) return gone();
  return problem(
    'unexpected',
    `The server answered ${response.status} ${response.statusText}`.trim() + '.',
    'Try again.',
  );
}
