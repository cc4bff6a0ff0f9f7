import { describe, expect, it } from 'vitest';
import { absentIn, type Layer } from '../../marks/heatmap';
import { absentOf, inCells, windowOf } from './mask';

const N = 23;
const patterns = ['a', 'b', null, 'c'];
const maps = [
  { causal: true, windows: [0, 0, 0, 0], patterns },
  { causal: true, windows: [5, 0, 0, 1], patterns },
  { causal: false, windows: [5, 4, 0, 3], patterns },
];

/** A pair by itself, as the mask is defined. */
const hidden = (causal: boolean, window: number, query: number, key: number) =>
  (causal && key > query) || (window > 0 && Math.abs(query - key) >= window);

describe.each(maps)('what is not there (%o)', (map) => {
  it.each([1, 2, 3, 4, 7])('is a cell of %i × %i tokens only where every pair of it is', (size) => {
    const layer: Layer = {
      ...{ row: 0, column: 0, window: [size, size], peaks: null },
      matrix: { rows: N, columns: N, values: new Float32Array() },
    };
    for (const at of [0, 1, 3]) {
      const large = absentIn(layer, N, absentOf(map, at));
      const small = inCells(absentOf(map, at), size);
      for (let r = 0; r < Math.ceil(N / size); r++)
        for (let c = 0; c < Math.ceil(N / size); c++) {
          const within = (first: number) =>
            Array.from({ length: size }, (_, i) => first * size + i).filter((each) => each < N);
          const all = within(r).every((query) =>
            within(c).every((key) => hidden(map.causal, map.windows[at]!, query, key)),
          );
          expect([at, r, c, large(r, c)]).toEqual([at, r, c, all]);
          expect([at, r, c, small(r, c)]).toEqual([at, r, c, all]);
        }
    }
  });
});

it('a mean over layers has what one of them has, and words have no window', () => {
  expect(maps.map((map) => windowOf(map, 0, 'all', 'token'))).toEqual([0, 0, 5]);
  expect(maps.map((map) => windowOf(map, 0, 'head', 'token'))).toEqual([0, 5, 5]);
  expect(windowOf(maps[1]!, 0, 'head', 'word')).toBe(0);
});
