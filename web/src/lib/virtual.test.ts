import { describe, expect, it } from 'vitest';
import { cellAt, inView } from './virtual';

describe('the part in view', () => {
  it('covers the whole window and stays inside the list', () => {
    expect(inView(0, 100, 10, 1000, 2)).toEqual([0, 12]);
    expect(inView(9950, 100, 10, 1000, 2)).toEqual([993, 1000]);
    expect(inView(0, 100, 10, 3, 2)).toEqual([0, 3]);
  });
  it('is empty for an empty list or one that is scrolled past', () => {
    expect(inView(0, 100, 10, 0)).toEqual([0, 0]);
    const [first, last] = inView(99999, 100, 10, 3);
    expect(last).toBe(first);
  });
});

it('a pointer outside the cells is over none', () => {
  expect([cellAt(-1, 10, 5), cellAt(0, 10, 5), cellAt(49.9, 10, 5), cellAt(50, 10, 5)]).toEqual([null, 0, 4, null]);
});
