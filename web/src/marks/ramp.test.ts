import { describe, expect, it } from 'vitest';
import { divergingPlace, isLight, LEAST_PLACE, place, ramp, scaleOf, SCALES, unpack, type Rgb } from './ramp';

const paper: Rgb = [250, 247, 240];
const ink: Rgb = [26, 32, 48];

describe('a ramp', () => {
  it('begins and ends with the colours that it was given', () => {
    const table = ramp([paper, ink]);
    expect(unpack(table[0] ?? 0)).toEqual(paper);
    expect(unpack(table[255] ?? 0)).toEqual(ink);
  });
  it('passes through its middle stop', () => {
    const middle: Rgb = [200, 120, 40];
    const table = ramp([paper, middle, ink]);
    const near = unpack(table[127] ?? 0);
    near.forEach((channel, i) => expect(Math.abs(channel - (middle[i] ?? 0))).toBeLessThanOrEqual(3));
  });
  it('grows darker at every step from paper to ink', () => {
    const sums = [...ramp([paper, ink])].map((pixel) => unpack(pixel).reduce((a, b) => a + b, 0));
    for (let i = 1; i < sums.length; i++) expect(sums[i]).toBeLessThanOrEqual(sums[i - 1] ?? 0);
    expect(new Set(sums).size).toBeGreaterThan(128);
  });
  it('is opaque everywhere', () => {
    expect([...ramp([paper, ink])].every((pixel) => pixel >>> 24 === 255)).toBe(true);
  });
});

describe('a value on a ramp', () => {
  it('is kept inside', () => {
    expect([place(-1, 'sqrt'), place(2, 'linear')]).toEqual([0, 1]);
  });
  it('keeps its order on both scales, and the square root lifts faint values', () => {
    expect(place(0.04, 'sqrt')).toBeCloseTo(0.2);
    expect(place(0.04, 'linear')).toBeCloseTo(0.04);
    for (const scale of SCALES) expect(place(0.3, scale)).toBeLessThan(place(0.31, scale));
  });
});

describe('the logarithmic scale', () => {
  it('has equal steps for equal factors, and what is less than a ten thousandth is all one', () => {
    const steps = [1e-4, 1e-3, 1e-2, 1e-1, 1].map((value) => place(value, 'log'));
    expect(steps[0]).toBeCloseTo(LEAST_PLACE);
    expect(steps[4]).toBe(1);
    for (let i = 1; i < 5; i++) expect(steps[i]! - steps[i - 1]!).toBeCloseTo((1 - LEAST_PLACE) / 4);
    expect([place(0, 'log'), place(9.9e-5, 'log')]).toEqual([0, 0]);
  });
  it('is had by its name, and the square root by any other', () => {
    expect(['log', 'linear', 'sqrt', 'x', undefined].map(scaleOf)).toEqual(['log', 'linear', 'sqrt', 'sqrt', 'sqrt']);
  });
});

it('paper is light and ink is not', () => {
  expect([isLight(paper), isLight(ink)]).toEqual([true, false]);
});

it('black or white on any colour of a ramp has the contrast that small text needs', () => {
  const light = (channel: number) =>
    channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
  for (const pixel of ramp([paper, ink])) {
    const [r, g, b] = unpack(pixel);
    const luminance = 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
    const contrast = isLight([r, g, b]) ? (luminance + 0.05) / 0.05 : 1.05 / (luminance + 0.05);
    expect(contrast).toBeGreaterThanOrEqual(4.5);
  }
});

it('zero is in the middle of a diverging ramp, and opposite values are opposite', () => {
  expect([-4, -2, 0, 2, 4, 9].map((x) => divergingPlace(x, 4))).toEqual([0, 0.25, 0.5, 0.75, 1, 1]);
  expect(divergingPlace(3, 0)).toBe(0.5);
});
