import { expect, test } from 'vitest';
import { bytes, counted, figures, listed, parameters, percent, percentOfLog } from './numbers';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('a number has three significant figures and a real minus sign', () => {
  expect(figures(-0.012345)).toBe('−0.0123');
  expect(figures(18.2345)).toBe('18.2');
  expect(figures(8192)).toBe('8,190');
  expect(figures(9.996)).toBe('10.0');
  expect(figures(0)).toBe('0');
  expect(plain(figures(1.2e-7))).toBe('1.20 × 10⁻⁷');
  expect(plain(figures(-3.4e12))).toBe('−3.40 × 10¹²');
  expect(figures(-Infinity)).toBe('−∞');
});

test('a probability is in per cent, and none is rounded to nothing or to certainty', () => {
  const said: [p: number, shown: string][] = [
    [0.7654, '76.5 %'],
    [0.001, '0.100 %'],
    [0.00099, '0.0990 %'],
    [0.0001, '0.0100 %'],
    [0.000099, 'under 0.01 %'],
    [1e-300, 'under 0.01 %'],
    [0.9989, '99.9 %'],
    [0.9995, '99.95 %'],
    [1 - 0.000707, '99.93 %'],
    [0.99989, '99.99 %'],
    [0.99991, 'over 99.99 %'],
    [1 - 6.26e-6, 'over 99.99 %'],
    [1, '100 %'],
    [0, '0 %'],
  ];
  for (const [p, shown] of said) expect(plain(percent(p)), String(p)).toBe(shown);
});

test('a column of probabilities has one notation', () => {
  for (let exponent = 0; exponent <= 12; exponent += 0.01)
    for (const p of [10 ** -exponent, 1 - 10 ** -exponent])
      expect(plain(percent(p))).toMatch(/^((under|over) )?\d{1,3}(\.\d{1,4})? %$/);
});

test('sizes are said in the unit that leaves three figures', () => {
  expect(plain(bytes(1))).toBe('1 byte');
  expect(plain(bytes(93_123_456))).toBe('93.1 MB');
  expect(plain(bytes(999_999))).toBe('1.00 MB');
  expect(plain(parameters(134_515_008))).toBe('135 M');
  expect(plain(counted(1, 'token'))).toBe('1 token');
  expect(plain(counted(8192, 'token'))).toBe('8,192 tokens');
});

test('the percentage of what a logarithm is of, of what no number can hold too', () => {
  expect(percentOfLog(Math.log(0.25))).toBe(percent(0.25));
  expect(plain(percentOfLog(Math.log(3.3e-24)))).toBe('3.30 × 10⁻²⁴');
  expect(percentOfLog(-500 * Math.LN10 + Math.log(2.5))).toBe('2.50\u00a0×\u00a010⁻⁵⁰⁰');
});

test('things are listed as a sentence lists them', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
