import { describe, expect, it } from 'vitest';
import type { Written } from '../../../app/api/types';
import { chunked, SIZE } from './chunks';

const ids = Array.from({ length: 2 * SIZE + 5 }, (_, id) => id);
const steps = ids.map((id) => ({ id }) as Written);

describe('a branch in chunks', () => {
  it('has every token once, in order', () => {
    const found = chunked(ids, steps, []);
    expect(found.flatMap((chunk) => chunk.ids)).toEqual(ids);
    expect(found.flatMap((chunk) => chunk.steps)).toEqual(steps);
    expect(found.map(({ first }) => first)).toEqual([0, SIZE, 2 * SIZE]);
  });

  it('changes the last one alone when a token is added', () => {
    const before = chunked(ids, steps, []);
    const after = chunked([...ids, 7], [...steps, { id: 7 } as Written], before);
    expect(after.map((chunk, at) => chunk === before[at])).toEqual([true, true, false]);
  });

  it('changes the one whose token is told', () => {
    const before = chunked(ids, steps.with(3, undefined as unknown as Written), []);
    const after = chunked(ids, steps, before);
    expect(after.map((chunk, at) => chunk === before[at])).toEqual([false, true, true]);
    expect(after[0]!.steps[3]).toBe(steps[3]);
  });
});
