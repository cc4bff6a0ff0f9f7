/** The two questions of the cache view, asked as the text changes; what was found stays until the next answer is there. */
import type { Client } from '../../../app/api/client';
import type { CacheStep, PrefixAnswer, TextRequest } from '../../../app/api/types';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

/** Typing rests before it is asked about, in milliseconds. */
const REST = 400;
/** After another request of this page took the worker, it is asked again. */
const AGAIN = 300;

abstract class Reader {
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #controller: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(protected readonly api: Client) {}

  stop(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    this.busy = false;
  }

  protected start(read: (signal: AbortSignal) => Promise<void>, pause = REST): () => void {
    this.stop();
    this.problem = null;
    this.busy = true;
    const { signal } = (this.#controller = new AbortController());
    const run = async () => {
      try {
        await read(signal);
        if (!signal.aborted) this.busy = false;
      } catch (error) {
        if (signal.aborted) return;
        if (isCancelled(error)) {
          this.#timer = setTimeout(() => void run(), AGAIN);
          return;
        }
        this.busy = false;
        this.problem = asProblem(error);
      }
    };
    this.#timer = setTimeout(() => void run(), pause);
    return () => this.stop();
  }
}

export class StepsReader extends Reader {
  /** What `steps` was measured of. */
  asked = $state.raw<TextRequest | null>(null);
  steps = $state.raw<readonly CacheStep[]>([]);

  read(request: TextRequest, most: number): () => void {
    return this.start(async (signal) => {
      const found: CacheStep[] = [];
      for await (const step of this.api.cacheSteps(request, most, signal)) {
        if (signal.aborted) return;
        found.push(step);
        this.asked = request;
        this.steps = [...found];
      }
    });
  }
}

export class PrefixReader extends Reader {
  found = $state.raw<PrefixAnswer | null>(null);

  read(request: TextRequest, other: string): () => void {
    return this.start(async (signal) => {
      const found = await this.api.cachePrefix(request, other, signal);
      if (!signal.aborted) this.found = found;
    });
  }
}
