import { expect, test } from 'vitest';
import { languagesExplanation } from './languages';
import { sideBySide } from './sideBySide';

test('the explanations use the numbers on screen', () => {
  const sides = { characters: 100, bytes: 120, cuts: [{ name: 'gpt2', length: 40 }] };
  const said = sideBySide(sides, () => 'GPT-2').mathematics.join(' ');
  expect(said).toContain('GPT-2 makes 40\u00a0tokens of them: 2.50 characters and 3.00 bytes each');
  const rows = [
    { language: { name: 'Amharic' }, by: [{ tokens: 80, unknown: 0, times: 8 }] },
    { language: { name: 'English' }, by: [{ tokens: 10, unknown: 0, times: 1 }] },
  ];
  expect(languagesExplanation(rows, ['GPT-2']).intuition.join(' ')).toContain(
    'GPT-2 needs 80 tokens in Amharic for what takes 10 in English: 8.00 times as many',
  );
});

test('without numbers they say nothing that is not so', () => {
  for (const blocks of Object.values(sideBySide(null, () => '')).concat(Object.values(languagesExplanation([], []))))
    expect(JSON.stringify(blocks)).not.toMatch(/undefined|NaN|null/);
});
