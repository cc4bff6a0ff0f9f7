import { describe, expect, it } from 'vitest';
import { MOST_HEADS, formatHeads, parseHeads, openFirst, toggled } from './comparedHeads.svelte';

const any = () => true;
const of = (layer: number, head: number) => ({ layer, head });

describe('heads in an address', () => {
  it('come back as they were', () => {
    const heads = [of(3, 5), of(12, 0)];
    expect(parseHeads(formatHeads(heads), any)).toEqual(heads);
  });
  it('are each there once, and only where the model has them', () => {
    expect(parseHeads('3.5,3.5,9.9,nonsense,4.,1.1', ({ layer }) => layer < 5)).toEqual([of(3, 5), of(1, 1)]);
    expect(parseHeads(undefined, any)).toEqual([]);
  });
});

describe('heads drawn together', () => {
  const many = Array.from({ length: 12 }, (_, head) => of(0, head));
  it('begin with the open one, which is not there twice', () => {
    expect(openFirst(of(0, 1), [of(0, 0), of(0, 1)])).toEqual([of(0, 1), of(0, 0)]);
  });
  it('are never more than there are colours', () => {
    expect(openFirst(of(1, 1), many)).toHaveLength(MOST_HEADS);
    expect(toggled(many.slice(0, MOST_HEADS - 1), of(5, 5))).toHaveLength(MOST_HEADS - 1);
  });
  it('go when they are added again', () => {
    expect(toggled([of(0, 0), of(1, 1)], of(0, 0))).toEqual([of(1, 1)]);
    expect(toggled([of(0, 0)], of(1, 1))).toEqual([of(0, 0), of(1, 1)]);
  });
});
