/** How the server is asked: typed by its own description, with every failure a `ProblemError`. */
import createClient from 'openapi-fetch';
import type { paths } from './schema';
import { problem, ProblemError, type Problem } from '../../lib/problem';

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

/** What is still being read of older traces is given up: the server would cancel it for a newer one. */
export function giveUpReading(): void {
  reading.abort();
  reading = new AbortController();
}

async function ofTrace<T>(
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

/** How an answer is waited for. */
export interface Waiting {
  signal?: AbortSignal | undefined;
  /** It changes something, and is not asked again when the server does not answer. */
  once?: boolean;
}

/** A random id of this page: the server lets a page's newer trace cancel its older one. */
const PAGE = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(
  '',
);

/** A request before it is sent: what the carrier is given. */
class Asked {
  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {}
}

/** The server's API: paths, queries, bodies and answers are those of its own description. */
export const api = createClient<paths>({
  Request: Asked as unknown as typeof Request,
  fetch: (asked) => send(asked as unknown as Asked),
});

/** What a request of `api` is answered. A failure is a `ProblemError`; while the server does not answer, it is asked again. */
export const ask = <T>(request: () => Promise<{ data?: T }>, waiting: Waiting = {}): Promise<T> =>
  outlasting(waiting, async () => (await body(request, waiting.signal)).data as T);

/** The same about a trace, which is made again where it is gone. */
export const askTrace = <T>(
  id: string,
  signal: AbortSignal | undefined,
  request: (of: { params: { path: { id: string } }; signal: AbortSignal }) => Promise<{ data?: T }>,
): Promise<T> =>
  ofTrace(id, signal, (id, signal) => ask(() => request({ params: { path: { id } }, signal }), { signal }));

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
async function outlasting<T>({ once, signal }: Waiting, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const gone = error instanceof ProblemError && error.problem.code === 'server-gone';
      if (!gone || !returned) throw error;
      if (once) {
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

async function send({ url, init }: Asked): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('X-Cutaway-Page', PAGE);
  const response = await body(() => fetch(url, { ...init, headers }), init.signal);
  if (!response.ok) throw new ProblemError(await problemOf(response), response.status);
  return response;
}

/** Runs something that needs the connection; a broken one becomes a problem, an aborted one stays an abort. */
export async function body<T>(read: () => Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (signal?.aborted) throw new DOMException('Aborted', 'AbortError');
    if (error instanceof ProblemError) throw error;
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
