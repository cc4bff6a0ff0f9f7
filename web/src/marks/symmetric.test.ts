import { expect, it } from 'vitest';
import { mostOf, signedPlace } from './symmetric';

it('zero is in the middle, and opposite values are opposite', () => {
  expect([-4, -2, 0, 2, 4, 9].map((x) => signedPlace(x, 4))).toEqual([0, 0.25, 0.5, 0.75, 1, 1]);
  expect(signedPlace(3, 0)).toBe(0.5);
});

it('the largest size counts on both sides, and infinity does not', () => {
  expect(mostOf(Float32Array.of(1, -5, 3, -Infinity, NaN))).toBe(5);
  expect(mostOf(new Float32Array())).toBe(0);
});
