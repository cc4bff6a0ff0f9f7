/** Fetches many things a few at a time, the most wanted first, and gives up when they are no longer wanted. */

export class Queue<T> {
  #wanted: number[] = [];
  #underWay = new Set<number>();
  #stopped = new AbortController();

  /**
   * @param fetch gets one thing by its number
   * @param deliver is called once for each thing that came
   * @param fail is called with the first failure; the queue has stopped by then
   */
  constructor(
    private readonly fetch: (key: number, signal: AbortSignal) => Promise<T>,
    private readonly deliver: (key: number, thing: T) => void,
    private readonly fail: (error: unknown) => void,
    private readonly concurrency = 2,
  ) {}

  /** Says what is wanted from now on, the most wanted first. What is under way goes on. */
  want(keys: readonly number[]): void {
    this.#wanted = keys.filter((key) => !this.#underWay.has(key));
    this.#start();
  }

  /** Gives up everything; nothing is delivered any more. */
  stop(): void {
    this.#wanted = [];
    this.#stopped.abort();
  }

  #start(): void {
    while (!this.#stopped.signal.aborted && this.#underWay.size < this.concurrency) {
      const key = this.#wanted.shift();
      if (key === undefined) return;
      void this.#get(key);
    }
  }

  async #get(key: number): Promise<void> {
    const { signal } = this.#stopped;
    this.#underWay.add(key);
    try {
      const thing = await this.fetch(key, signal);
      if (!signal.aborted) this.deliver(key, thing);
    } catch (error) {
      if (!signal.aborted) {
        this.stop();
        this.fail(error);
      }
    } finally {
      this.#underWay.delete(key);
      this.#start();
    }
  }
}

/** All of `0 … n − 1` that are still missing: those in view first, then outwards from there. */
export function nearestFirst(
  n: number,
  [first, last]: readonly [number, number],
  has: (key: number) => boolean,
): number[] {
  const middle = (first + last - 1) / 2;
  const distance = (key: number) => (key >= first && key < last ? -n + key : Math.abs(key - middle));
  return Array.from({ length: n }, (_, key) => key)
    .filter((key) => !has(key))
    .sort((a, b) => distance(a) - distance(b));
}
