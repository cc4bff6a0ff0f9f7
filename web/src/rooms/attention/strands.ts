/** Which lines of which heads are drawn, and how. */
import { opacityOf, shiftOf, type Link, type Strand } from '../../marks/links';

/** The lines of one head. */
export interface Bundle {
  colour: Strand['colour'];
  links: readonly Link[];
}

/** Lines are only drawn from this query, to this key; null: from and to all. */
export interface Only {
  from: number | null;
  to: number | null;
}

/**
 * The lines of all heads, the faintest first.
 *
 * @param only what is pointed at or picked; other lines are left out
 * @param lit where nothing is: the query whose lines are lit, while the others give the context; null lights all
 */
export function strandsOf(bundles: readonly Bundle[], only: Only, lit: number | null): Strand[] {
  const free = only.from === null && only.to === null;
  const strands = bundles.flatMap(({ colour, links }, at) =>
    links
      .filter(({ from, to }) => (only.from === null || from === only.from) && (only.to === null || to === only.to))
      .map((link) => {
        const full = !free || lit === null || link.from === lit;
        return {
          ...link,
          colour: full ? colour : ('--ink-soft' as const),
          opacity: opacityOf(link.weight, full),
          shift: shiftOf(at, bundles.length),
        };
      }),
  );
  return strands.sort((a, b) => a.opacity - b.opacity);
}

/** The largest weight that any head gives to each key in reach, to fold the keys that none of them looks at. */
export function foldable(rows: readonly Float32Array[], reach: number): Float32Array {
  if (rows.length === 1) return rows[0]!.subarray(0, reach);
  return Float32Array.from({ length: reach }, (_, at) => Math.max(...rows.map((row) => row[at] ?? 0)));
}
