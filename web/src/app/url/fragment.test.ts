import { describe, expect, test } from 'vitest';
import { formatFragment, parseFragment, type UrlState } from './fragment';

const NOWHERE: UrlState = {
  room: 'tokens',
  model: null,
  text: null,
  target: null,
  appended: [],
  layer: null,
  head: null,
  at: null,
  view: {},
};
const state = (changes: Partial<UrlState>): UrlState => ({ ...NOWHERE, ...changes });
/** As a browser hands the fragment back: everything outside ASCII percent-encoded. */
const throughBrowser = (fragment: string) => new URL(fragment, 'http://127.0.0.1/').hash;

describe('a place survives the journey through the address', () => {
  const texts = {
    empty: '',
    'a sentence': 'The capital of France is',
    'signs that mean something in an address': 'a%b&c=d#e?f+g/h 100%25 %u0041 %uD83D',
    'newlines and tabs': 'one\ntwo\r\n\tthree\0',
    emoji: '👩‍🚀 é 🇫🇷',
    'right to left': 'שלום עולם',
    'lone surrogates': 'a\ud83d b\ude00 \udfff\ud800',
    'a surrogate before a pair': '\ud83d😀\ude00',
    'twenty thousand characters': 'The cat & the 100 % sad dög 🚀\n'.repeat(700).slice(0, 20_000),
    'brackets, which programs cut links at': "(it's *so*!)",
  };
  for (const [name, text] of Object.entries(texts))
    test(name, () => {
      const there = state({ model: 'smollm2', text });
      expect(parseFragment(formatFragment(there))).toEqual(there);
      expect(parseFragment(throughBrowser(formatFragment(there)))).toEqual(there);
    });

  test('everything at once', () => {
    const there = state({
      room: 'attention',
      model: 'HuggingFaceTB/SmolLM2-135M',
      text: 'x',
      target: 'y & z',
      appended: [12, 345, 0],
      layer: 3,
      head: 5,
      at: 4,
      view: { as: 'table', 'odd & key': '=%' },
    });
    expect(parseFragment(formatFragment(there))).toEqual(there);
  });
});

test('an address can be read by people', () => {
  const there = state({
    room: 'attention',
    model: 'smollm2',
    text: 'The cat',
    appended: [12, 345],
    layer: 3,
    head: 5,
    at: 4,
  });
  expect(formatFragment(there)).toBe('#/attention?model=smollm2&text=The+cat&then=12.345&layer=3&head=5&at=4');
});

test('a link cut off or written by hand still leads somewhere', () => {
  expect(parseFragment('')).toEqual(NOWHERE);
  expect(parseFragment('#')).toEqual(NOWHERE);
  expect(parseFragment('#/nowhere?layer=-1&head=x&at=1.5&then=a.2.&text=%E2%82')).toEqual(
    state({ text: '%E2%82', appended: [2] }),
  );
  expect(parseFragment('#/tokens?&=a&text=a?b')).toEqual(state({ text: 'a?b' }));
});

test('a room cannot shadow a word of the page', () => {
  expect(parseFragment(formatFragment(state({ text: 'a', view: { text: 'b' } })))).toEqual(state({ text: 'a' }));
});
