import { describe, expect, it } from 'vitest';
import { around, drawn, Learnt } from './learnt';

const hex = (text: string) =>
  [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const merge = (left: string, right: string) => ({ left: hex(left), right: hex(right) });
const MERGES = [
  merge('t', 'h'),
  merge('th', 'e'),
  merge(' ', 'the'),
  merge('a', 'a'),
  merge('aa', 'aa'),
  merge('n', 'n'),
];

/** Byte-pair encoding as it is defined: each merge in turn, everywhere, from left to right. */
function merged(text: string, merges: readonly { left: string; right: string }[]): string[] {
  let tokens: string[] = hex(text).match(/../g) ?? [];
  for (const { left, right } of merges) {
    const next: string[] = [];
    for (let i = 0; i < tokens.length; i++) {
      if (tokens[i] === left && tokens[i + 1] === right) (next.push(left + right), i++);
      else next.push(tokens[i]!);
    }
    tokens = next;
  }
  return tokens;
}

describe('tokens taken apart', () => {
  const learnt = new Learnt(MERGES);
  const ids = new Map(Array.from({ length: 256 + MERGES.length }, (_, id) => [learnt.token(id).bytes, id]));

  it.each(['the other then', 'aaaaaaa the nnn', 'é🚀', ''])('are those of fewer merges: %s', (text) => {
    const whole = merged(text, MERGES).map((bytes) => ids.get(bytes)!);
    for (let k = 0; k <= MERGES.length; k++)
      expect(learnt.apart(whole, k).map((id) => learnt.token(id).bytes)).toEqual(merged(text, MERGES.slice(0, k)));
  });

  it('spell the same text at any number of merges', () => {
    const whole = merged('the aaaa', MERGES).map((bytes) => ids.get(bytes)!);
    for (let k = 0; k <= MERGES.length; k++)
      expect(
        learnt
          .apart(whole, k)
          .map((id) => learnt.token(id).text)
          .join(''),
      ).toBe('the aaaa');
  });
});

it('a part of a character keeps its bytes', () => {
  expect(drawn('f09f')).toEqual({ text: '\ufffd', bytes: 'f09f', special: false });
});

it('an example is cut around its token, where that is whole characters', () => {
  expect(around(' other', 'th')).toEqual([' o', 'th', 'er']);
  expect(around('é', '\ufffd')).toEqual(['é', '', '']);
});
