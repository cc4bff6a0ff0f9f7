/** Marks along an axis: steps that are easily read, and where they stand. */

/** Steps that people read easily: 1, 2, 5, 10, 20, 50, … */
export function niceStep(least: number): number {
  let power = 1;
  for (;;) {
    for (const factor of [1, 2, 5]) if (factor * power >= least) return factor * power;
    power *= 10;
  }
}

/** Which of `n` equally spaced items get a tick, when two ticks must be `gap` pixels apart or more. */
export function ticks(n: number, pitch: number, gap: number): number[] {
  const step = niceStep(gap / pitch);
  const out: number[] = [];
  for (let i = 0; i < n; i += step) out.push(i);
  return out;
}
