import { describe, expect, test } from 'vitest';
import type { ComparedText, TokenColumns } from '../../../app/api/types';
import { copied } from './copying';
import { Cut } from './cut';
import { cellAt, cellsOf, lineAt, linesOf } from './lines';
import { runsOf, segmentsOf } from './segments';
import { difference, titleOf } from './words';

/** Two cells for what is not Latin, one for each sign of a name, as a terminal has it. */
const widthOf = (drawn: string) =>
  /[\u1100-\uffff]|[\ud83c-\ud83e]/.test(drawn) && !/[‹⏎⇥]/.test(drawn) ? 2 : drawn.length;

const decoder = new TextDecoder();

/** A tokenizer that cuts a text at the given places; `odd` says what is to be said of a token. */
function cutAt(text: string, ends: number[], odd: [at: number, start: number, bytes: string][] = []): Cut {
  const tokens: TokenColumns = {
    ids: ends.map((_, at) => 100 + at),
    ends,
    odd: odd.map(([at]) => at),
    odd_starts: odd.map(([, start]) => start),
    odd_bytes: odd.map(([, , bytes]) => bytes),
    odd_texts: odd.map(([, , bytes]) =>
      decoder.decode(Uint8Array.from(bytes.match(/../g) ?? [], (two) => parseInt(two, 16))),
    ),
    special: [],
    appended: 0,
    virtual: 0,
  };
  return new Cut({ tokenizer: 'x', tokens } as ComparedText, text);
}

describe('a cut', () => {
  const text = 'a 🦜b';
  // As GPT-2 cuts: a space with two bytes of the parrot, and two single bytes.
  const cut = cutAt(text, [1, 4, 4, 4, 5], [[1, 1, '20f09f'], [2, 2, 'a6'], [3, 2, '9c']]); // prettier-ignore

  test('knows where tokens begin and what they are', () => {
    expect([...cut.starts]).toEqual([0, 1, 2, 2, 4]);
    expect(cut.token(0)).toMatchObject({ id: 100, text: 'a', bytes: '61', start: 0, end: 1, special: false });
    expect(cut.token(2).bytes).toBe('a6');
    expect(cut.token(1).text.startsWith(' ')).toBe(true);
  });

  test('finds all tokens of a character', () => {
    expect(cut.within(0, 1)).toEqual({ from: 0, to: 1 });
    expect(cut.within(1, 2)).toEqual({ from: 1, to: 2 });
    expect(cut.within(2, 4)).toEqual({ from: 1, to: 4 });
    expect(cut.within(4, 5)).toEqual({ from: 4, to: 5 });
    expect(cut.within(5, 6)).toEqual({ from: 5, to: 5 });
  });
});

describe('lines', () => {
  test('have every character once, none wider than there is room', () => {
    const text = 'The quick 東京タワー 👩\u200d🚀 e\u0301 \tx\n\nend' + 'word '.repeat(50);
    for (const columns of [16, 17, 40]) {
      const lines = linesOf(text, columns, widthOf);
      expect(lines.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      for (const line of lines) {
        const cells = cellsOf(text, line, widthOf);
        expect(cells.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text.slice(line.start, line.end));
        const last = cells.at(-1)!;
        expect(last.column + last.width).toBeLessThanOrEqual(columns);
      }
    }
  });

  test('end at a newline, which is seen', () => {
    const lines = linesOf('a\n\nb\r\nc', 20, widthOf);
    expect(lines).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 3 },
      { start: 3, end: 6 },
      { start: 6, end: 7 },
    ]);
    expect(cellsOf('a\n\nb\r\nc', lines[0]!, widthOf).map(({ text }) => text)).toEqual(['a', '⏎']);
  });

  test('keep what a reader sees as one character in one place, wide ones in two cells', () => {
    const text = '東👩\u200d🚀e\u0301x';
    const cells = cellsOf(text, { start: 0, end: text.length }, (drawn) =>
      drawn.startsWith('e') ? 1 : widthOf(drawn),
    );
    expect(cells.map(({ column, width }) => [column, width])).toEqual([
      [0, 2],
      [2, 2],
      [4, 1],
      [5, 1],
    ]);
    expect(cellAt(cells, 2)).toBe(1);
    expect(cellAt(cells, text.length - 1)).toBe(3);
  });

  test('are found by a character', () => {
    const text = 'x'.repeat(100);
    const lines = linesOf(text, 16, widthOf);
    for (let at = 0; at < 100; at++) {
      const line = lines[lineAt(lines, at)]!;
      expect(line.start <= at && at < line.end).toBe(true);
    }
    expect(linesOf('', 16, widthOf)).toEqual([]);
  });
});

describe('segments', () => {
  const segments = (cut: Cut, text: string, start = 0, end = text.length) =>
    segmentsOf(cut, cellsOf(text, { start, end }, widthOf));

  test('are boxes from cell to cell', () => {
    expect(segments(cutAt('ab cd', [2, 5]), 'ab cd')).toEqual([
      { from: 0, to: 2, first: 0, last: 0, begun: false, goesOn: false },
      { from: 2, to: 5, first: 1, last: 1, begun: false, goesOn: false },
    ]);
  });

  test('tokens that share a character share a box', () => {
    const text = 'a 🦜b';
    const cut = cutAt(text, [1, 4, 4, 4, 5], [[1, 1, '20f09f'], [2, 2, 'a6'], [3, 2, '9c']]); // prettier-ignore
    expect(segments(cut, text).map(({ from, to, first, last }) => [from, to, first, last])).toEqual([
      [0, 1, 0, 0],
      [1, 3, 1, 3],
      [3, 4, 4, 4],
    ]);
  });

  test('what no token stands for has none', () => {
    const text = 'ab cd';
    const found = segments(cutAt(text, [2, 5], [[1, 3, '6364']]), text);
    expect(found.map(({ from, to, first }) => [from, to, first])).toEqual([
      [0, 2, 0],
      [2, 3, -1],
      [3, 5, 1],
    ]);
  });

  test('a token that goes over the end of a line is open there', () => {
    const cut = cutAt('abcdef', [6]);
    expect(segments(cut, 'abcdef', 0, 4)).toEqual([{ from: 0, to: 4, first: 0, last: 0, begun: false, goesOn: true }]);
    expect(segments(cut, 'abcdef', 4, 6)).toEqual([{ from: 0, to: 2, first: 0, last: 0, begun: true, goesOn: false }]);
  });

  test('characters that fit run together', () => {
    const cells = cellsOf('ab東c ', { start: 0, end: 5 }, widthOf);
    expect(runsOf(cells, ({ text }) => text !== '東')).toEqual([
      { text: 'ab', sign: false, width: null },
      { text: '東', sign: false, width: 2 },
      { text: 'c', sign: false, width: null },
      { text: '·', sign: true, width: null },
    ]);
  });
});

describe('words', () => {
  const counted = (title: string, tokens: number, otherwise = tokens) => ({ title, tokens, otherwise });

  test('name the fewest and the most', () => {
    expect(titleOf([counted('GPT-2 (r50k_base)', 20), counted('B', 8), counted('C', 9)])).toBe(
      'The same text is 8\u00a0tokens for B and 20 for GPT-2',
    );
    expect(titleOf([counted('A', 3), counted('B', 3)])).toBe('Both cut this text into 3\u00a0tokens');
    expect(titleOf([counted('A', 1)])).toBe('A cuts this text into 1\u00a0token');
  });

  test('say what special tokens change, of those that they change', () => {
    expect(difference([counted('A', 3), counted('B', 4, 9)], false)).toBe(
      'This text spells out special tokens. Read as text like any other, it would be 9\u00a0tokens for B in place of 4.',
    );
    expect(difference([counted('A', 9, 3), counted('B', 4, 2)], true)).toContain(
      'Parsed, it would be 3\u00a0tokens for A in place of 9 and 2\u00a0tokens for B in place of 4.',
    );
    expect(difference([counted('A', 3)], false)).toBe('');
  });
});

test('what is copied can be read again', () => {
  const text = 'say "hi"\n';
  const cut = cutAt(text, [3, text.length]);
  expect(JSON.parse(copied(cut, 'ids', 'gpt2', false))).toEqual([100, 101]);
  const told = JSON.parse(copied(cut, 'JSON', 'gpt2', true));
  expect(told).toMatchObject({ tokenizer: 'gpt2', text, special_as_text: true });
  expect(told.tokens.map((token: { text: string }) => token.text).join('')).toBe(text);
  expect(copied(cut, 'Python', 'gpt2', true)).toContain('.encode(text, special_as_text=True)');
});
