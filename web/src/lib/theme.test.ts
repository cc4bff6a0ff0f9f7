import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Every colour of theme.css, in both themes: [red, green, blue] from 0 to 1. */
const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');
const colours = new Map(
  Array.from(css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g), ([, name, light, dark]) => [
    name!,
    { light: rgb(light!), dark: rgb(dark!) },
  ]),
);

type Rgb = [number, number, number];

function rgb(hex: string): Rgb {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255) as Rgb;
}

const linear = (colour: Rgb) => colour.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as Rgb;

/** Contrast as WCAG 2.2 defines it: 1 to 21. */
function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [a, b]
    .map((colour) => linear(colour))
    .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
    .sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Brettel, Viénot and Mollon's planes as single matrices on linear RGB (Viénot 1999): what a dichromat sees. */
const SEEN: Record<string, number[][]> = {
  'all three cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};

/** Distance in Oklab, where 0.02 is about what is just noticed. */
function distance(a: Rgb, b: Rgb, matrix: number[][]): number {
  const [p, q] = [a, b].map((colour) => oklab(seen(linear(colour), matrix))) as [Rgb, Rgb];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

const seen = (colour: Rgb, matrix: number[][]) =>
  matrix.map((row) =>
    Math.max(
      0,
      row.reduce((sum, weight, i) => sum + weight * colour[i]!, 0),
    ),
  ) as Rgb;

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const surfaces = ['paper', 'paper-deep', 'slip'];
const heads = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `head-${n}`);

for (const theme of ['light', 'dark'] as const) {
  const of = (name: string) => colours.get(name)![theme];

  describe(`in the ${theme} theme`, () => {
    test.each(['ink', 'ink-soft', 'accent', 'query', 'key', 'value', 'good'])('%s can be read as text', (name) => {
      for (const surface of surfaces) expect(contrast(of(name), of(surface))).toBeGreaterThanOrEqual(4.5);
    });

    test('text can be read on what is lit, and on the accent', () => {
      for (const name of ['ink', 'ink-soft', 'accent'])
        expect(contrast(of(name), of('accent-wash'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(of('on-accent'), of('accent'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(of('paper'), of('ink-soft'))).toBeGreaterThanOrEqual(4.5);
    });

    test.each([...heads, 'line-strong', 'signed-minus', 'signed-plus', 'ramp-high'])(
      '%s can be seen as a line',
      (name) => {
        for (const surface of surfaces) expect(contrast(of(name), of(surface))).toBeGreaterThanOrEqual(3);
      },
    );

    test('the scale of signed values is the paper at zero', () => {
      expect(of('signed-zero')).toEqual(of('paper'));
    });

    for (const [eyes, matrix] of Object.entries(SEEN))
      test(`heads, query, key and value, and the ends of the signed scale are told apart with ${eyes}`, () => {
        const apart = (names: string[]) => {
          for (const [i, a] of names.entries())
            for (const b of names.slice(i + 1))
              expect(distance(of(a), of(b), matrix), `${a} and ${b}`).toBeGreaterThan(0.06);
        };
        apart(heads);
        apart(['query', 'key', 'value']);
        apart(['signed-minus', 'signed-zero', 'signed-plus']);
      });
  });
}

test('every colour is said in both themes', () => {
  expect(colours.size).toBeGreaterThan(25);
  expect(css.match(/#[0-9a-f]{3,8}\b/gi)).toHaveLength(2 * colours.size);
});
