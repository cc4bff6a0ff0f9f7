import { describe, expect, it } from 'vitest';
import { step } from './keyboard';

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
