/**
 * Whether the server answers. While it does not, it is asked again and again, less and less often, and at once when the reader comes back to
 * the page or the machine to the network; what was being asked waits until then.
 */

/** Milliseconds between tries: the first, and the longest. */
const [FIRST, LONGEST, GROWS] = [400, 8000, 1.6];
const CHANCES = ['online', 'focus', 'pageshow'] as const;

export class Connection {
  lost = $state(false);
  /** How often it was lost and came back. What broke off in between is asked again when this changes. */
  returns = $state(0);
  #pause = FIRST;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: (() => void)[] = [];
  #trying = false;

  /** @param answers whether there is a server that answers */
  constructor(private readonly answers: () => Promise<boolean>) {}

  /** Tries again at once where there is reason to hope. Returns how to stop trying. */
  start(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    signal.addEventListener('abort', () => clearTimeout(this.#timer));
    for (const event of CHANCES) addEventListener(event, () => this.try(), { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.try(), {
      signal,
    });
    return () => stop.abort();
  }

  /** The server did not answer. Resolves when it does; rejects when nobody waits for that any more. */
  back = (signal?: AbortSignal): Promise<void> => {
    if (!this.lost) {
      this.lost = true;
      this.#pause = FIRST;
      this.#later();
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')), { once: true });
    });
  };

  /** Tries now, and not when the pause is over. */
  try(): void {
    if (this.lost) void this.#try();
  }

  async #try(): Promise<void> {
    if (this.#trying) return;
    this.#trying = true;
    clearTimeout(this.#timer);
    const there = await this.answers();
    this.#trying = false;
    if (!there) return this.#later();
    this.lost = false;
    this.returns++;
    for (const go of this.#waiting.splice(0)) go();
  }

  #later(): void {
    this.#timer = setTimeout(() => void this.#try(), this.#pause);
    this.#pause = Math.min(LONGEST, this.#pause * GROWS);
  }
}
