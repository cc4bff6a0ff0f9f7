import { describe, expect, it } from 'vitest';
import { cellSize, pixels, pooled, slice } from './heat';
import { ramp } from './ramp';

const table = ramp([
  [255, 255, 255],
  [0, 0, 0],
]);

describe('a matrix as pixels', () => {
  it('is the ramp at each value, row by row', () => {
    const out = pixels({ rows: 1, columns: 3, values: Float32Array.of(0, 1, 0.25) }, table, 'sqrt');
    const middle = table[Math.round(0.5 * 255)] ?? 0;
    expect([...out]).toEqual([
      255,
      255,
      255,
      255,
      0,
      0,
      0,
      255,
      middle & 255,
      (middle >> 8) & 255,
      (middle >> 16) & 255,
      255,
    ]);
  });
  it('leaves absent cells transparent, which zero is not', () => {
    const out = pixels(
      { rows: 2, columns: 2, values: new Float32Array(4) },
      table,
      'linear',
      (row, column) => column > row,
    );
    expect([out[3], out[7], out[11], out[15]]).toEqual([255, 0, 255, 255]);
  });
});

it('a slice of a stack is a view of its own numbers', () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i);
  const matrix = slice({ shape: [3, 2, 2], data }, 1);
  expect([...matrix.values]).toEqual([4, 5, 6, 7]);
  expect(matrix.values.buffer).toBe(data.buffer);
});

describe('a pooled matrix', () => {
  const matrix = { rows: 5, columns: 5, values: Float32Array.from({ length: 25 }, (_, i) => ((i * 11) % 25) / 25) };

  it('has the maximum of every window, the narrower last ones too', () => {
    const small = pooled(matrix, 2);
    expect([small.rows, small.columns]).toEqual([3, 3]);
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) {
        const inside = [...matrix.values].filter((_, i) => Math.floor(i / 10) === r && Math.floor((i % 5) / 2) === c);
        expect(small.values[r * 3 + c]).toBe(Math.max(...inside));
      }
    }
  });
  it('is the same with windows of one', () => {
    expect(pooled(matrix, 1)).toEqual(matrix);
  });
});

describe('cells', () => {
  it('are whole device pixels where a difference of one could be seen', () => {
    for (const ratio of [1, 1.5, 2]) {
      const size = cellSize(30, 607, ratio) * ratio;
      expect(size).toBe(Math.round(size));
    }
  });
  it('are never smaller than a device pixel, so that none is lost', () => {
    for (const ratio of [1, 2]) expect(cellSize(5000, 600, ratio) * ratio).toBeGreaterThanOrEqual(1);
  });
  it('fit into the space that there is, and do not grow beyond reading size', () => {
    for (const cells of [10, 100, 300, 512]) expect(cellSize(cells, 600, 1) * cells).toBeLessThanOrEqual(600.001);
    expect(cellSize(3, 600, 1)).toBe(44);
  });
});
