import { describe, expect, it } from 'vitest';
import { niceStep, ticks } from './scales';

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
