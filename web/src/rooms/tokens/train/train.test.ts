import katex from 'katex';
import { describe, expect, it } from 'vitest';
import type { TrainedFacts } from '../../../app/api/types';
import { training } from '../../../explanations/training';
import { runs } from '../../../lib/explanation';
import { logarithmic, sizesWithin, spaced, stepsTo } from './plot';
import { readSize } from './choices';
import { nameFrom, outcome, titleOf, tooLarge } from './words';

const FACTS: TrainedFacts = {
  name: '~1',
  saved: false,
  algorithm: 'bpe',
  pattern: 'gpt4',
  asked: 512,
  size: 512,
  merges: 256,
  bytes: 4000,
  tokens: 1000,
  unknown: 0,
  unknown_bytes: 0,
  seconds: 0.05,
};
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('scales', () => {
  it('of vocabularies are even where each is four times the one before', () => {
    const x = logarithmic(64, 4096, 0, 300);
    expect(sizesWithin(64, 4096).map((size) => Math.round(x(size)))).toEqual([0, 100, 200, 300]);
  });

  it.each([0.3, 1, 1.2, 3.3, 5.08, 11, 97])('of bytes reach over %s in few steps', (most) => {
    const steps = stepsTo(most);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBeGreaterThanOrEqual(most);
    expect(steps.length).toBeLessThanOrEqual(8);
  });

  it('labels stand apart, in their order', () => {
    const placed = spaced([50, 10, 12, 11], 15);
    const sorted = placed.toSorted((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(15);
    expect(placed[1]).toBe(10);
  });
});

it('a size is a whole number within bounds', () => {
  expect(['512', ' 20,000 ', '257', '200000'].map(readSize)).toEqual([512, 20000, 257, 200000]);
  expect(['', '256', '200001', 'many', '-600', '1e5'].map(readSize)).toEqual([null, null, null, null, null, null]);
});

describe('sentences', () => {
  it('have the numbers of what is seen', () => {
    expect(plain(titleOf(FACTS, null, 100, 24))).toBe('100 of 256 merges applied: the text above is 24 tokens');
    expect(plain(titleOf(FACTS, null, 256, null))).toBe('All 256 merges applied');
    expect(plain(titleOf(null, { merges: 12 }, 0, null))).toBe('12 merges learnt so far');
  });

  it('say how many merges there were where a text has too little', () => {
    expect(plain(outcome({ ...FACTS, size: 258, merges: 2 }))).toContain(
      'it gave 2 merges and so 258 tokens, and 512 were asked for',
    );
    expect(outcome(FACTS)).not.toContain('no more to learn');
  });

  it('a file over the limit says both numbers', () => {
    expect(plain(tooLarge('a.txt', 23_400_000, 20_000_000))).toBe(
      'a.txt has 23.4 MB, and training reads at most 20.0 MB.',
    );
    expect(tooLarge('a.txt', 20_000_000, 20_000_000)).toBe('');
  });

  it('a file’s name becomes a name', () => {
    expect(['My notes.txt', '…', 'Ünïcode v2.md'].map(nameFrom)).toEqual(['my-notes', 'mine', 'ünïcode-v2']);
  });
});

describe.each([null, FACTS, { ...FACTS, size: 300, merges: 44 }])('the explanation', (facts) => {
  const explanation = training(facts);

  it('says something in every depth, and all its TeX can be set', () => {
    for (const depth of ['intuition', 'mechanics', 'mathematics'] as const) {
      expect(explanation[depth].length).toBeGreaterThan(2);
      for (const block of explanation[depth]) {
        const tex =
          typeof block === 'string' ? runs(block).filter(({ kind }) => kind === 'tex') : [{ text: block.tex }];
        for (const { text } of tex) expect(() => katex.renderToString(text, { strict: 'error' })).not.toThrow();
      }
    }
  });
});
