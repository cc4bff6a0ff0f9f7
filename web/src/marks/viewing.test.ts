import { describe, expect, it } from 'vitest';
import { lengthOf } from '../lib/spans';
import { formatView, isWhole, middle, moved, parseView, revealing, wholeView, zoomed } from './viewing';

describe('a view in an address', () => {
  it('comes back as it was written', () => {
    const view = { rows: [512, 768], columns: [0, 256] } as const;
    expect(formatView(view)).toBe('512:768,0:256');
    expect(parseView('512:768,0:256', 2048, 2048)).toEqual(view);
  });
  it('is all where it says nothing that can be shown', () => {
    for (const word of [undefined, '', 'x', '5:5,0:9', '9:2,0:9', '3000:3010,0:10', '0:9', '-1:4,0:4'])
      expect(parseView(word, 2048, 2048)).toEqual(wholeView(2048, 2048));
  });
  it('is kept inside a shorter text', () => {
    expect(parseView('90:300,0:40', 100, 100)).toEqual({ rows: [0, 100], columns: [0, 40] });
    expect(parseView('99:100,0:1', 100, 3)).toEqual({ rows: [92, 100], columns: [0, 3] });
  });
});

describe('coming nearer', () => {
  it('keeps the item under the pointer where it is, and the way back is the same', () => {
    const near = zoomed(wholeView(1024, 1024), 4, { row: 256, column: 768 }, 1024, 1024);
    expect(near).toEqual({ rows: [192, 448], columns: [576, 832] });
    expect(zoomed(near, 0.25, { row: 256, column: 768 }, 1024, 1024)).toEqual(wholeView(1024, 1024));
  });
  it('always gets somewhere, down to eight items or all that there are', () => {
    let view = wholeView(300, 5);
    for (let i = 0; i < 400 && lengthOf(view.rows) > 8; i++) {
      const next = zoomed(view, 1.001, middle(view), 300, 5);
      expect(lengthOf(next.rows)).toBeLessThan(lengthOf(view.rows));
      view = next;
    }
    expect([lengthOf(view.rows), lengthOf(view.columns)]).toEqual([8, 5]);
    expect(zoomed(view, 2, middle(view), 300, 5)).toEqual(view);
  });
  it('never leaves the matrix', () => {
    const corner = zoomed(wholeView(100, 100), 2, { row: 99, column: 0 }, 100, 100);
    expect(corner.rows[1]).toBeLessThanOrEqual(100);
    expect(isWhole(zoomed(corner, 0.01, { row: 99, column: 0 }, 100, 100), 100, 100)).toBe(true);
  });
});

describe('moving', () => {
  const view = { rows: [10, 20], columns: [0, 10] } as const;
  it('stops at the edges', () => {
    expect(moved(view, 5, -3, 100, 100)).toEqual({ rows: [15, 25], columns: [0, 10] });
    expect(moved(view, 500, 500, 100, 100)).toEqual({ rows: [90, 100], columns: [90, 100] });
  });
  it('goes just so far that a cell is seen', () => {
    expect(revealing(view, 15, 5)).toEqual(view);
    expect(revealing(view, 20, 30)).toEqual({ rows: [11, 21], columns: [21, 31] });
    expect(revealing(view, 3, 5)).toEqual({ rows: [3, 13], columns: [0, 10] });
  });
});
