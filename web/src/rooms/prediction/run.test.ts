import { describe, expect, it } from 'vitest';
import { readLimit, stopBefore, type Standing } from './run';

const free: Standing = { next: { text: ' Paris', special: false }, length: 5, context: 2048, appended: 0, limit: 20 };

describe('a run', () => {
  it('goes on while nothing is in its way', () => {
    expect(stopBefore(free)).toBeNull();
    expect(stopBefore({ ...free, appended: 19, length: 2047 })).toBeNull();
  });
  it('stops before a special token, which ends the text, and names it', () => {
    const stop = stopBefore({ ...free, next: { text: '<|im_end|>', special: true } });
    expect(stop?.reason).toBe('special');
    expect(stop?.says).toContain('<|im_end|>');
  });
  it('stops when the context is full, and says how long that is', () => {
    const stop = stopBefore({ ...free, length: 2048 });
    expect(stop?.reason).toBe('context');
    expect(stop?.says).toContain('2,048');
  });
  it('stops after as many tokens as were set', () => {
    expect(stopBefore({ ...free, appended: 20 })?.reason).toBe('limit');
    expect(stopBefore({ ...free, appended: 1, limit: 1 })?.reason).toBe('limit');
  });
  it('appends exactly its limit when nothing else stops it', () => {
    let appended = 0;
    while (!stopBefore({ ...free, appended, length: free.length + appended })) appended++;
    expect(appended).toBe(free.limit);
  });
});

describe('a limit', () => {
  it('is a whole number from 1 to 1,000', () => {
    expect([' 20 ', '1', '1000'].map((typed) => readLimit(typed))).toEqual([20, 1, 1000]);
    expect(['', ' ', '0', '-3', '2.5', '1001', 'many', 'NaN', 'Infinity'].map((typed) => readLimit(typed))).toEqual(
      Array(9).fill(null),
    );
  });
});
