import { expect, it } from 'vitest';
import { FIELDS, read, rule, setting } from './settings';

const [beams, , penalty] = FIELDS as [(typeof FIELDS)[number], unknown, (typeof FIELDS)[number]];

it('reads what can be searched with, and nothing else', () => {
  expect(['1', ' 16 ', '0', '17', '2.5', '', 'four', '1e1'].map((typed) => read(beams, typed))).toEqual([
    1,
    16,
    null,
    null,
    null,
    null,
    null,
    10,
  ]);
  expect(['-1.5', '−2', '11', 'NaN'].map((typed) => read(penalty, typed))).toEqual([-1.5, -2, null, null]);
});

it('says what can be', () => {
  expect(rule(beams)).toBe('Beams: a whole number from 1 to 16.');
  expect(rule(penalty)).toBe('Length penalty: a number from −10 to 10.');
});

it('has usual values that can be', () => {
  for (const field of FIELDS) expect(read(field, String(field.usual))).toBe(field.usual);
});

it('takes from the address what can be, else what is usual', () => {
  expect(setting('beams', { beams: '8' })).toBe(8);
  expect(setting('beams', { beams: '80' })).toBe(4);
  expect(setting('lengthpenalty', {})).toBe(1);
  expect(setting('lengthpenalty', {}, { length_penalty: 2 })).toBe(2);
  expect(setting('lengthpenalty', { lengthpenalty: '1' }, { length_penalty: 2 })).toBe(1);
});
