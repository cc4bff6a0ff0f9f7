/** Answers that come piece by piece: one JSON value a line. */
import { body, noteGone, ProblemError, send, type Options } from './client';
import type { Problem } from './types';

/** The pieces as they come. A failure on the way is a `ProblemError`, as that of any request. */
export async function* lines<T extends object>(path: string, options: Options): AsyncGenerator<T> {
  const response = await send(path, options);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await body(() => reader.read(), options.signal);
      ended = done;
      if (done) return;
      const found = (rest + value).split('\n');
      rest = found.pop() ?? '';
      for (const line of found) yield read<T>(line);
    }
  } catch (error) {
    noteGone(error);
    throw error;
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

function read<T extends object>(line: string): T {
  const piece = JSON.parse(line) as T | { problem: Problem };
  if ('problem' in piece) throw new ProblemError(piece.problem, 200);
  return piece;
}
