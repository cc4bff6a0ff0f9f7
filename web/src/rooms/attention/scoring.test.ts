import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../lib/tensor';
import { contributions, scoringOf, weightedSum } from './scoring';

const tensor = (shape: number[], ...data: number[]): Tensor => ({
  shape,
  data: Float32Array.from(data),
  dtype: 'F32',
  metadata: {},
});

const found = {
  q: tensor([2], 1, 2),
  k: tensor([3, 2], 1, 0, 0, 1, 1, 1),
  products: tensor([3, 2], 1, 0, 0, 2, 1, 2),
  dots: tensor([3], 1, 2, 3),
  scores: tensor([3], 1, 2, 3),
  pattern: tensor([3], 0.25, 0.5, 0.25),
  v: tensor([3, 2], 4, 8, 2, -2, 8, 4),
  z: tensor([2], 4, 2),
};

describe('how a query is scored', () => {
  const steps = scoringOf(found);

  it('has a row for each key', () => {
    expect([...steps.k.row(2)]).toEqual([1, 1]);
    expect([...steps.v.row(1)]).toEqual([2, -2]);
  });
  it('has no steps between dot product and score where none were told', () => {
    expect(steps.scaled).toBeNull();
    const more = { ...found, scaling: tensor([], 0.5), scaled: tensor([3], 0.5, 1, 1.5), added: tensor([3], 0, 0, 0) };
    expect(scoringOf(more).scaled?.by).toBe(0.5);
  });
  it('says what is missing', () => {
    expect(() => scoringOf({ ...found, z: undefined as unknown as Tensor })).toThrow(/no z/);
  });
  it('each key’s share of a dimension adds up to z', () => {
    for (const dimension of [0, 1]) {
      const sum = contributions(steps, dimension).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(steps.z[dimension] ?? NaN);
    }
    expect([...weightedSum(steps, () => true)]).toEqual([...steps.z]);
    expect([...weightedSum(steps, (key) => key !== 1)]).toEqual([3, 3]);
  });
});
