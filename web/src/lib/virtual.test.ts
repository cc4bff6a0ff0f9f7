import { describe, expect, it } from 'vitest';
import { inView, revealed } from './virtual.svelte';

describe('the part in view', () => {
  it('covers the whole window and stays inside the list', () => {
    expect(inView(0, 100, 10, 1000, 2)).toEqual([0, 12]);
    expect(inView(9950, 100, 10, 1000, 2)).toEqual([993, 1000]);
    expect(inView(0, 100, 10, 3, 2)).toEqual([0, 3]);
  });
  it('covers what is seen wherever it is scrolled, and little more', () => {
    const [rows, pitch, height] = [251, 34, 500];
    for (let top = 0; top <= rows * pitch - height; top += 117) {
      const [first, last] = inView(top, height, pitch, rows, 12);
      expect(first * pitch).toBeLessThanOrEqual(top);
      expect(last === rows || last * pitch >= top + height).toBe(true);
      expect(last - first).toBeLessThan(50);
    }
  });
  it('is empty for an empty list or one that is scrolled past', () => {
    expect(inView(0, 100, 10, 0, 4)).toEqual([0, 0]);
    const [first, last] = inView(99999, 100, 10, 3, 4);
    expect(last).toBe(first);
  });
});

describe('an item that is brought into sight', () => {
  const room = 100;
  it('scrolls nothing where it is in sight already', () => {
    for (const at of [500, 540, 590]) expect(revealed(500, at, 10, room, 'middle')).toBe(500);
  });
  it('comes to the edge where it is near, and to the middle where it is far', () => {
    expect(revealed(500, 490, 10, room, 'near')).toBe(490);
    expect(revealed(500, 600, 10, room, 'near')).toBe(510);
    expect(revealed(500, 900, 10, room, 'near')).toBe(855);
    expect(revealed(500, 600, 10, room, 'middle')).toBe(555);
    expect(revealed(500, 0, 10, room, 'near')).toBe(0);
  });
  it('can be seen afterwards', () => {
    for (let at = 0; at < 3000; at += 70)
      for (const where of ['near', 'middle'] as const) {
        const scroll = revealed(1000, at, 10, room, where);
        expect(at >= scroll && at + 10 <= scroll + room).toBe(true);
      }
  });
});
