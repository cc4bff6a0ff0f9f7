import { describe, expect, it } from 'vitest';
import { FAINTEST, folded, linksOf, opacityOf, shiftOf, unfolded } from './links';

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

describe('folded targets', () => {
  const row = Float32Array.of(0.5, 0.001, 0.002, 0.003, 0.2, 0.001, 0.293);

  it('cover every item once, in order', () => {
    const targets = folded(row);
    expect(targets[0]?.first).toBe(0);
    expect(targets.at(-1)?.last).toBe(row.length);
    for (let i = 1; i < targets.length; i++) expect(targets[i]?.first).toBe(targets[i - 1]?.last);
  });
  it('leave every item that has a line on its own, and fold only neighbours that have none', () => {
    expect(folded(row).map(({ first, last }) => last - first)).toEqual([1, 3, 1, 1, 1]);
    for (const { to } of linksOf(row, row.length, 0)) {
      expect(folded(row)).toContainEqual({ first: to, last: to + 1, sum: row[to] });
    }
  });
  it('keep the whole sum', () => {
    const whole = row.reduce((a, b) => a + b, 0);
    expect(folded(row).reduce((sum, target) => sum + target.sum, 0)).toBeCloseTo(whole, 6);
  });
  it('are all alone where nothing is folded', () => {
    expect(unfolded(3).map(({ first, last }) => [first, last])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });
});

describe('lines of several kinds', () => {
  it('lie side by side around the middle of a row, and stay inside it', () => {
    expect(shiftOf(0, 1)).toBe(0);
    for (const kinds of [2, 5, 8]) {
      const shifts = Array.from({ length: kinds }, (_, kind) => shiftOf(kind, kinds));
      expect(shifts.reduce((a, b) => a + b, 0)).toBeCloseTo(0);
      expect(new Set(shifts).size).toBe(kinds);
      expect(Math.max(...shifts)).toBeLessThan(14);
    }
  });
  it('are fuller where they were asked for, and where the weight is larger', () => {
    expect(opacityOf(1, true)).toBe(1);
    expect(opacityOf(0.5, true)).toBeGreaterThan(opacityOf(0.5, false));
    expect(opacityOf(0.9, false)).toBeGreaterThan(opacityOf(0.1, false));
  });
});
