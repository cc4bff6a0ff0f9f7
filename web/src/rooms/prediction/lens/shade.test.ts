import { describe, expect, it } from 'vitest';
import type { Cell } from './cells';
import { legendOf, shareOf, SHADES, written } from './shade';

const V = 49152;
const cell = (changes: Partial<Cell>): Cell => ({
  id: 1,
  probability: 0.25,
  entropy: 4,
  followed: 2,
  followedProbability: 0.1,
  rank: 0,
  ...changes,
});

describe('a cell is shaded', () => {
  it('by the square root of its probability', () => {
    expect(shareOf('probability', cell({ probability: 0.25 }), V)).toBe(0.5);
    expect(shareOf('probability', cell({ probability: 0 }), V)).toBe(0);
  });
  it('most strongly where the followed token is the first, and not at all where it is the last', () => {
    expect(shareOf('rank', cell({ rank: 0 }), V)).toBe(1);
    expect(shareOf('rank', cell({ rank: V - 1 }), V)).toBeCloseTo(0);
    const steps = [0, 9, 99].map((rank) => shareOf('rank', cell({ rank }), V));
    expect(steps[0]! - steps[1]!).toBeCloseTo(steps[1]! - steps[2]!);
  });
  it('by its entropy as a share of the most there can be', () => {
    expect(shareOf('entropy', cell({ entropy: Math.log2(V) / 2 }), V)).toBeCloseTo(0.5);
  });
});

describe.each(SHADES)('the legend of %s', (shade) => {
  it('has its numbers where cells with them have their colour', () => {
    for (const [share, said] of legendOf(shade, V).marks) {
      const n = Number(said.replaceAll(',', ''));
      const made = { probability: { probability: n / 100 }, rank: { rank: n - 1 }, entropy: { entropy: n } }[shade];
      expect(shareOf(shade, cell(made), V)).toBeCloseTo(share, 2);
    }
  });
});

it('ranks are written as people count', () => expect([written(0), written(12344)]).toEqual(['1', '12,345']));
