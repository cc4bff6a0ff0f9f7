/** Scales of the drawing of bytes a token against the size of the vocabulary. */

/** Sizes of vocabularies that are written below the drawing: each four times the one before. */
export function sizesWithin(least: number, most: number): number[] {
  const sizes: number[] = [];
  for (let size = 64; size <= most; size *= 4) if (size >= least) sizes.push(size);
  return sizes;
}

/** From a number on a logarithmic scale to a place between two others. */
export const logarithmic =
  (least: number, most: number, from: number, to: number) =>
  (n: number): number =>
    from + (Math.log(n / least) / Math.log(most / least)) * (to - from);

/** Whole steps from 0 to at least `most`, at most six of them. */
export function stepsTo(most: number): number[] {
  const step = [0.5, 1, 2, 5, 10, 20, 50, 100].find((each) => most / each <= 6) ?? 200;
  return Array.from({ length: Math.max(2, Math.ceil(most / step) + 1) }, (_, i) => i * step);
}

/** Heights of labels, moved apart by at least `gap` and as little as that takes, in the order given. */
export function spaced(wanted: readonly number[], gap: number): number[] {
  const placed = [...wanted];
  const order = placed.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  for (let i = 1; i < order.length; i++) placed[order[i]!] = Math.max(placed[order[i]!]!, placed[order[i - 1]!]! + gap);
  return placed;
}
