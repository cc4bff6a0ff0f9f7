/** A rotation by position, read from the explanation of one rotated number: the pair before, the angle, the number after. */
import type { ExplanationAnswer } from '../../app/api/types';
import { counted, figures } from '../../lib/numbers';

export interface Turn {
  /** The dimensions of the pair: that of the explained number, and the other. */
  dimensions: [number, number];
  /** The pair before. */
  before: [number, number];
  cosine: number;
  /** With the sign that the explained number has it with. */
  sine: number;
  /** The explained number. */
  after: number;
}

/**
 * The turn, or null where the explained number is no turned one (dimensions that a model leaves as they are).
 *
 * @param width of a head: a projection gives those of all heads side by side
 */
export function turnOf(answer: ExplanationAnswer, width: number): Turn | null {
  const [first, second] = answer.terms;
  if (!answer.sum || !first || !second || answer.terms.length !== 2 || answer.rest_count) return null;
  const own = answer.index.at(-1);
  const parts = [first, second].map((term) => {
    const factors = term.factors.flatMap((i) => answer.inputs[i] ?? []);
    return { coefficient: term.coefficient, factors };
  });
  if (parts.some(({ factors }) => factors.length !== 2)) return null;
  const names = parts.map(({ factors }) => factors.map(({ name }) => name));
  // The pair is in one tensor at two places; cosine and sine are at the same place of the tables.
  const pair = names[0]!.find((name) => {
    const places = parts.map(({ factors }) => factors.find((factor) => factor.name === name)?.index.at(-1));
    return places[0] !== undefined && places[1] !== undefined && places[0] !== places[1];
  });
  if (!pair) return null;
  const read = parts.map(({ coefficient, factors }) => {
    const number = factors.find(({ name }) => name === pair);
    const angle = factors.find((factor) => factor !== number);
    const at = number?.index.at(-1);
    return {
      at: at === undefined ? at : at % width,
      value: number?.value ?? NaN,
      angle: coefficient * (angle?.value ?? NaN),
    };
  });
  const same = read.find(({ at }) => at === own);
  const other = read.find(({ at }) => at !== own);
  if (!same || !other || own === undefined || other.at === undefined || answer.value === null) return null;
  return {
    dimensions: [own, other.at],
    before: [same.value, other.value],
    cosine: same.angle,
    sine: other.angle,
    after: answer.value,
  };
}

/** Whether a number was turned by nothing: once itself, and nothing of the other. */
export function isStill({ terms, inputs, rest_count }: ExplanationAnswer): boolean {
  const [term] = terms;
  const ones = term?.factors.filter((i) => inputs[i]?.value === 1).length ?? 0;
  return terms.length === 1 && !rest_count && term?.coefficient === 1 && term.factors.length === 2 && ones > 0;
}

/** The other number of the pair after the turn: a rotation has the same cosine, and the sine with the other sign. */
export const otherAfter = ({ before, cosine, sine }: Turn): number => cosine * before[1] - sine * before[0];

/** The angle of the turn, in degrees from −180 to 180, from the explained dimension towards the other. */
export const degrees = ({ cosine, sine }: Turn): number => (Math.atan2(-sine, cosine) * 180) / Math.PI;

/** A pair of numbers that turns: its place among the pairs, and its first dimension. */
export interface Layout {
  /** How many pairs there are. */
  pairs: number;
  /** The first dimension of the first pair. */
  start: number;
  /** How far apart the first dimensions of neighbouring pairs are. */
  step: number;
}

/**
 * How pairs lie in a head: two neighbours each, or one number of each half.
 *
 * @param first the turn of the dimension `start`
 * @param turned how many numbers of a head are turned
 */
export const layoutOf = ({ dimensions: [own, other] }: Turn, turned: number): Layout => ({
  pairs: Math.floor(turned / 2),
  start: own,
  step: other - own === 1 ? 2 : 1,
});

export const dimensionOf = ({ start, step }: Layout, pair: number): number => start + pair * step;

/**
 * The angles of positions 0, 1, 2, … with all whole turns: what is read off a sine and a cosine is known up to these, and each position
 * turns as far on from the one before as position 1 does from position 0.
 *
 * @param wrapped in degrees, from −180 to 180, by position; of position 1 it is the whole angle
 */
export function unwrapped(wrapped: readonly number[]): number[] {
  const each = wrapped[1] ?? 0;
  return wrapped.map((angle, position) => angle + 360 * Math.round((position * each - angle) / 360));
}

/** Whether each step along the text turns by the same angle, in degrees. */
export const isEven = (angles: readonly number[]): boolean =>
  angles.every((angle, position) => Math.abs(angle - position * (angles[1] ?? 0)) < 0.1);

/** An angle with whole turns: '229°', '1 turn + 41.1°'. */
export function turns(angle: number): string {
  const whole = Math.trunc(angle / 360);
  const rest = `${figures(angle - whole * 360)}°`;
  if (!whole) return rest;
  return `${whole < 0 ? '−' : ''}${counted(Math.abs(whole), 'turn')} ${angle < 0 ? '−' : '+'} ${rest.replace('−', '')}`;
}
