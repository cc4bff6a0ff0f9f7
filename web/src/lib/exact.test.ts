import { describe, expect, it } from 'vitest';
import { exact } from './exact';

const read = (text: string) => Number(text.replaceAll('−', '-'));

describe('exact values', () => {
  it('read back as the same 32-bit float, without digits that it does not have', () => {
    for (const x of [0.1, 1 / 3, 1e-20, 123456.789, 16777217, 0.99999994, -2.5].map(Math.fround)) {
      expect(Math.fround(read(exact(x)))).toBe(x);
      expect(
        exact(x)
          .replace(/e.*|[−.]/g, '')
          .replace(/^0+/, '').length,
      ).toBeLessThanOrEqual(9);
    }
    expect(exact(Math.fround(0.1))).toBe('0.1');
  });
  it('keep all digits of a 64-bit float', () => {
    expect(read(exact(Math.PI))).toBe(Math.PI);
  });
  it('carry a minus sign and never a hyphen', () => {
    expect(exact(-1.5e-9)).toBe('−1.5e−9');
    expect(exact(-Infinity)).toBe('−∞');
  });
});
