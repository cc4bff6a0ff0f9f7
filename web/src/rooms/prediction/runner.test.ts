import { describe, expect, it } from 'vitest';
import { Runner, type Ready } from './runner.svelte';

/** A model that has said `next` for a text of `length` tokens. */
const ready = (length: number, next = { id: 7, text: ' a', special: false }): Ready => ({ next, length, context: 100 });

function runner() {
  const appended: number[] = [];
  return { appended, runner: new Runner((id) => appended.push(id)) };
}

describe('a run', () => {
  it('appends one token for each prediction, and none while the next is on its way', () => {
    const { appended, runner: run } = runner();
    run.start(20);
    run.proceed(ready(5));
    run.proceed(null);
    run.proceed(null);
    expect(appended).toEqual([7]);
    run.proceed(ready(6));
    expect(appended).toEqual([7, 7]);
  });
  it('ends by itself at its limit, and says so', () => {
    const { appended, runner: run } = runner();
    run.start(3);
    for (let length = 5; length < 20; length++) run.proceed(ready(length));
    expect(appended).toHaveLength(3);
    expect(run.run).toBeNull();
    expect(run.says).toContain('3');
  });
  it('does not append the token that ends the text', () => {
    const { appended, runner: run } = runner();
    run.start(20);
    run.proceed(ready(5, { id: 2, text: '<|im_end|>', special: true }));
    expect(appended).toEqual([]);
    expect(run.says).toContain('<|im_end|>');
  });
  it('appends nothing more once it is stopped', () => {
    const { appended, runner: run } = runner();
    run.start(20);
    run.proceed(ready(5));
    run.stop('Stopped.');
    run.proceed(ready(6));
    expect(appended).toHaveLength(1);
    expect(run.says).toBe('Stopped.');
  });
});

describe('a step', () => {
  it('appends one token, as soon as there is a prediction', () => {
    const { appended, runner: run } = runner();
    run.step(null);
    expect(appended).toEqual([]);
    run.proceed(ready(5));
    run.proceed(ready(6));
    expect(appended).toEqual([7]);
  });
  it('may go past the end of the text, since the reader asked for it, but not past the context', () => {
    const { appended, runner: run } = runner();
    run.step(ready(5, { id: 2, text: '<|im_end|>', special: true }));
    expect(appended).toEqual([2]);
    run.step(ready(100));
    expect(appended).toEqual([2]);
    expect(run.says).toContain('100');
  });
});
