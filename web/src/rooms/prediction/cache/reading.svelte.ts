/** The two questions of the cache view, asked as the text changes. */
import type { CacheStep, Client, PrefixAnswer, TextRequest } from '../../../app/api/client';
import { Resource } from '../../../lib/resource.svelte';

/** Typing rests before it is asked about; after another request of this page took the worker, it is asked again. */
const PAUSES = { rest: 400, again: 300 };

export class StepsReader extends Resource<{ request: TextRequest; most: number }, readonly CacheStep[]> {
  constructor(api: Client) {
    super(async ({ request, most }, signal, show) => {
      const found: CacheStep[] = [];
      for await (const step of api.cacheSteps(request, most, signal)) {
        found.push(step);
        show([...found]);
      }
      return found;
    }, PAUSES);
  }
}

export class PrefixReader extends Resource<{ request: TextRequest; other: string }, PrefixAnswer> {
  constructor(api: Client) {
    super(({ request, other }, signal) => api.cachePrefix(request, other, signal), PAUSES);
  }
}
