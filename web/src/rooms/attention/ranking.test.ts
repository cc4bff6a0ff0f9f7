import { describe, expect, it } from 'vitest';
import { fullBar, headsOf, nextSort, ranked, scoreIn, short, sorted, written } from './ranking';
import { tableOf } from './table';

const grid = [
  [0.5, 0.1, null],
  [0.5, 0.9, 0.0004],
];
const patterns = ['layers.0.attn.pattern', null, 'layers.2.attn.pattern'];

describe('ranked heads', () => {
  it('have the largest score first, equal ones in order of layer, and leave out heads without one', () => {
    expect(ranked(grid).map(({ layer, head }) => [layer, head])).toEqual([
      [1, 1],
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 2],
    ]);
  });
  it('can begin with the smallest', () => {
    expect(ranked(grid, true)[0]).toEqual({ layer: 1, head: 2, value: 0.0004 });
  });
});

describe('sorted heads', () => {
  const heads = headsOf(['a', 'b'], 3);
  it('end with those that have no score, whichever way they go', () => {
    for (const rising of [true, false]) {
      const order = sorted(heads, grid, rising);
      expect(order).toHaveLength(6);
      expect(order.at(-1)).toEqual({ layer: 0, head: 2 });
    }
    expect(sorted(heads, grid, false)[0]).toEqual({ layer: 1, head: 1 });
  });
  it('stand by layer and head where there is no measure', () => {
    expect(sorted(heads, undefined, true)).toEqual(heads);
    expect(sorted(heads, undefined, false)[0]).toEqual({ layer: 1, head: 2 });
  });
});

describe('heads of a model', () => {
  it('are only in layers that have attention', () => {
    expect(headsOf(patterns, 2)).toEqual([
      { layer: 0, head: 0 },
      { layer: 0, head: 1 },
      { layer: 2, head: 0 },
      { layer: 2, head: 1 },
    ]);
  });
  it('have no score where the answer has none', () => {
    expect(scoreIn(grid, { layer: 0, head: 2 })).toBeNull();
    expect(scoreIn(grid, { layer: 7, head: 0 })).toBeNull();
    expect(scoreIn(undefined, { layer: 0, head: 0 })).toBeNull();
  });
});

describe('scores in words', () => {
  it('have the unit of their measure', () => {
    expect(written(0.873, '%')).toBe('87.3\u00a0%');
    expect(written(2.4142, 'bits')).toBe('2.41\u00a0bits');
    expect(written(null, '%')).toBe('–');
  });
  it('round neither to nothing nor to everything in a cell', () => {
    expect(short(0.0004, '%')).toBe('<0.1');
    expect(short(0.9996, '%')).toBe('>99.9');
    expect(short(0, '%')).toBe('0');
    expect(short(0.873, '%')).toBe('87.3');
  });
  it('fill a bar with all of a share, and with the largest of any other', () => {
    expect(fullBar({ unit: '%' }, grid)).toBe(1);
    expect(fullBar({ unit: 'bits' }, [[1.5, null], [3]])).toBe(3);
    expect(fullBar({ unit: 'bits' }, undefined)).toBe(1);
  });
});

describe('a press on a column', () => {
  it('begins with the largest score, and turns the order round when it is pressed again', () => {
    expect(nextSort('previous', '', true)).toBe('previous');
    expect(nextSort('previous', 'previous', false)).toBe('previous.up');
    expect(nextSort('previous', 'previous', true)).toBe('previous');
  });
  it('goes back to the order of layers', () => {
    expect(nextSort('', 'previous', false)).toBeNull();
    expect(nextSort('', '', true)).toBe('.down');
    expect(nextSort('', '', false)).toBeNull();
  });
});

describe('the table for a file', () => {
  it('has a row for each head in the order shown, with empty fields where there is nothing', () => {
    const measure = { title: '', definition: '', source: '' };
    const table = tableOf(
      [
        { layer: 1, head: 2 },
        { layer: 0, head: 2 },
      ],
      [
        { ...measure, name: 'previous', unit: '%' },
        { ...measure, name: 'entropy', unit: 'bits' },
      ],
      (name) => (name === 'previous' ? grid : undefined),
    );
    expect(table.columns).toEqual(['layer', 'head', 'previous', 'entropy (bits)']);
    expect([...table.rows]).toEqual([
      [1, 2, 0.0004, null],
      [0, 2, null, null],
    ]);
  });
});
