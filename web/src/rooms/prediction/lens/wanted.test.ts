import { describe, expect, it } from 'vitest';
import { firstMissing, HEIGHT, meets, nextAhead, WHOLE, WIDTH, type Rectangle } from './wanted';

const rows = Array.from({ length: 31 }, (_, row) => 30 - row);

/** Reads a grid until `next` wants nothing; each cell must be asked for once. */
function readAll(next: (has: (row: number, column: number) => boolean) => Rectangle | null) {
  const read = new Set<string>();
  const asked: Rectangle[] = [];
  for (;;) {
    const it = next((row, column) => read.has(`${row} ${column}`));
    if (!it) return { read, asked };
    asked.push(it);
    for (const row of it.rows)
      for (let column = it.start; column < it.stop; column++) {
        expect(read.has(`${row} ${column}`)).toBe(false);
        read.add(`${row} ${column}`);
      }
  }
}

describe('what is in view', () => {
  it('is asked for in small rectangles, top rows first, and nothing else is', () => {
    const { read, asked } = readAll((has) => firstMissing(rows, [5, 19], has));
    expect(read.size).toBe(31 * 14);
    expect(asked[0]).toEqual({ rows: rows.slice(0, HEIGHT), start: 5, stop: 19 });
    expect(asked).toHaveLength(4);
  });
  it('comes in several rectangles where it is wide', () => {
    const { asked } = readAll((has) => firstMissing(rows, [0, 100], has));
    expect(Math.max(...asked.map(({ start, stop }) => stop - start))).toBe(WIDTH);
  });
  it('is asked for only where something is missing', () => {
    const has = (row: number, column: number) => row > 10 || column < 7;
    expect(firstMissing(rows, [5, 9], has)?.start).toBe(7);
    expect(firstMissing(rows, [5, 9], () => true)).toBeNull();
  });
});

describe('what nobody looks at yet', () => {
  it('is the nearest first, until the whole of a short text is read', () => {
    const seen = (_: number, column: number) => column >= 100 && column < 114;
    const first = nextAhead(rows, [100, 114], 300, seen);
    expect(first).toMatchObject({ start: 114, stop: 130 });
    const { read } = readAll((has) =>
      nextAhead(rows, [100, 114], 300, (row, column) => seen(row, column) || has(row, column)),
    );
    expect(read.size).toBe(31 * (300 - 14));
  });
  it('is only what is near, of a long text', () => {
    const { read } = readAll((has) =>
      nextAhead(rows, [1000, 1014], WHOLE * 4, (row, column) => (column >= 1000 && column < 1014) || has(row, column)),
    );
    expect(read.size).toBe(31 * 128);
  });
});

it('a rectangle meets what has a cell of it', () => {
  const it = { rows: [3, 4], start: 10, stop: 20 };
  expect(meets(it, [4, 9], [19, 30])).toBe(true);
  expect(meets(it, [4, 9], [20, 30])).toBe(false);
  expect(meets(it, [5], [0, 30])).toBe(false);
});
