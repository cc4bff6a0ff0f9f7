/** Colour ramps: from a share between 0 and 1 to a colour, as a table of 256 packed pixels. */

export type Rgb = readonly [number, number, number];

/** How a value becomes a place on the ramp. The square root makes faint values visible, the logarithm very faint ones; a legend says which is used. */
export const SCALES = ['sqrt', 'linear', 'log'] as const;
export type Scale = (typeof SCALES)[number];

/** The least value that the logarithmic scale tells from nothing, as a power of ten, and where it stands on the ramp. */
export const LEAST_POWER = -4;
export const LEAST_PLACE = 0.14;

/** 256 pixels, each packed as `putImageData` wants them (little-endian RGBA, opaque). */
export type Ramp = Uint32Array<ArrayBuffer>;

export function place(value: number, scale: Scale): number {
  const share = Math.min(1, Math.max(0, value));
  if (scale === 'log') {
    if (share < 10 ** LEAST_POWER) return 0;
    return LEAST_PLACE + (1 - LEAST_PLACE) * (1 - Math.log10(share) / LEAST_POWER);
  }
  return scale === 'sqrt' ? Math.sqrt(share) : share;
}

/** Where a value stands on a diverging ramp, of which −`most` and `most` are the ends: 0 to 1, zero in the middle. */
export const divergingPlace = (value: number, most: number): number =>
  most > 0 ? 0.5 + Math.max(-1, Math.min(1, value / most)) / 2 : 0.5;

export const scaleOf = (word: string | undefined): Scale => SCALES.find((known) => known === word) ?? 'sqrt';

/** A ramp through the given colours at equal distances, mixed in OKLab so that equal steps look equal. */
export function ramp(stops: readonly Rgb[]): Ramp {
  const labs = stops.map(toOklab);
  const table = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const along = (i / 255) * (labs.length - 1);
    const left = Math.min(Math.floor(along), labs.length - 2);
    const [a, b] = [labs[left] as Rgb, labs[left + 1] as Rgb];
    const t = along - left;
    table[i] = pack(fromOklab([mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)]));
  }
  return table;
}

/** A colour as every program that reads SVG understands it. */
export const hex = (colour: Rgb): string =>
  `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

export function unpack(pixel: number): Rgb {
  return [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];
}

/** Whether dark text reads better than light text on this colour (WCAG relative luminance against its midpoint). */
export function isLight([r, g, b]: Rgb): boolean {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179;
}

function pack([r, g, b]: Rgb): number {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function channel(light: number): number {
  const c = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, c)) * 255);
}

// The matrices are those of Björn Ottosson, "A perceptual color space for image processing" (2020).
function toOklab([r, g, b]: Rgb): Rgb {
  const [R, G, B] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * R + 0.5363325363 * G + 0.0514459929 * B);
  const m = Math.cbrt(0.2119034982 * R + 0.6806995451 * G + 0.1073969566 * B);
  const s = Math.cbrt(0.0883024619 * R + 0.2817188376 * G + 0.6299787005 * B);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([L, a, b]: Rgb): Rgb {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    channel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
