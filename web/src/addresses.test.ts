import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatFragment, readFragment, ROOMS } from './app/url/fragment';
import { ruleOf } from './app/url/grammar';
import { ADDRESSES } from './addresses';

const faults = (fragment: string) => readFragment(fragment, ADDRESSES).faults;

/** The words that the sources of a folder read from the address, or write there by name. */
function wordsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((file) => {
    if (!file.isFile() || /\.test\.ts$/.test(file.name)) return [];
    const source = readFileSync(join(file.parentPath, file.name), 'utf-8');
    const read = [...source.matchAll(/\bview\['(\w+)'\]|\bkept\('(\w+)'|numberOf\('(\w+)'/g)].map(
      (found) => found[1] ?? found[2] ?? found[3]!,
    );
    const written = [...source.matchAll(/\bkeep\(\{([^}]*)\}|\bwords: \{([^}]*)\}/g)].flatMap((found) =>
      [...(found[1] ?? found[2] ?? '').matchAll(/(?:^|,|\{)\s*([a-z]\w*)\s*(?=[:,]|$)/g)].map((word) => word[1]!),
    );
    return [...read, ...written];
  });
}

test.each(ROOMS)('every word that the views of a room have in the address is in its grammar: %s', (room) => {
  const words = [...new Set(wordsIn(join(import.meta.dirname, 'rooms', room)))];
  expect(words.length).toBeGreaterThan(2);
  expect(words.filter((word) => !ruleOf(ADDRESSES.words[room], word))).toEqual([]);
});

test('what a link says wrongly is said, and left out', () => {
  const said: [fragment: string, part: string][] = [
    ['#/nowhere', 'a room ‘nowhere’'],
    ['#/tokens?foo=1', 'a word ‘foo’'],
    ['#/tokens?depth=deep', 'a word ‘depth’'],
    ['#/tokens?foo', '‘foo’, which says nothing'],
    ['#/prediction?view=banana', '‘view=banana’; it may say next, lens'],
    ['#/prediction?see=banana', '‘see=banana’; it may say next, lens'],
    ['#/tokens?view=', '‘view=’'],
    ['#/tokens?as=', '‘as=’'],
    ['#/attention?layer=-1', 'layer ‘-1’'],
    ['#/attention?layer=2&head=x', 'head ‘x’'],
    ['#/tokens?at=1.5', 'position ‘1.5’'],
    ['#/tokens?then=12.a', '‘a’, which is not a token’s id'],
    ['#/prediction?temperature=500', '‘temperature=500’; it may say a number from 0 to 100'],
    ['#/prediction?topk=1.5', '‘topk=1.5’; it may say a whole number'],
    ['#/prediction?beams=0', '‘beams=0’; it may say a whole number from 1 to 16'],
    ['#/attention?heads=3', '‘heads=3’'],
    ['#/tokens?text=%E2%82', 'cut off'],
    ['#/tokens?text=100%', 'cut off'],
    ['#/tokens?text=a&text=b', 'more than once'],
    ['#/walk?constructor=1', 'a word ‘constructor’'],
  ];
  for (const [fragment, part] of said) {
    const { faults, state } = readFragment(fragment, ADDRESSES);
    expect(faults, fragment).toHaveLength(1);
    expect(faults[0], fragment).toContain(part);
    expect(state.view, fragment).toEqual({});
    expect(readFragment(formatFragment(state), ADDRESSES).faults, fragment).toEqual([]);
  }
});

test('what a link says rightly is not remarked upon', () => {
  expect(faults('')).toEqual([]);
  expect(faults('#/')).toEqual([]);
  expect(faults('#/tokens?text=100%25+%uD83D&at=3&view=cases&case=space&try2=x&ids=5-&kind=number,bytes')).toEqual([]);
  expect(faults('#/walk?stage=attn.scores&cell=0.2.1&why=0.3&layer=3&head=5')).toEqual([]);
  expect(faults('#/attention?by=word&all=rollout&ink=log&window=0:8,2:4&heads=3.5,4.1&least=0.25')).toEqual([]);
  expect(faults('#/prediction?by=chance&view=beams&beams=16&lengthpenalty=-0.5&seed=3&topk=0&search=1')).toEqual([]);
});

test('a word of another room goes to that room', () => {
  const { state, elsewhere, faults } = readFragment('#/tokens?stage=embed&view=side&draws=100&layer=2', ADDRESSES);
  expect(state.view).toEqual({ view: 'side' });
  expect([...elsewhere]).toEqual([
    ['walk', { stage: 'embed' }],
    ['prediction', { draws: '100' }],
  ]);
  expect(faults).toEqual([]);
  expect(formatFragment(state)).toBe('#/tokens?view=side');
});

describe('an address of before, when each room had a word of its own for its views', () => {
  const read = (fragment: string) => {
    const { state, elsewhere, faults, words, isFormer } = readFragment(fragment, ADDRESSES);
    return { written: formatFragment(state), elsewhere: Object.fromEntries(elsewhere), faults, words, isFormer };
  };
  test.each([
    ['#/tokens?text=a&look=side', '#/tokens?text=a&view=side'],
    ['#/prediction?see=lens&shade=rank', '#/prediction?shade=rank&view=lens'],
    ['#/attention?layer=1&show=lines', '#/attention?layer=1&view=lines'],
    ['#/tokens?as=table', '#/tokens?view=table'],
    ['#/tokens?as=chips', '#/tokens'],
    ['#/tokens?as=table&look=chat', '#/tokens?view=chat'],
    ['#/tokens?look=chat&as=table', '#/tokens?view=chat'],
    ['#/tokens?look=chat&view=steps', '#/tokens?view=steps'],
  ])('%s is %s', (fragment, written) => {
    expect(read(fragment)).toMatchObject({ written, elsewhere: {}, faults: [], isFormer: true });
    expect(read(written)).toMatchObject({ written, isFormer: false });
  });
  test('may have a word of another room', () => {
    expect(read('#/walk?see=lens&look=side').elsewhere).toEqual({
      prediction: { view: 'lens' },
      tokens: { view: 'side' },
    });
  });
  test('is a link to what it says by the words of today', () => {
    expect(read('#/prediction?see=lens').words.get('view')).toBe('lens');
  });
});
