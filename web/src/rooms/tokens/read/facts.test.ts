import { describe, expect, it } from 'vitest';
import type { Token } from '../../../app/api/types';
import { characterRange, leftOut } from './facts';

const token = (text: string, bytes: string, start: number, end: number): Token => ({
  id: 0,
  text,
  bytes,
  start,
  end,
  special: false,
  appended: false,
});

describe('leftOut', () => {
  it('finds a character that no token stands for', () => {
    expect(leftOut([token('a', '61', 0, 1), token('b', '62', 2, 3)], 'a\u0004b')).toEqual(['\u0004']);
  });

  it('finds a character some of whose bytes no token stands for', () => {
    const parts = [1, 2, 3].map(() => token('\ufffd', '80', 1, 3));
    expect(leftOut([token('a', '61', 0, 1), ...parts], 'a\u{40000}')).toEqual(['\u{40000}']);
  });

  it('finds nothing where the bytes of an emoji are spread over tokens', () => {
    const parts = [token(' \ufffd\ufffd', '20f09f', 1, 4), token('\ufffd', 'a6', 2, 4), token('\ufffd', '9c', 2, 4)];
    expect(leftOut([token('a', '61', 0, 1), ...parts], 'a 🦜')).toEqual([]);
  });

  it('lets WordPiece have no tokens for spaces, and other letters for accented ones', () => {
    expect(
      leftOut([token('caf', '636166', 0, 3), token('e', '65', 3, 4), token('au', '6175', 5, 7)], 'café au'),
    ).toEqual([]);
  });
});

describe('characterRange', () => {
  it('counts an emoji as one character', () => {
    expect(characterRange({ start: 2, end: 4 }, 'a 🦜b')).toBe('2');
    expect(characterRange({ start: 4, end: 5 }, 'a 🦜b')).toBe('3');
    expect(characterRange({ start: 0, end: 4 }, 'a 🦜b')).toBe('0–2');
  });
});
