/** How the next token is chosen: its settings, and the places at which their sliders stop. */
import type { FilterSetting } from '../../app/api/types';
import { figures } from '../../lib/numbers';

export interface Choosing {
  temperature: number;
  topk: number;
  topp: number;
  minp: number;
  typical: number;
  penalty: number;
  seed: number;
}

export type Knobbed = Exclude<keyof Choosing, 'seed'>;

/** One setting. It acts unless it is `neutral`; any number from `least` to `most` may be typed. */
export interface Knob {
  key: Knobbed;
  /** What it is called in the address of a tree. */
  letter: string;
  title: string;
  /** What it is called by the server, and by Transformers' `generate`. */
  parameter: FilterSetting;
  neutral: number;
  least: number;
  most: number;
  whole: boolean;
  /** Where the slider stops. A filter is off at its left end; further right, fewer tokens are left. */
  places: readonly number[];
  /** What the neutral value means, and a value that has a meaning of its own. */
  words: Readonly<Record<number, string>>;
  /** What it does, in a sentence. */
  does: string;
}

const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.round((to - from) / by) + 1 }, (_, at) => Number((from + at * by).toFixed(4)));

const SHARES = [0.01, ...steps(0.05, 0.95, 0.05), 0.97, 0.98, 0.99, 0.995, 1].reverse();

/** In the order in which they act. */
export const KNOBS: readonly Knob[] = [
  {
    key: 'penalty',
    letter: 'r',
    title: 'Repetition penalty',
    parameter: 'repetition_penalty',
    neutral: 1,
    least: 0.1,
    most: 10,
    whole: false,
    places: [...steps(0.5, 2, 0.05), 2.5, 3, 5, 10],
    words: { 1: 'off' },
    does: 'Divides the logits of tokens in the text if positive, multiplies them if negative.',
  },
  {
    key: 'temperature',
    letter: 't',
    title: 'Temperature',
    parameter: 'temperature',
    neutral: 1,
    least: 0,
    most: 100,
    whole: false,
    places: [...steps(0, 2, 0.05), 2.5, 3, 4, 5, 10],
    words: { 0: 'the most probable', 1: 'as it is' },
    does: 'Divides all logits: below 1 sharpens, above 1 flattens.',
  },
  {
    key: 'topk',
    letter: 'k',
    title: 'Top-k',
    parameter: 'top_k',
    neutral: 0,
    least: 0,
    most: 1_000_000,
    whole: true,
    places: [0, 10_000, 5000, 2000, 1000, 500, 300, 200, 150, 100, 75, 50, 40, 30, 25, ...steps(1, 20, 1).reverse()],
    words: { 0: 'off' },
    does: 'Keeps this many of the most probable tokens.',
  },
  {
    key: 'topp',
    letter: 'p',
    title: 'Top-p',
    parameter: 'top_p',
    neutral: 1,
    least: 0.0001,
    most: 1,
    whole: false,
    places: SHARES,
    words: { 1: 'off' },
    does: 'Keeps the most probable tokens that together reach this share.',
  },
  {
    key: 'minp',
    letter: 'm',
    title: 'Min-p',
    parameter: 'min_p',
    neutral: 0,
    least: 0,
    most: 1,
    whole: false,
    places: [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1],
    words: { 0: 'off' },
    does: 'Keeps tokens with at least this share of the largest probability.',
  },
  {
    key: 'typical',
    letter: 'y',
    title: 'Typical',
    parameter: 'typical_p',
    neutral: 1,
    least: 0.0001,
    most: 1,
    whole: false,
    places: SHARES,
    words: { 1: 'off' },
    does: 'Keeps the tokens whose surprise is nearest to the entropy, until they reach this share.',
  },
];

export const SEEDS = 1_000_000_000;

/** The settings as the server calls them. A penalty is always named: a model may have one of its own, which acts where none is. */
export function query(choosing: Choosing): Record<string, number> {
  const named = KNOBS.filter(({ key, neutral }) => key === 'penalty' || choosing[key] !== neutral).map(
    ({ key, parameter }) => [parameter, choosing[key]] as const,
  );
  return { ...Object.fromEntries(named), seed: choosing.seed };
}

/** A setting as typed, to four decimals, or null where it is none. */
export function read({ least, most, whole }: Knob, typed: string): number | null {
  const exact = number(typed);
  const value = exact === null ? null : Number(exact.toFixed(4));
  return value === null || value < least || value > most || (whole && !Number.isInteger(value)) ? null : value;
}

/** What may be typed for a setting, and for a seed. */
export const range = ({ least, most, whole }: Knob): string =>
  `${whole ? 'a whole number' : 'a number'} from ${least} to ${most.toLocaleString('en-GB')}`;
export const SEED_RANGE = 'a whole number from 0 to 999,999,999';

export function readSeed(typed: string): number | null {
  const value = number(typed);
  return value !== null && Number.isInteger(value) && value >= 0 && value < SEEDS ? value : null;
}

const number = (typed: string): number | null => (/^\s*\d*\.?\d+\s*$/.test(typed) ? Number(typed) : null);

/** The stop of the slider that is nearest to a value. */
export function placeOf({ places, neutral }: Knob, value: number): number {
  if (value === neutral) return places.indexOf(neutral);
  const far = (place: number) => (place === neutral ? Infinity : Math.abs(place - value));
  return places.reduce((best, place, at) => (far(place) < far(places[best]!) ? at : best), 0);
}

/** A value in words: '0.7', 'all'. */
export const valueWords = ({ words, whole }: Knob, value: number): string =>
  words[value] ?? (whole ? value.toLocaleString('en-GB') : figures(value));

/** Settings under a name. Each says its numbers on screen. */
export interface Preset {
  name: string;
  says: string;
  settings: Omit<Choosing, 'seed'>;
}

const NEUTRAL = Object.fromEntries(KNOBS.map(({ key, neutral }) => [key, neutral])) as Record<Knobbed, number>;

export const PRESETS: readonly Preset[] = [
  { name: 'As the model gives it', says: 'nothing acts', settings: NEUTRAL },
  { name: 'Careful', says: 'temperature 0.5, top-p 0.9', settings: { ...NEUTRAL, temperature: 0.5, topp: 0.9 } },
  { name: 'Usual', says: 'temperature 0.8, top-p 0.95', settings: { ...NEUTRAL, temperature: 0.8, topp: 0.95 } },
  { name: 'Wild', says: 'temperature 1.5', settings: { ...NEUTRAL, temperature: 1.5 } },
];

/** Whether these are a preset's settings. */
export const isPreset = (choosing: Choosing, { settings }: Preset): boolean =>
  KNOBS.every(({ key }) => choosing[key] === settings[key]);
