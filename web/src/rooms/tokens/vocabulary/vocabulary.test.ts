import { describe, expect, it } from 'vitest';
import { askedIn, askedOut, boundsIn, boundsOut, narrows, toggled, type Asked } from './asked';
import { columnsIn, moved } from './grid';

const ASKED: Asked = {
  find: ' the',
  how: 'regex',
  ids: { least: 5, most: null },
  characters: { least: null, most: 9 },
  scripts: ['Latin', 'Canadian_Aboriginal'],
  kinds: ['word start', 'bytes'],
  reaches: ['not found'],
  sort: 'longest',
};

const written = (asked: Asked) =>
  Object.fromEntries(Object.entries(askedOut(asked)).filter((entry): entry is [string, string] => entry[1] !== null));

describe('a search in the address', () => {
  it('comes back as it was written', () => expect(askedIn(written(ASKED))).toEqual(ASKED));

  it('is not there where nothing is looked for', () => {
    expect(written(askedIn({}))).toEqual({});
    expect(narrows(askedIn({}))).toBe(false);
    expect(narrows(askedIn({ sorted: 'longest', findby: 'bytes' }))).toBe(false);
    expect(narrows(ASKED)).toBe(true);
  });

  it('leaves out what can’t be read', () =>
    expect(askedIn({ kind: 'nonsense,bytes', findby: 'magic', ids: 'x-3', sorted: '' })).toEqual({
      ...askedIn({}),
      kinds: ['bytes'],
    }));

  it.each(['5-9', '5-', '-9', '7'])('writes bounds as it reads them: %s', (word) =>
    expect(boundsOut(boundsIn(word))).toBe(word),
  );

  it('adds and takes away', () => expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b']));
});

describe('a long grid', () => {
  it('has a column at least', () => expect(columnsIn(10)).toBe(1));

  it('is walked by keys, and not left by them', () => {
    expect(moved('ArrowDown', 2, 10, 4, 3)).toBe(6);
    expect(moved('ArrowDown', 8, 10, 4, 3)).toBeNull();
    expect(moved('ArrowLeft', 0, 10, 4, 3)).toBeNull();
    expect(moved('PageDown', 1, 10, 4, 3)).toBe(9);
    expect(moved('Home', 7, 10, 4, 3)).toBe(0);
    expect(moved('End', 7, 10, 4, 3)).toBe(9);
    expect(moved('x', 7, 10, 4, 3)).toBeNull();
  });
});
