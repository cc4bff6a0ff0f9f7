import { describe, expect, it } from 'vitest';
import { depthName, inputShares } from './rollout.svelte';

describe('rows of a rollout', () => {
  it('go from the last layer down to the input', () => {
    const names = [0, 1, 2, 3].map((row) => depthName(row, 4, [0, 1, 2]));
    expect(names).toEqual(['after layer 2', 'after layer 1', 'after layer 0', 'input']);
  });
  it('name only the layers that have attention', () => {
    expect([0, 1, 2].map((row) => depthName(row, 3, [1, 5]))).toEqual(['after layer 5', 'after layer 1', 'input']);
  });
  it('end with the shares of the input', () => {
    const tokens = [{}, {}] as never[];
    expect(inputShares({ values: Float32Array.of(0, 1, 0.3, 0.7), tokens })).toEqual(Float32Array.of(0.3, 0.7).slice());
    expect(inputShares({ values: Float32Array.of(0.3, 0.7), tokens })).toEqual(Float32Array.of(0.3, 0.7));
  });
});
