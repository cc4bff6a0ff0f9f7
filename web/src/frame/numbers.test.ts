import { expect, test } from 'vitest';
import { bytes, counted, figures, parameters, percent, percentOfLog } from './numbers';

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

test('no probability is rounded to nothing or to certainty', () => {
  expect(plain(percent(0.7654))).toBe('76.5 %');
  expect(plain(percent(0.001))).toBe('0.100 %');
  expect(plain(percent(0.00099))).toBe('9.90 × 10⁻⁴');
  expect(plain(percent(0.9995))).toBe('1 − 0.000500');
  expect(plain(percent(1))).toBe('100 %');
  expect(plain(percent(0))).toBe('0 %');
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
  expect(percentOfLog(Math.log(3.3e-24))).toBe(percent(3.3e-24));
  expect(percentOfLog(-500 * Math.LN10 + Math.log(2.5))).toBe('2.50\u00a0×\u00a010⁻⁵⁰⁰');
});
