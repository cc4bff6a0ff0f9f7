import { describe, expect, test } from 'vitest';
import { chunksOf, groupAt, groupsOf, itemsOf, tokenAt } from './groups';

/** Tokens as a byte-level tokenizer cuts: each piece of text is a token, a number is that many tokens of the character that follows. */
function cut(...pieces: (string | [string, number])[]): { text: string; tokens: { start: number; end: number }[] } {
  const tokens: { start: number; end: number }[] = [];
  let text = '';
  for (const piece of pieces) {
    const [part, times] = typeof piece === 'string' ? [piece, 1] : piece;
    for (let i = 0; i < times; i++) tokens.push({ start: text.length, end: text.length + part.length });
    text += part;
  }
  return { text, tokens };
}

const grouped = ({ text, tokens }: ReturnType<typeof cut>) =>
  groupsOf(tokens, text).map(({ from, to, start, end }) => [from, to, text.slice(start, end)]);

describe('tokens that make one character', () => {
  test('words are no group', () => {
    expect(grouped(cut('The', ' cat', ' sat', '\n', ' é', 't'))).toEqual([]);
  });

  test('the bytes of an emoji are one group', () => {
    expect(grouped(cut('Hi', ' ', ['🚀', 3], ' go'))).toEqual([[2, 5, '🚀']]);
  });

  test('a space that shares a token with the first bytes is not part of the character', () => {
    // As SmolLM2 cuts ' 👩': a space and two bytes, then a byte, then a byte.
    const tokens = [
      { start: 0, end: 3 },
      { start: 1, end: 3 },
      { start: 1, end: 3 },
    ];
    expect(groupsOf(tokens, ' 👩')).toEqual([{ from: 0, to: 3, start: 1, end: 3 }]);
  });

  test('people joined into a family are one group', () => {
    expect(grouped(cut(['👩', 2], '\u200d', ['🚀', 3], '!'))).toEqual([[0, 6, '👩\u200d🚀']]);
  });

  test('a letter and the accent that combines with it are one group, without the letters before', () => {
    expect(grouped(cut('cafe', '\u0301', ' ok'))).toEqual([[0, 2, 'e\u0301']]);
  });

  test('two emoji side by side are two groups', () => {
    expect(grouped(cut(['🙂', 2], ['🚀', 2]))).toEqual([
      [0, 2, '🙂'],
      [2, 4, '🚀'],
    ]);
  });

  test('a flag is two letters that are seen as one sign', () => {
    expect(grouped(cut('🇫', '🇷'))).toEqual([[0, 2, '🇫🇷']]);
  });

  test('special tokens that stand for no text join nothing', () => {
    const tokens = [
      { start: 0, end: 0 },
      { start: 0, end: 2 },
      { start: 2, end: 2 },
    ];
    expect(groupsOf(tokens, '🚀')).toEqual([]);
  });
});

describe('chunks', () => {
  test('every token is in one chunk, in order, and no group is cut', () => {
    const groups = groupsOf(...pair(cut(['🚀', 3], 'a', ['🚀', 4], 'b', ['🚀', 2])));
    const chunks = chunksOf(11, groups, 3);
    expect(chunks.map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [3, 8],
      [8, 11],
    ]);
    const items = chunks.flatMap((chunk) => itemsOf(chunk, groups));
    expect(items.flatMap((item) => (typeof item === 'number' ? [item] : span(item)))).toEqual([...Array(11).keys()]);
    expect(chunksOf(0, [], 3)).toEqual([]);
  });

  const pair = ({ text, tokens }: ReturnType<typeof cut>) => [tokens, text] as const;
  const span = ({ from, to }: { from: number; to: number }) => Array.from({ length: to - from }, (_, i) => from + i);
});

test('a character belongs to the first token that stands for it', () => {
  const { tokens, text } = cut('Hi', ' ', ['🚀', 3], '!');
  expect([...text].length).toBe(5);
  expect([0, 1, 2, 3, 4, 5, 6].map((offset) => tokenAt(tokens, offset))).toEqual([0, 0, 1, 2, 2, 5, null]);
});

test('a token knows its group', () => {
  const { tokens, text } = cut('Hi', ['🚀', 3], '!', ['🙂', 2]);
  const groups = groupsOf(tokens, text);
  expect([0, 1, 3, 4, 5, 6].map((i) => groupAt(groups, i)?.from ?? null)).toEqual([null, 1, 1, null, 5, 5]);
});

test('twenty thousand emoji side by side are as many groups', () => {
  const { tokens, text } = cut(...Array.from({ length: 20_000 }, (): [string, number] => ['🚀', 3]));
  expect(groupsOf(tokens, text)).toHaveLength(20_000);
});
