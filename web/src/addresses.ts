/** The words that each room keeps in the address, and what each may say. Every one that a view reads is listed: a test looks. */
import { SCALES } from './marks/ramp';
import { any, like, oneOf, readBy, someOf, whole, type Grammar, type Words } from './app/url/grammar';
import { TITLES } from './rooms/attention/attentionKinds';
import { METHODS } from './rooms/attention/rollout.svelte';
import { BYS, OVERS } from './rooms/attention/source';
import { ALLS, SHOWS } from './rooms/attention/views';
import { FIELDS, range as fieldRange, read as readField } from './rooms/prediction/beams/settings';
import { KNOBS, range, read as readKnob, readSeed, SEED_RANGE } from './rooms/prediction/knobs';
import { SHADES } from './rooms/prediction/lens/shade';
import { OWN } from './rooms/prediction/prompts/asking.svelte';
import { readLimit } from './rooms/prediction/run';
import { DRAWS, LENGTHS, STEPS, VIEWS as PREDICTION, WITHIN } from './rooms/prediction/views';
import { CASES } from './rooms/tokens/cases/cases';
import { SPEEDS } from './rooms/tokens/steps/course';
import { ALGORITHMS, PATTERNS, readSize, SIZES, SOURCES } from './rooms/tokens/train/choices';
import { DRAWN, HOWS, KINDS, REACHES, SORTS } from './rooms/tokens/vocabulary/asked';
import { AS_TABLE, VIEWS as TOKENS } from './rooms/tokens/views';
import { MOST, WAYS as WRITTEN } from './rooms/prediction/tree/tree';

const on = oneOf(['1']);
const numbers = like(/^\d{1,9}(\.\d{1,9})*$/, 'numbers with points between');
const bounds = like(/^(?=.*\d)\d{0,9}-?\d{0,9}$/, 'a number, or two with a hyphen between');
const named = <T extends string>(names: readonly T[], of: (name: T) => Words[string]): Words =>
  Object.fromEntries(names.map((name) => [name, of(name)]));

const tokens: Words = {
  view: oneOf([...TOKENS, AS_TABLE]),
  system: any,
  tk: any,
  literal: on,
  ...named(['piece', 'step', 'gap', 'char', 'sentence', 'token', 'merges', 'reserved', 'least'], () => whole),
  speed: oneOf(SPEEDS),
  lang: any,
  case: oneOf(CASES.map(({ name }) => name)),
  'try#': any,
  find: any,
  findby: oneOf(HOWS),
  ids: bounds,
  long: bounds,
  script: any,
  kind: someOf(KINDS),
  given: someOf(REACHES),
  sorted: oneOf(SORTS),
  drawn: oneOf(DRAWN),
  from: oneOf(SOURCES),
  cut: oneOf(PATTERNS),
  pattern: any,
  algorithm: oneOf(ALGORITHMS),
  size: readBy(readSize, `a number from ${SIZES.least} to ${SIZES.most}`),
  trained: any,
  special: any,
  alphabet: any,
};

const walk: Words = {
  stage: any,
  cell: numbers,
  why: numbers,
  encoder: whole,
  decoder: whole,
  map: oneOf(Object.keys(TITLES)),
};

const attention: Words = {
  map: walk['map']!,
  encoder: whole,
  decoder: whole,
  all: oneOf(ALLS),
  view: oneOf(SHOWS),
  ink: oneOf(SCALES),
  over: oneOf(OVERS),
  by: oneOf(BYS),
  rows: oneOf(['all', 'max']),
  window: like(/^\d{1,7}:\d{1,7},\d{1,7}:\d{1,7}$/, 'rows and columns, such as 0:8,0:8'),
  heads: like(/^\d{1,4}\.\d{1,4}(,\d{1,4}\.\d{1,4})*$/, 'layers and heads, such as 3.5,4.1'),
  measure: any,
  least: like(/^-?\d*\.?\d+(e-?\d+)?$/, 'a number'),
  order: oneOf(['place', 'score']),
  sort: any,
  method: oneOf(METHODS),
  first: oneOf(['in', 'out']),
  key: whole,
  dim: whole,
};

const prediction: Words = {
  view: oneOf(PREDICTION),
  top: oneOf(LENGTHS),
  steps: readBy((typed) => readLimit(typed), 'a number from 1 to 1,000'),
  shade: oneOf(SHADES),
  within: oneOf(WITHIN),
  place: oneOf(['embedding', 'mid', 'cross', 'post']),
  follow: whole,
  ...Object.fromEntries(KNOBS.map((knob) => [knob.key, readBy((typed) => readKnob(knob, typed), range(knob))])),
  seed: readBy(readSeed, SEED_RANGE),
  draws: oneOf(DRAWS),
  tree: any,
  node: like(/^\d{1,4}\.\d{1,6}$/, 'a branch and a place in it, such as 1.5'),
  by: oneOf(WRITTEN),
  write: readBy((typed) => readLimit(typed, MOST), `a number from 1 to ${MOST}`),
  ...Object.fromEntries(
    FIELDS.map((field) => [field.key, readBy((typed) => readField(field, typed), fieldRange(field))]),
  ),
  search: on,
  more: oneOf(STEPS),
  other: any,
  task: any,
  item: like(new RegExp(`^(\\d{1,9}|${OWN})$`), `a whole number or ‘${OWN}’`),
  each: oneOf(['all']),
  ...named(['zero', 'few', 'chain', 'ask', 'right', 'wrong'], () => any),
};

export const ADDRESSES: Grammar = {
  words: { tokens, walk, attention, prediction },
  shared: ['map', 'encoder', 'decoder'],
  former: {
    look: { room: 'tokens', word: 'view' },
    see: { room: 'prediction', word: 'view' },
    show: { room: 'attention', word: 'view' },
    as: { room: 'tokens', word: 'view', now: (value) => (value === 'chips' ? null : value) },
  },
};
