/** Whose turn it is: what the view in front waits for is asked before what stands around it, since one server answers both. */
export class Priority {
  #front: Promise<unknown> = Promise.resolve();

  /** Marks a question as one that the view in front waits for. */
  inFront<T>(answer: Promise<T>): Promise<T> {
    this.#front = answer.catch(() => undefined);
    return answer;
  }

  /** Until the view in front, which may be about to ask, has its answer. */
  async afterFront(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    await this.#front;
  }
}
