/** The largest of many values, and what all others have together. */

export interface Top {
  /** Largest first; equal values in order of place. */
  top: { at: number; value: number }[];
  restCount: number;
  restSum: number;
}

export function largest(values: ArrayLike<number>, most: number): Top {
  const order = Array.from(values, (value, at) => ({ at, value }));
  order.sort((a, b) => b.value - a.value || a.at - b.at);
  const rest = order.slice(most);
  return {
    top: order.slice(0, most),
    restCount: rest.length,
    restSum: rest.reduce((sum, { value }) => sum + value, 0),
  };
}

/** The largest size of any of some numbers. */
export const mostOf = (values: Float32Array): number =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
