import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { problem, ProblemError } from './problem';
import { Resource } from './resource.svelte';

interface Question {
  asked: string;
  signal: AbortSignal;
  show: (value: string) => void;
  answer: (value: string) => void;
  fail: (error: unknown) => void;
}

let asks: Question[];
const ask = (asked: string, signal: AbortSignal, show: (value: string) => void) =>
  new Promise<string>((answer, fail) => asks.push({ asked, signal, show, answer, fail }));
const turn = () => vi.advanceTimersByTimeAsync(0);
const cancelled = new ProblemError(problem('cancelled', 'A newer request took the worker.'), 409);

beforeEach(() => {
  asks = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('an answer', () => {
  test('stays until the next is there, and is stale meanwhile', async () => {
    const resource = new Resource(ask);
    resource.read('one');
    expect([resource.value, resource.busy]).toEqual([null, true]);
    asks[0]!.answer('1');
    await turn();
    expect([resource.value, resource.of, resource.busy, resource.stale]).toEqual(['1', 'one', false, false]);
    resource.read('two');
    expect([resource.value, resource.of, resource.busy, resource.stale]).toEqual(['1', 'one', true, true]);
    asks[1]!.answer('2');
    await turn();
    expect([resource.value, resource.stale]).toEqual(['2', false]);
  });

  test('to an older question is not shown', async () => {
    const resource = new Resource(ask);
    resource.read('one');
    resource.read('two');
    expect(asks[0]!.signal.aborted).toBe(true);
    asks[1]!.answer('2');
    await turn();
    asks[0]!.answer('1');
    await turn();
    expect(resource.value).toBe('2');
  });

  test('that is given up is not shown, and a question after it is not given up with it', async () => {
    const resource = new Resource(ask);
    const giveUp = resource.read('one');
    giveUp();
    expect(resource.busy).toBe(false);
    resource.read('two');
    giveUp();
    asks[0]!.answer('1');
    asks[1]!.answer('2');
    await turn();
    expect(resource.value).toBe('2');
  });

  test('that comes piece by piece is shown as far as it is there', async () => {
    const resource = new Resource(ask);
    resource.read('one');
    asks[0]!.show('1');
    expect([resource.value, resource.of, resource.busy]).toEqual(['1', 'one', true]);
    resource.cancel();
    asks[0]!.show('12');
    expect([resource.value, resource.busy]).toEqual(['1', false]);
  });
});

describe('a failure', () => {
  test('is a problem until there is an answer', async () => {
    const resource = new Resource(ask);
    resource.read('one');
    asks[0]!.fail(new ProblemError(problem('bad-text', 'No.'), 400));
    await turn();
    expect([resource.problem?.code, resource.busy]).toEqual(['bad-text', false]);
    resource.read('two');
    expect(resource.problem?.code).toBe('bad-text');
    asks[1]!.answer('2');
    await turn();
    expect(resource.problem).toBeNull();
  });

  test('of a question that was given up is nobody’s', async () => {
    const resource = new Resource(ask);
    resource.read('one')();
    asks[0]!.fail(new Error('late'));
    await turn();
    expect(resource.problem).toBeNull();
  });

  test('that another request caused is no problem; asked again where that is wished', async () => {
    const [once, again] = [new Resource(ask), new Resource(ask, { again: 300 })];
    once.read('once');
    again.read('again');
    for (const { fail } of asks) fail(cancelled);
    await turn();
    expect([once.problem, once.busy, again.busy]).toEqual([null, false, true]);
    await vi.advanceTimersByTimeAsync(300);
    expect(asks.map(({ asked }) => asked)).toEqual(['once', 'again', 'again']);
    asks[2]!.answer('there');
    await turn();
    expect(again.value).toBe('there');
  });
});

test('of questions that follow each other only the last is asked, once it rests', async () => {
  const resource = new Resource(ask, { rest: 400 });
  resource.read('T');
  await vi.advanceTimersByTimeAsync(200);
  resource.read('Th');
  await vi.advanceTimersByTimeAsync(399);
  expect(asks).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asks.map(({ asked }) => asked)).toEqual(['Th']);
});
