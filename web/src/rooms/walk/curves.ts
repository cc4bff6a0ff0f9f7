/** Which dimensions of a table of positions are drawn as curves: the first, and ever rarer ones. */

const FACTOR = 4;
const MOST = 6;

/** `spread(512)` is 0, 1, 4, 16, 64, 256. */
export function spread(dimensions: number): number[] {
  const out = dimensions > 0 ? [0] : [];
  for (let at = 1; at < dimensions && out.length < MOST; at *= FACTOR) out.push(at);
  return out;
}
