/** Appends the most probable token, once or again and again, each time after the model has read the longer text. */
import { stopBefore, type Standing } from './run';

/** What the runner must know to take the next step; null while the answer for the present text is on its way. */
export type Ready = Omit<Standing, 'appended' | 'limit' | 'next'> & { next: Standing['next'] & { id: number } };

export class Runner {
  /** How many tokens the run has appended and may; null when none is under way. */
  run = $state.raw<{ appended: number; limit: number } | null>(null);
  /** Why the last run stopped. */
  says = $state('');
  #step = false;

  /** @param append puts a token after the text; `ready` is null from then until its prediction is there */
  constructor(private readonly append: (id: number) => void) {}

  start(limit: number): void {
    this.says = '';
    this.run = { appended: 0, limit };
  }

  /** Appends one token, now or as soon as its prediction is there. */
  step(ready: Ready | null): void {
    this.says = '';
    this.#step = true;
    this.proceed(ready);
  }

  stop(says = ''): void {
    if (this.run) this.says = says;
    this.run = null;
    this.#step = false;
  }

  /** Goes on where that is due. Call whenever `ready` changes. */
  proceed(ready: Ready | null): void {
    if (!ready) return;
    if (this.#step) return this.#once(ready);
    if (!this.run) return;
    const { next, length, context } = ready;
    const stop = stopBefore({ next, length, context, ...this.run });
    if (stop) return this.stop(stop.says);
    this.run = { ...this.run, appended: this.run.appended + 1 };
    this.append(next.id);
  }

  /** A single step is the reader's own wish: it goes past the end of the text too, but not past the context. */
  #once({ next, length, context }: Ready): void {
    this.#step = false;
    const stop = stopBefore({ next: { ...next, special: false }, length, context, appended: 0, limit: 1 });
    if (stop) this.says = stop.says;
    else this.append(next.id);
  }
}
