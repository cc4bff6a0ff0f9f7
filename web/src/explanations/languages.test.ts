import { expect, it } from 'vitest';
import { languagesExplanation, type ServedLanguage } from './languages';

const row = (name: string, ...by: [tokens: number, unknown: number, times: number][]): ServedLanguage => ({
  language: { name },
  by: by.map(([tokens, unknown, times]) => ({ tokens, unknown, times })),
});
const rows = [
  row('Shan', [1500, 0, 15], [350, 0, 4.375], [90, 70, 1.2]),
  row('German', [160, 0, 1.6], [400, 0, 5], [130, 0, 1.3]),
  row('English', [100, 0, 1], [80, 0, 1], [100, 0, 1]),
];
const said = (titles: string[]) => languagesExplanation(rows, titles).intuition.join('\n');

it('says how uneven several tokenizers are, each by its own worst language', () => {
  expect(said(['Old', 'New'])).toContain('It is 15.0 with Old and 5.00 with New.');
});
it('does not compare a tokenizer that loses a part of the text', () => {
  expect(said(['Old', 'New', 'Lossy'])).toContain('It is 15.0 with Old and 5.00 with New.');
});
it('claims no more than what is usual where one is shown', () => {
  expect(said(['Old'])).toContain('usually fairer');
  expect(said([])).toContain('usually fairer');
});
