import { expect, test } from 'vitest';
import type { ExplanationAnswer } from '../../app/api/types';
import { spread } from './curves';
import { degrees, dimensionOf, isEven, isStill, layoutOf, otherAfter, turnOf, turns, unwrapped } from './rotation';

const [x, y, angle] = [-0.47, 0.352, 0.4964];
const input = (name: string, at: number, value: number) => ({ name, index: [0, 3, at], value, leaf: false });
const term = (coefficient: number, factors: number[], value: number) => ({
  ...{ label: '', value, coefficient, factors, divisors: [] },
});
const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
const answer: ExplanationAnswer = {
  ...{
    site: 'layers.0.attn.q',
    index: [0, 3, 5],
    operation: 'rotation by position',
    formula: '',
    sum: true,
    remainder: 0,
  },
  ...{ rest_count: 0, rounding: 0, value: x * cos - y * sin },
  terms: [term(1, [0, 1], x * cos), term(-1, [2, 3], -y * sin)],
  inputs: [input('q_proj', 5, x), input('rotary', 5, cos), input('rotary', 5, sin), input('q_proj', 37, y)],
};

test('a turn is read from its explanation, whichever factor comes first', () => {
  const turn = turnOf(answer, 64)!;
  expect(turn).toMatchObject({ dimensions: [5, 37], before: [x, y], cosine: cos, sine: -sin });
  expect(degrees(turn)).toBeCloseTo((angle * 180) / Math.PI);
});

test('a turn of a later head is found among the numbers of all heads', () => {
  const later = { ...answer, inputs: answer.inputs.map((each) => ({ ...each })) };
  for (const each of later.inputs) if (each.name === 'q_proj') each.index = [0, 3, 5 * 64 + (each.index.at(-1) ?? 0)];
  expect(turnOf(later, 64)).toEqual(turnOf(answer, 64));
});

test('a turn keeps the length of the pair', () => {
  const turn = turnOf(answer, 64)!;
  expect(Math.hypot(turn.after, otherAfter(turn))).toBeCloseTo(Math.hypot(x, y));
  expect(otherAfter(turn)).toBeCloseTo(y * cos + x * sin);
});

test('angles have all their turns, in the direction of the first step', () => {
  const wrap = (angle: number) => angle - 360 * Math.round(angle / 360);
  for (const each of [57.29578, -57.29578, 3.1, 179, 0]) {
    const angles = Array.from({ length: 8 }, (_, position) => position * each);
    const found = unwrapped(angles.map(wrap));
    found.forEach((angle, position) => expect(angle).toBeCloseTo(angles[position]!, 6));
    expect(isEven(found)).toBe(true);
  }
  expect(isEven([0, 10, 25])).toBe(false);
  const plain = (angle: number) => turns(angle).replaceAll('\u00a0', ' ');
  expect([229.18, 401.07, 802.1, -401.07].map(plain)).toEqual([
    '229°',
    '1 turn + 41.1°',
    '2 turns + 82.1°',
    '−1 turn − 41.1°',
  ]);
});

test('pairs lie in two halves, or side by side', () => {
  const turn = turnOf(answer, 64)!;
  const halves = layoutOf({ ...turn, dimensions: [0, 32] }, 64);
  expect([halves.pairs, dimensionOf(halves, 31)]).toEqual([32, 31]);
  const beside = layoutOf({ ...turn, dimensions: [8, 9] }, 4);
  expect([beside.pairs, dimensionOf(beside, 1)]).toEqual([2, 10]);
});

test('what is not turned is no turn', () => {
  expect(turnOf({ ...answer, terms: answer.terms.slice(0, 1) }, 64)).toBeNull();
  expect(turnOf({ ...answer, sum: false }, 64)).toBeNull();
  expect(turnOf({ ...answer, inputs: answer.inputs.map((each) => ({ ...each, index: [0, 3, 5] })) }, 64)).toBeNull();
});

test('the first position is turned by nothing', () => {
  const still = { ...answer, terms: [term(1, [0, 1], x)], inputs: [input('q_proj', 5, x), input('rotary', 5, 1)] };
  expect(isStill(still)).toBe(true);
  expect(turnOf(still, 64)).toBeNull();
  expect(isStill(answer)).toBe(false);
  expect(isStill({ ...still, inputs: [input('q_proj', 5, x), input('rotary', 5, 0.5)] })).toBe(false);
});

test('curves are of dimensions that the table has', () => {
  expect(spread(512)).toEqual([0, 1, 4, 16, 64, 256]);
  expect(spread(8)).toEqual([0, 1, 4]);
  expect(spread(0)).toEqual([]);
});
