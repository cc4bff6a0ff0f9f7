import { describe, expect, it } from 'vitest';
import type { SamplingAnswer, SamplingStage } from '../../../app/api/types';
import { cellsOf, oftenOf, othersOf, tableOf } from './cells';
import { nameOf, ordinal, why } from './words';

const stage = (changes: Partial<SamplingStage>): SamplingStage => ({
  name: 'model',
  setting: null,
  logits: [],
  probabilities: [],
  rest_count: 0,
  rest_probability: 0,
  entropy: 1,
  left: 0,
  cut: 0,
  cut_share: 0,
  reason: null,
  own: false,
  ...changes,
});

const token = (id: number, text: string) => ({ id, text, bytes: '', special: false, stood: false });

/** Five tokens of which two are listed; top-k 2 cuts three, min-p then the second. */
const answer: SamplingAnswer = {
  position: 3,
  tokens: [token(8, ' a'), token(2, ' b')],
  stages: [
    stage({ logits: [2, 1], probabilities: [0.5, 0.2], rest_count: 3, rest_probability: 0.3, left: 5 }),
    stage({ name: 'top_k', setting: 2, logits: [2, 1], probabilities: [0.7, 0.3], left: 2, cut: 3, cut_share: 0.3 }),
    stage({ name: 'min_p', setting: 0.5, logits: [2, null], probabilities: [1, null], left: 1, cut: 1 }),
    stage({ name: 'typical_p', setting: 0.9, logits: [2, null], probabilities: [1, null], left: 1 }),
  ],
  drawn: { id: 8, chance: 1, number: 0.4, start: 0, end: 1 },
  line: [{ id: 8, tokens: 1, start: 0, end: 1 }],
  draws: 10,
  often: [
    { id: 8, tokens: 1, count: 7 },
    { id: null, tokens: 2, count: 3 },
  ],
};

describe('cells', () => {
  it('show what a filter cut with what it had before, and nothing after that', () => {
    expect(cellsOf(answer, 0).map(({ share }) => share)).toEqual([0.5, 0.7, 1, 1]);
    expect(cellsOf(answer, 1)).toEqual([
      { share: 0.2, cut: false },
      { share: 0.3, cut: false },
      { share: 0.3, cut: true },
      { share: null, cut: false },
    ]);
  });
  it('show all others together in the same way', () => {
    expect(othersOf(answer)).toEqual([
      { share: 0.3, cut: false, tokens: 3 },
      { share: 0.3, cut: true, tokens: 3 },
      { share: null, cut: false, tokens: 0 },
      { share: null, cut: false, tokens: 0 },
    ]);
  });
  it('count draws of listed tokens and of all others', () => {
    expect([8, 2, null].map((id) => oftenOf(answer, id))).toEqual([7, 0, 3]);
  });
  it('are kept as a table with a row a token', () => {
    const { columns, rows } = tableOf(answer);
    const all = [...rows];
    expect(all.map((row) => row.length)).toEqual([columns.length, columns.length, columns.length]);
    expect(columns[3]).toBe('probability after top_k 2');
    expect(all[1]).toEqual([2, ' b', 0.2, 0.3, null, null, 1, 1, null, null, 0]);
    expect(all[2]).toEqual([null, 'all others', 0.3, null, null, null, null, null, null, null, 3]);
  });
});

const said = (changes: Partial<SamplingStage>) => why(stage(changes)).replaceAll('\u00a0', ' ');

describe('why', () => {
  it('gives each filter’s threshold in its own terms', () => {
    const cut = { cut: 49142, cut_share: 0.123 };
    expect(
      said({ ...cut, name: 'top_k', setting: 10, left: 10, reason: { kind: 'top_k', logit: 14.13, probability: 0.1 } }),
    ).toBe('Cut 49,142 tokens that had 12.3 % together: less probable than the 10th, whose logit is 14.1.');
    expect(
      said({ ...cut, name: 'top_p', setting: 0.9, left: 9, reason: { kind: 'top_p', share: 0.907, short: 0.89 } }),
    ).toContain('the 9 most probable have 90.7 %, and would have 89.0 % without the last of them, too little.');
    expect(
      said({ ...cut, name: 'min_p', setting: 0.05, reason: { kind: 'min_p', greatest: 0.8, threshold: 0.04 } }),
    ).toContain('less than 0.05 × 80.0 % = 4.00 %.');
    expect(
      said({
        ...cut,
        name: 'typical_p',
        setting: 0.5,
        left: 4,
        reason: { kind: 'typical', entropy: 2.14, least: 1, most: 3, share: 0.52 },
      }),
    ).toContain(
      'The entropy is 2.14 bits, and the 4 tokens with the nearest surprise, 1.00 to 3.00 bits, have 52.0 %.',
    );
  });
  it('says that nothing was cut where nothing was', () => {
    expect(said({ reason: { kind: 'temperature', before: 2, after: 3 } })).toBe(
      'Cut nothing: the entropy went from 2.00 to 3.00 bits.',
    );
    expect(said({ setting: 1.3, reason: { kind: 'repetition', tokens: 8, before: 0.06, after: 0.003 } })).toBe(
      'Cut nothing: the 8 tokens that came before had 6.00 % and now have 0.300 %.',
    );
    expect(said({ setting: 0.1, reason: { kind: 'min_p', greatest: 1, threshold: 0.1 } })).toBe(
      'Cut nothing: none has less than 0.1 × 100 % = 10.0 %.',
    );
    expect(said({ setting: 90, left: 7, reason: { kind: 'top_k', logit: 1, probability: 0.1 } })).toBe(
      'Cut nothing: there are no more than 90.',
    );
  });
  it('says where tokens with equal logits are kept together', () => {
    const reason = { kind: 'top_k', logit: 1, probability: 0.1 } as const;
    expect(said({ setting: 2, left: 3, cut: 1, cut_share: 0.1, reason })).toBe(
      'Cut 1 token that had 10.0 %: less probable than the 2nd, whose logit is 1.00. 3 tokens are left, since several have that logit.',
    );
  });
  it('speaks of one token as of one', () => {
    expect(said({ setting: 0.5, left: 1, reason: { kind: 'top_p', share: 0.77, short: 0 } })).toBe(
      'Cut nothing: the most probable has 77.0 %, which is enough.',
    );
  });
});

describe('names', () => {
  it('have their setting', () => {
    expect(nameOf(stage({ name: 'top_k', setting: 1000 }))).toBe('top-k 1,000');
    expect(nameOf(stage({}))).toBe('the model');
  });
  it('count as people do', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 112, 1003].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '112th',
      '1,003rd',
    ]);
  });
});
