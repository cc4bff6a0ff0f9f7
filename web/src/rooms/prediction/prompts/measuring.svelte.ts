/** Prompts as they are measured, each once for a model; what was found stays while the page is open. */
import type { PromptAsked, PromptMeasured } from '../../../app/api/types';
import { useWorkspace, type Workspace } from '../../../app/workspace.svelte';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

/** Typing is measured once it rests, in milliseconds. */
const REST = 400;
/** After another request of this page took the worker, the rest is asked for again. */
const AGAIN = 300;

type Found = Readonly<Record<string, PromptMeasured>>;

export class Measuring {
  problem = $state.raw<Problem | null>(null);
  /** How many of those asked for are there; null when nothing is under way. */
  run = $state.raw<{ done: number; total: number } | null>(null);
  #found = $state.raw<Found>({});
  #request: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly workspace: Workspace) {}

  of(model: string, asked: PromptAsked): PromptMeasured | null {
    return this.#found[keyOf(model, asked)] ?? null;
  }

  /** Measures those that are not there yet, in this order; returns how to give up. */
  measure(model: string, wanted: readonly PromptAsked[]): () => void {
    this.stop();
    const missing = wanted.filter((one) => !this.of(model, one));
    this.problem = null;
    if (missing.length) {
      this.run = { done: wanted.length - missing.length, total: wanted.length };
      this.#later(model, wanted, REST);
    }
    return () => this.stop();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = null;
    this.run = null;
  }

  #later(model: string, wanted: readonly PromptAsked[], pause: number): void {
    this.#timer = setTimeout(() => void this.#read(model, wanted), pause);
  }

  async #read(model: string, wanted: readonly PromptAsked[]): Promise<void> {
    const { signal } = (this.#request = new AbortController());
    const missing = wanted.filter((one) => !this.of(model, one));
    try {
      for await (const line of this.workspace.api.measurePrompts(model, missing, signal)) {
        if (signal.aborted) return;
        this.#found = { ...this.#found, [keyOf(model, missing[line.at]!)]: line };
        this.run = { done: wanted.length - missing.length + line.at + 1, total: wanted.length };
      }
      if (!signal.aborted) this.run = null;
    } catch (error) {
      if (signal.aborted) return;
      if (isCancelled(error)) return this.#later(model, wanted, AGAIN);
      this.run = null;
      this.problem = asProblem(error);
    }
  }
}

const keyOf = (model: string, { prompt, answer, wrong = [], reasons = false }: PromptAsked): string =>
  JSON.stringify([model, prompt, answer, wrong, reasons]);

export const useMeasuring = (): Measuring => useWorkspace().part(Measuring);
