import { expect, test } from 'vitest';
import { Priority } from './priority';

test('what stands around the view waits for what the view asks in the same moment', async () => {
  const priority = new Priority();
  const order: string[] = [];
  const around = priority.afterFront().then(() => order.push('around'));
  let answer = () => {};
  void priority.inFront(new Promise<void>((resolve) => (answer = resolve)).then(() => order.push('view')));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(order).toEqual([]);
  answer();
  await around;
  expect(order).toEqual(['view', 'around']);
});

test('a question that fails lets the others go on', async () => {
  const priority = new Priority();
  const failed = priority.inFront(Promise.reject(new Error('gone')));
  await expect(failed).rejects.toThrow('gone');
  await priority.afterFront();
});
