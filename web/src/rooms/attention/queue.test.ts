import { describe, expect, it } from 'vitest';
import { Queue, nearestFirst } from './queue';

/** A source whose answers come when the test says so. */
function source() {
  const asked: number[] = [];
  const open = new Map<number, { resolve: (x: string) => void; reject: (e: unknown) => void; signal: AbortSignal }>();
  return {
    asked,
    fetch: (key: number, signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        asked.push(key);
        open.set(key, { resolve, reject, signal });
      }),
    async answer(key: number) {
      open.get(key)?.resolve(`thing ${key}`);
      await settled();
    },
    async refuse(key: number, error: unknown) {
      open.get(key)?.reject(error);
      await settled();
    },
    aborted: (key: number) => open.get(key)?.signal.aborted,
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a queue', () => {
  it('has only a few requests under way, and fetches everything in the order wanted', async () => {
    const from = source();
    const got: number[] = [];
    const queue = new Queue(
      from.fetch,
      (key) => got.push(key),
      () => {},
      2,
    );
    queue.want([3, 1, 2]);
    expect(from.asked).toEqual([3, 1]);
    await from.answer(1);
    expect(from.asked).toEqual([3, 1, 2]);
    await from.answer(3);
    await from.answer(2);
    expect(got).toEqual([1, 3, 2]);
  });

  it('follows a change of mind without asking twice for what is under way', async () => {
    const from = source();
    const queue = new Queue(
      from.fetch,
      () => {},
      () => {},
      1,
    );
    queue.want([0, 1, 2]);
    queue.want([2, 0, 1]);
    await from.answer(0);
    await from.answer(2);
    expect(from.asked).toEqual([0, 2, 1]);
  });

  it('aborts what is under way when it stops, and delivers nothing afterwards', async () => {
    const from = source();
    const got: number[] = [];
    const queue = new Queue(
      from.fetch,
      (key) => got.push(key),
      () => {},
      2,
    );
    queue.want([0, 1, 2]);
    queue.stop();
    expect(from.aborted(0)).toBe(true);
    await from.answer(0);
    expect(got).toEqual([]);
    expect(from.asked).toEqual([0, 1]);
  });

  it('stops at the first failure and says it once', async () => {
    const from = source();
    const failures: unknown[] = [];
    const queue = new Queue(
      from.fetch,
      () => {},
      (error) => failures.push(error),
      2,
    );
    queue.want([0, 1, 2]);
    await from.refuse(0, 'server gone');
    await from.refuse(1, 'server gone');
    expect(failures).toEqual(['server gone']);
    expect(from.asked).toEqual([0, 1]);
  });
});

describe('the order of fetching', () => {
  it('begins with what is in view, from the top, and goes outwards', () => {
    expect(nearestFirst(8, [3, 5], () => false)).toEqual([3, 4, 2, 5, 1, 6, 0, 7]);
  });
  it('leaves out what is there', () => {
    expect(nearestFirst(4, [0, 4], (key) => key % 2 === 0)).toEqual([1, 3]);
  });
});
