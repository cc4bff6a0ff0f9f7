import { describe, expect, it } from 'vitest';
import { cellAt, inView, niceStep, step, ticks } from './layout';

describe('ticks', () => {
  it('stand at steps of 1, 2 or 5 times a power of ten', () => {
    expect([0.3, 1, 1.1, 3, 6, 11, 40, 300].map(niceStep)).toEqual([1, 1, 2, 5, 10, 20, 50, 500]);
  });
  it('are never nearer than asked', () => {
    for (const pitch of [0.5, 2, 7, 30]) {
      const at = ticks(1000, pitch, 24);
      for (let i = 1; i < at.length; i++) expect(((at[i] ?? 0) - (at[i - 1] ?? 0)) * pitch).toBeGreaterThanOrEqual(24);
    }
  });
  it('are all items where there is room', () => {
    expect(ticks(4, 30, 20)).toEqual([0, 1, 2, 3]);
  });
});

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

describe('arrow keys', () => {
  it('move by one and stop at the edges', () => {
    expect(step('ArrowRight', { row: 0, column: 0 }, 2, 3)).toEqual({ row: 0, column: 1 });
    expect(step('ArrowUp', { row: 0, column: 2 }, 2, 3)).toEqual({ row: 0, column: 2 });
    expect(step('ArrowDown', { row: 1, column: 2 }, 2, 3)).toEqual({ row: 1, column: 2 });
  });
  it('jump with Home, End, PageUp and PageDown', () => {
    expect(step('End', { row: 1, column: 0 }, 5, 3)).toEqual({ row: 1, column: 2 });
    expect(step('Home', { row: 1, column: 2 }, 5, 3)).toEqual({ row: 1, column: 0 });
    expect(step('PageDown', { row: 1, column: 2 }, 5, 3)).toEqual({ row: 4, column: 2 });
    expect(step('PageUp', { row: 3, column: 2 }, 5, 3)).toEqual({ row: 0, column: 2 });
  });
  it('leave other keys alone', () => {
    expect(step('a', { row: 0, column: 0 }, 2, 2)).toBeNull();
  });
});
