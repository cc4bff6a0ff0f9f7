/** Signed values on a ramp that is symmetric about zero. */

/** Where a value stands on the ramp, of which −`most` and `most` are the ends: 0 to 1, zero in the middle. */
export const signedPlace = (value: number, most: number): number =>
  most > 0 ? 0.5 + Math.max(-1, Math.min(1, value / most)) / 2 : 0.5;

/** The largest size of any of some numbers. */
export const mostOf = (values: Float32Array): number =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
