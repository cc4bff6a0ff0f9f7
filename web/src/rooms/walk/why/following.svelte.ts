/** One number, and the trail of inputs that is followed from it. */
import type { Client, ExplanationAnswer } from '../../../app/api/client';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

export interface Place {
  trace: string;
  site: string;
  index: readonly number[];
}

/** Inputs that are listed at once. */
const TOP = 8;

export class Following {
  /** The explanations from the first number to the present one. */
  trail = $state.raw<readonly ExplanationAnswer[]>([]);
  /** By which inputs: one fewer than explanations. */
  path = $state.raw<readonly number[]>([]);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  readonly present = $derived(this.trail.at(-1) ?? null);

  #of: Place | null = null;
  #request: AbortController | null = null;

  constructor(private readonly api: Client) {}

  /** Begins with a number, and follows a path of inputs from it; what was shown stays until it is there. Returns how to give up. */
  begin(of: Place, path: readonly number[] = []): () => void {
    this.#of = of;
    void this.#open(of, path);
    return () => this.#request?.abort();
  }

  async #open(of: Place, path: readonly number[]): Promise<void> {
    for (let depth = 0; depth <= path.length; depth++) {
      await this.#ask(path.slice(0, depth), depth ? this.trail : [], depth < path.length);
      if (this.#of !== of || this.path.length !== depth || this.problem) return;
    }
  }

  /** Goes on to an input of the present explanation. Resolves when it is there. */
  follow = (input: number): Promise<void> => this.#ask([...this.path, input], this.trail);

  /** Goes back to the `depth`-th explanation of the trail. */
  back(depth = this.path.length - 1): void {
    if (depth < 0) return;
    this.#request?.abort();
    this.busy = false;
    this.trail = this.trail.slice(0, depth + 1);
    this.path = this.path.slice(0, depth);
    this.problem = null;
  }

  retry(): void {
    void this.#ask(this.path, this.trail.slice(0, this.path.length));
  }

  /** @param more whether another is asked for after this one */
  async #ask(path: readonly number[], before: readonly ExplanationAnswer[], more = false): Promise<void> {
    this.#request?.abort();
    const of = this.#of;
    if (!of) return;
    const { signal } = (this.#request = new AbortController());
    this.busy = true;
    try {
      const query = { site: of.site, index: of.index.join(','), top: TOP };
      const answer = await this.api.explain(of.trace, path.length ? { ...query, path: path.join('.') } : query, signal);
      if (signal.aborted) return;
      this.trail = [...before, answer];
      this.path = path;
      this.problem = null;
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    }
    if (!signal.aborted && !(more && !this.problem)) this.busy = false;
  }
}
