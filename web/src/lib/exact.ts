/** Numbers in full, for tooltips: on screen they have three figures, and here all of them. */

/** The shortest decimal that reads back as the same float: a 32-bit one where the value is one, else 64-bit. */
export function exact(x: number): string {
  if (Math.fround(x) !== x || !Number.isFinite(x)) return withMinus(x);
  for (let figures = 6; figures < 9; figures++) {
    const shorter = Number(x.toPrecision(figures));
    if (Math.fround(shorter) === x) return withMinus(shorter);
  }
  return withMinus(Number(x.toPrecision(9)));
}

const withMinus = (x: number): string => String(x).replace('Infinity', '∞').replaceAll('-', '−');
