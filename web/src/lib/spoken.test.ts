import { expect, it } from 'vitest';
import { quoted, spoken } from './spoken';

const token = (text: string) => ({
  text,
  bytes: Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(''),
});

it('a readable token is said as it is written, with its space', () => {
  expect(spoken(token(' Paris'))).toBe(' Paris');
  expect(quoted(token(' mat'))).toBe('‘ mat’');
});

it('a token that nobody could see is said by its signs', () => {
  for (const text of [' ', '\n', '\t', '\u0000', '\u200d']) {
    expect(spoken(token(text)).trim()).not.toBe('');
    expect(spoken(token(text))).not.toContain(text);
  }
});

it('a part of a character is said by its bytes', () => {
  expect(spoken({ text: '\ufffd', bytes: 'f09f' })).toContain('f0');
});
