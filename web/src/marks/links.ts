/** Weighted lines between two columns of things, drawn on a canvas. */

import { hex, type Rgb } from './ramp';

export interface Link {
  from: number;
  to: number;
  /** Between 0 and 1: how opaque and how wide the line is. */
  weight: number;
}

/** A link as it is drawn. */
export interface Strand extends Link {
  /** A colour of the theme. */
  colour: `--${string}`;
  opacity: number;
  /** How far below the middle of its rows it begins and ends, so that lines of several kinds between the same two don't hide each other. */
  shift: number;
}

export interface LinkStyle {
  width: number;
  height: number;
  /** Pixels between two neighbours in a column. */
  pitch: number;
  /** How far each column is scrolled. */
  scrollFrom: number;
  scrollTo: number;
  colourOf: (name: Strand['colour']) => Rgb;
  deviceRatio: number;
}

/** The weight below which a line would be fainter than the paper's grain; the legend says it. */
export const FAINTEST = 0.01;

/** All links of one item, or of a whole matrix `values[from * n + to]`, that are heavy enough to be seen; the faint ones first. */
export function linksOf(values: ArrayLike<number>, n: number, only: number | null = null): Link[] {
  const links: Link[] = [];
  for (let at = 0; at < values.length; at++) {
    const weight = values[at] ?? 0;
    if (weight >= FAINTEST) links.push({ from: only ?? Math.floor(at / n), to: at % n, weight });
  }
  return links.sort((a, b) => a.weight - b.weight);
}

/** One row of the right column: an item, or neighbours too faint for a line that stand together. */
export interface Target {
  first: number;
  /** Exclusive. */
  last: number;
  /** What they have together. */
  sum: number;
}

/** Every item as a row of its own. */
export const unfolded = (n: number): Target[] =>
  Array.from({ length: n }, (_, at) => ({ first: at, last: at + 1, sum: 0 }));

/** The items of one row of a matrix, with neighbours under `FAINTEST` folded together. */
export function folded(values: ArrayLike<number>): Target[] {
  const targets: Target[] = [];
  let open: Target | null = null;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (open && value < FAINTEST) {
      open.last = at + 1;
      open.sum += value;
      continue;
    }
    const target = { first: at, last: at + 1, sum: value };
    targets.push(target);
    open = value < FAINTEST ? target : null;
  }
  return targets;
}

/** Where each of several kinds of lines begins, in pixels below the middle of a row: side by side, within `most`. */
export const shiftOf = (kind: number, kinds: number, most = 20): number =>
  (kind - (kinds - 1) / 2) * Math.min(4, most / kinds);

/** How opaque a line is: those that were asked for in full, those that only give the context faintly. */
export const opacityOf = (weight: number, lit: boolean): number => (lit ? 0.3 + 0.7 * weight : 0.3 * weight);

/** Draws links in their order, later ones over earlier ones. */
export function drawLinks(context: CanvasRenderingContext2D, strands: readonly Strand[], style: LinkStyle): void {
  const { width, height, deviceRatio } = style;
  context.setTransform(deviceRatio, 0, 0, deviceRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.lineCap = 'round';
  for (const { path, colour, opacity, wide } of curvesOf(strands, style)) {
    context.strokeStyle = colour;
    context.globalAlpha = opacity;
    context.lineWidth = wide;
    context.stroke(new Path2D(path));
  }
}

/** A link as a curve: what SVG calls its path, its colour and its width. */
export interface Curve {
  path: string;
  colour: string;
  opacity: number;
  wide: number;
}

/** The curves of those links of which something is in sight. */
export function curvesOf(strands: readonly Strand[], style: Omit<LinkStyle, 'deviceRatio'>): Curve[] {
  const { width, height, pitch, scrollFrom, scrollTo, colourOf } = style;
  return strands.flatMap(({ from, to, weight, colour, opacity, shift }) => {
    const start = (from + 0.5) * pitch - scrollFrom + shift;
    const end = (to + 0.5) * pitch - scrollTo + shift;
    if (Math.max(start, end) < 0 || Math.min(start, end) > height) return [];
    return {
      path: `M0 ${start}C${width * 0.45} ${start} ${width * 0.55} ${end} ${width} ${end}`,
      colour: hex(colourOf(colour)),
      opacity,
      wide: 0.75 + 5 * weight,
    };
  });
}
