import { describe, expect, it } from 'vitest';
import { wholeView } from '../../marks/viewing';
import { nothingAbsent as everywhere } from '../../marks/heatmap';
import { ahead } from './mask';
import { levelFor, nameOf, tilesIn, TILE_CELLS } from './tiles';

it('a level has cells of at least one pixel, and no larger than they must be', () => {
  expect([0.1, 1, 1.01, 2, 13.6].map((grain) => levelFor([grain, 1])[0])).toEqual([1, 1, 2, 2, 16]);
});

describe('tiles', () => {
  it('cover what is in view, once, and nothing else', () => {
    const view = { rows: [200, 600], columns: [500, 700] } as const;
    const tiles = tilesIn(view, [1, 2], 1000, 1000, everywhere);
    expect(new Set(tiles.map(nameOf)).size).toBe(tiles.length);
    for (let row = 0; row < 1000; row += 37)
      for (let column = 0; column < 1000; column += 41) {
        const over = tiles.filter(
          (tile) => row >= tile.rows[0] && row < tile.rows[1] && column >= tile.columns[0] && column < tile.columns[1],
        );
        const inView = row >= 200 && row < 600 && column >= 500 && column < 700;
        if (inView) expect(over.length).toBe(1);
        else expect(over.length).toBeLessThanOrEqual(1);
      }
    expect(
      tiles.every(({ rows, columns }) => rows[1] > 200 && rows[0] < 600 && columns[1] > 500 && columns[0] < 700),
    ).toBe(true);
  });
  it('have at most as many cells as a tile has, also at the edges', () => {
    for (const { rows, columns, window } of tilesIn(wholeView(1000, 700), [2, 1], 1000, 700, everywhere)) {
      expect(Math.ceil((rows[1] - rows[0]) / window[0])).toBeLessThanOrEqual(TILE_CELLS);
      expect(Math.ceil((columns[1] - columns[0]) / window[1])).toBeLessThanOrEqual(TILE_CELLS);
      expect(rows[1]).toBeLessThanOrEqual(1000);
    }
  });
  it('begin with the middle', () => {
    const [first] = tilesIn({ rows: [0, 768], columns: [0, 768] }, [1, 1], 8192, 8192, everywhere);
    expect(first).toEqual({ rows: [256, 512], columns: [256, 512], window: [1, 1] });
  });
  it('leave out what a causal model does not have', () => {
    const tiles = tilesIn(wholeView(1024, 1024), [1, 1], 1024, 1024, ahead);
    expect(tiles.length).toBe(10);
    expect(tiles.some(({ rows, columns }) => columns[0] > rows[1] - 1)).toBe(false);
  });
});
