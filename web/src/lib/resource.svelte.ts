/** One way to wait for an answer: what was answered stays until the next answer is there, and who asks may give up. */
import { untrack } from 'svelte';
import { asProblem, isCancelled, type Problem } from './problem';

/** Gives the answer to a question. One that comes piece by piece is shown as far as it is there. */
export type Ask<Asked, Value> = (asked: Asked, signal: AbortSignal, show: (value: Value) => void) => Promise<Value>;

export interface Pauses {
  /** How long a question rests before it is asked, in milliseconds: of those that follow each other sooner, only the last is asked. */
  rest?: number;
  /** How long after another request took the server's worker the question is asked again; without it, it is given up. */
  again?: number;
}

/** An answer with its question. */
export interface Answered<Asked, Value> {
  readonly asked: Asked;
  readonly answer: Value;
}

abstract class Waiting<Asked, Value> {
  /** The newest answer that there is. */
  shown = $state.raw<Answered<Asked, Value> | null>(null);
  /** Why the newest question has no answer; it stays until one has. */
  problem = $state.raw<Problem | null>(null);

  /** Asks; returns how to give up. For use in an `$effect`. */
  abstract read(asked: Asked): () => void;

  /** Forgets what was answered. */
  clear(): void {
    this.shown = null;
  }

  get value(): Value | null {
    return this.shown?.answer ?? null;
  }

  /** The question that `value` answers. */
  get of(): Asked | null {
    return this.shown?.asked ?? null;
  }

  protected take(asked: Asked, value: Value): void {
    this.shown = { asked, answer: value };
    this.problem = null;
  }
}

/** A newer question has what is under way given up. */
export class Resource<Asked, Value> extends Waiting<Asked, Value> {
  /** Whether an answer is on its way. */
  busy = $state(false);
  #wanted = $state.raw<Asked | null>(null);
  /** Whether `value` answers an earlier question. */
  readonly stale: boolean = $derived.by(() => this.of !== this.#wanted);
  #stop = new AbortController();

  constructor(
    private readonly ask: Ask<Asked, Value>,
    private readonly pauses: Pauses = {},
  ) {
    super();
  }

  read(asked: Asked): () => void {
    this.cancel();
    const { signal } = (this.#stop = new AbortController());
    this.#wanted = asked;
    this.busy = true;
    untrack(() => void this.#read(asked, signal));
    return () => {
      if (!signal.aborted) this.cancel();
    };
  }

  /** Gives up what is under way. */
  cancel(): void {
    this.#stop.abort();
    this.busy = false;
  }

  async #read(asked: Asked, signal: AbortSignal): Promise<void> {
    const { rest, again } = this.pauses;
    if (rest) await pause(rest);
    while (!signal.aborted) {
      try {
        const value = await this.ask(asked, signal, (part) => {
          if (!signal.aborted) this.take(asked, part);
        });
        if (signal.aborted) return;
        this.take(asked, value);
      } catch (error) {
        if (signal.aborted) return;
        if (isCancelled(error) && again) {
          await pause(again);
          continue;
        }
        if (!isCancelled(error)) this.problem = asProblem(error);
      }
      this.busy = false;
      return;
    }
  }
}

/** One question is under way at a time, and the newest is asked next: of those in between, as while a slider moves, none is. */
export class Newest<Asked, Value> extends Waiting<Asked, Value> {
  #wanted: Asked | null = null;
  #busy = false;

  /** @param fits whether the answer to a question is still worth showing, now that another one (or none) is wanted */
  constructor(
    private readonly ask: (asked: Asked) => Promise<Value>,
    private readonly fits: (asked: Asked, wanted: Asked | null) => boolean = () => true,
  ) {
    super();
  }

  read(asked: Asked): () => void {
    this.#wanted = asked;
    void this.#next();
    return () => {
      if (this.#wanted === asked) this.#wanted = null;
    };
  }

  async #next(): Promise<void> {
    const asked = this.#wanted;
    if (this.#busy || asked === null) return;
    this.#busy = true;
    try {
      const value = await this.ask(asked);
      if (this.fits(asked, this.#wanted)) this.take(asked, value);
    } catch (error) {
      if (this.#wanted === asked && !isCancelled(error)) this.problem = asProblem(error);
    } finally {
      this.#busy = false;
    }
    if (this.#wanted !== asked) void this.#next();
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
