/** Of a very long piece only a part is drawn: what lies around a place. It moves in strides, so that it rests while steps go on nearby. */
const MOST = 120;
const STRIDE = 40;

export interface Window {
  readonly from: number;
  readonly to: number;
}

export function windowAt(length: number, place: number): Window {
  if (length <= MOST) return { from: 0, to: length };
  const from = Math.max(0, Math.min(length - MOST, Math.floor(place / STRIDE) * STRIDE - STRIDE));
  return { from, to: from + MOST };
}
