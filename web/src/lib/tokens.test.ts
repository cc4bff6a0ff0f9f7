import { describe, expect, test } from 'vitest';
import { codePoint, glyphs, quoted, spell, splitUtf8, spoken } from './tokens';

const hex = (text: string) => Buffer.from(text).toString('hex');
const whole = (text: string) => ({ text, bytes: hex(text) });

describe('a token as it is drawn', () => {
  test('has no invisible sign left', () => {
    expect(spell(whole(' cat'))).toBe('·cat');
    expect(spell(whole('\n\t\r'))).toBe('⏎⇥␍');
    expect(spell(whole('\0\u001b\u007f'))).toBe('␀␛␡');
    expect(spell(whole('\u00a0'))).toBe('⍽');
    expect(spell(whole('\u200b\u202e\ufeff\u00ad'))).toBe('‹U+200B›‹U+202E›‹U+FEFF›‹U+00AD›');
    expect(spell(whole('\ufe0f'))).toBe('‹U+FE0F›');
  });

  test('keeps letters of every script', () => {
    for (const text of ['שלום', 'नमस्ते', '日本語', 'ß', '🚀']) expect(spell(whole(text))).toBe(text);
  });

  test('shows the bytes of a part of a character in hexadecimal, and what is whole beside them', () => {
    expect(glyphs({ text: ' \ufffd\ufffd', bytes: '20f09f' })).toEqual([
      { text: '·', kind: 'sign' },
      { text: 'f0 9f', kind: 'bytes' },
    ]);
    expect(spell({ text: '\ufffd', bytes: '9a' })).toBe('‹9a›');
    expect(spell({ text: '\ufffda', bytes: '9a61' })).toBe('‹9a›a');
  });

  test('shows a real replacement character as itself', () => {
    expect(glyphs(whole('\ufffd'))).toEqual([{ text: '\ufffd', kind: 'plain' }]);
  });

  test('puts a combining mark that stands alone on a dotted circle', () => {
    expect(spell(whole('\u0301'))).toBe('◌\u0301');
    expect(spell(whole('e\u0301'))).toBe('e\u0301');
  });

  test('tells plain text from signs', () => {
    expect(glyphs(whole(' a b'))).toEqual([
      { text: '·', kind: 'sign' },
      { text: 'a', kind: 'plain' },
      { text: '·', kind: 'sign' },
      { text: 'b', kind: 'plain' },
    ]);
    expect(glyphs(whole(''))).toEqual([]);
  });
});

test('bytes are split into text and what is no whole character', () => {
  expect(splitUtf8(hex('aé🚀'))).toEqual(['aé🚀']);
  expect(splitUtf8('c3')).toEqual([{ hex: ['c3'] }]);
  expect(splitUtf8('a9' + hex('x') + 'f09f')).toEqual([{ hex: ['a9'] }, 'x', { hex: ['f0', '9f'] }]);
  // An overlong form, a surrogate and a byte that UTF-8 never has are no characters.
  expect(splitUtf8('c080')).toEqual([{ hex: ['c0', '80'] }]);
  expect(splitUtf8('eda080')).toEqual([{ hex: ['ed', 'a0', '80'] }]);
  expect(splitUtf8('ff')).toEqual([{ hex: ['ff'] }]);
  expect(splitUtf8('efbbbf')).toEqual(['\ufeff']);
});

test('a code point has at least four digits', () => {
  expect([codePoint('A'), codePoint('🚀')]).toEqual(['U+0041', 'U+1F680']);
});

const spelled = (text: string) => ({
  text,
  bytes: Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(''),
});

test('a readable token is said as it is written, with its space', () => {
  expect(spoken(spelled(' Paris'))).toBe(' Paris');
  expect(quoted(spelled(' mat'))).toBe('‘ mat’');
});

test('a token that nobody could see is said by its signs', () => {
  for (const text of [' ', '\n', '\t', '\u0000', '\u200d']) {
    expect(spoken(spelled(text)).trim()).not.toBe('');
    expect(spoken(spelled(text))).not.toContain(text);
  }
});

test('a part of a character is said by its bytes', () => {
  expect(spoken({ text: '\ufffd', bytes: 'f09f' })).toContain('f0');
});
