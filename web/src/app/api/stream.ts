/** Answers that come piece by piece: one JSON value a line. */
import { body, type Carrier, type Waiting } from './carrier';
import type { paths } from './schema';
import { ProblemError, type Problem } from '../../lib/problem';

/** What is posted to a path, and what comes back a line. */
type Post<P extends keyof paths> = paths[P] extends { post: infer Operation } ? Operation : never;
type Body<P extends keyof paths> =
  Post<P> extends { requestBody: { content: { 'application/json': infer Sent } } } ? Sent : never;
type Query<P extends keyof paths> = Post<P> extends { parameters: { query?: infer Asked } } ? Asked : never;
type Line<P extends keyof paths> =
  Post<P> extends { responses: { 200: { content: { 'application/json': infer Said } } } } ? Said : never;

interface Options<P extends keyof paths> extends Waiting {
  body?: Body<P>;
  query?: Query<P>;
  /** A body that is a text as it stands, and no JSON. */
  text?: string | Blob;
}

/** The pieces as they come. A failure on the way is a `ProblemError`, as that of any request. */
export async function* lines<P extends keyof paths>(
  carrier: Carrier,
  path: P,
  options: Options<P>,
): AsyncGenerator<Line<P>> {
  const { signal, query, text } = options;
  const plain = text === undefined ? {} : plainText(text);
  const init = { params: { query }, body: options.body, signal, parseAs: 'stream', ...plain };
  const post = carrier.api.POST as unknown as Posting;
  const stream = await carrier.ask(() => post(path, init), { signal, once: text !== undefined });
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await body(() => reader.read(), signal);
      ended = done;
      if (done) return;
      const found = (rest + value).split('\n');
      rest = found.pop() ?? '';
      for (const line of found) yield read<Line<P>>(line);
    }
  } catch (error) {
    carrier.noteGone(error);
    throw error;
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

/** What a request takes whose body is a text or a file as it stands. */
export const plainText = (text: string | Blob) => ({
  body: text as string,
  bodySerializer: (sent: unknown) => sent,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
});

/** `lines` says which paths there are and what they take; the client's own types can't be named for all of them at once. */
type Posting = (path: string, init: object) => Promise<{ data?: ReadableStream<Uint8Array<ArrayBuffer>> }>;

function read<T>(line: string): T {
  const piece = JSON.parse(line) as T | { problem: Problem };
  if (typeof piece === 'object' && piece !== null && 'problem' in piece && piece.problem)
    throw new ProblemError(piece.problem as Problem, 200);
  return piece as T;
}
