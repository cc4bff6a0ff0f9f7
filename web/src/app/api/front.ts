/** Whose turn it is: what the view in front waits for is asked before what stands around it, since one server answers both. */

let front: Promise<unknown> = Promise.resolve();

/** Marks a question as one that the view in front waits for. */
export function inFront<T>(answer: Promise<T>): Promise<T> {
  front = answer.catch(() => undefined);
  return answer;
}

/** Until the view in front, which may be about to ask, has its answer. */
export async function afterFront(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await front;
}
