import { describe, expect, it } from 'vitest';
import { FAINTEST, linksOf } from './links';

const values = Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.004, 0.2, 0.796);

describe('links of a matrix', () => {
  it('are those heavy enough to be seen, the heaviest drawn last', () => {
    const links = linksOf(values, 3);
    expect(links).toHaveLength(5);
    expect(links.every(({ weight }) => weight >= FAINTEST)).toBe(true);
    expect(links.at(-1)).toEqual({ from: 0, to: 0, weight: 1 });
  });
  it('of one row are the same as those of that row in the matrix', () => {
    expect(linksOf(values.subarray(6, 9), 3, 2)).toEqual(linksOf(values, 3).filter(({ from }) => from === 2));
  });
});
