import { describe, expect, it } from 'vitest';
import { foldable, strandsOf } from './strands';

const links = [
  { from: 0, to: 0, weight: 1 },
  { from: 1, to: 0, weight: 0.2 },
  { from: 1, to: 1, weight: 0.8 },
];
const bundles = [
  { colour: '--head-1' as const, links },
  { colour: '--head-2' as const, links: [{ from: 1, to: 1, weight: 0.5 }] },
];
const pairs = (strands: { from: number; to: number }[]) => strands.map(({ from, to }) => `${from}→${to}`).sort();

describe('lines of several heads', () => {
  it('are all there while nothing is pointed at, each in the colour of its head', () => {
    const strands = strandsOf(bundles, { from: null, to: null }, null);
    expect(strands).toHaveLength(4);
    expect(new Set(strands.map(({ colour }) => colour))).toEqual(new Set(['--head-1', '--head-2']));
  });
  it('are those of one query, or to one key, where one is named', () => {
    expect(pairs(strandsOf(bundles, { from: 1, to: null }, null))).toEqual(['1→0', '1→1', '1→1']);
    expect(pairs(strandsOf(bundles, { from: null, to: 0 }, null))).toEqual(['0→0', '1→0']);
    expect(pairs(strandsOf(bundles, { from: 1, to: 0 }, null))).toEqual(['1→0']);
  });
  it('lie beside each other where they join the same two tokens', () => {
    const same = strandsOf(bundles, { from: 1, to: 1 }, null);
    expect(same[0]!.shift).not.toBe(same[1]!.shift);
  });
  it('are drawn with the fullest last', () => {
    const strands = strandsOf(bundles, { from: null, to: null }, null);
    expect(strands.at(-1)).toMatchObject({ from: 0, to: 0, weight: 1 });
  });
});

describe('lines of one head', () => {
  it('are lit for the query that is read, and give the context elsewhere', () => {
    const strands = strandsOf(bundles.slice(0, 1), { from: null, to: null }, 1);
    expect(strands.find(({ from }) => from === 0)).toMatchObject({ colour: '--ink-soft', opacity: 0.3 });
    expect(strands.at(-1)).toMatchObject({ from: 1, to: 1, colour: '--head-1' });
  });
});

describe('keys that can be folded', () => {
  it('are those that no head looks at', () => {
    const found = foldable([Float32Array.of(0.9, 0, 0.1), Float32Array.of(0, 0, 1)], 2);
    expect(found).toEqual(Float32Array.of(0.9, 0));
  });
});
