import { describe, expect, it } from 'vitest';
import type { PromptMeasured } from '../../../app/api/types';
import { folded, marked } from './folding';
import { asked, summary, verdict, wrongOf } from './styles';

const measured = (probability: number, right: boolean): PromptMeasured =>
  ({
    answers: [{ text: 'x', tokens: [], log_probability: Math.log(probability), probability }],
    right,
  }) as unknown as PromptMeasured;

describe('a prompt', () => {
  it('has the question wherever its template says so, signs and all', () => {
    const item = { question: 'What is $& of $1?', answer: 'x', wrong: ['y'] };
    const one = asked('chain', 'A {question} B {question}', item);
    expect(one.prompt).toBe('A What is $& of $1? B What is $& of $1?');
    expect(one.reasons).toBe(true);
    expect(asked('few', '{question}', item).reasons).toBe(false);
  });
  it('is folded only where that hides more than it costs', () => {
    const lines = (n: number) => Array.from({ length: n }, (_, i) => String(i)).join('\n');
    expect(folded(lines(8)).left).toBe(0);
    const { head, left, tail } = folded(lines(20));
    expect([...head.split('\n'), ...tail.split('\n')]).toHaveLength(20 - left);
    expect(head.startsWith('0\n1')).toBe(true);
    expect(tail.endsWith('19')).toBe(true);
  });
  it('has its question marked, and nothing is lost', () => {
    const parts = marked('ab? cd ab?', 'ab?');
    expect(parts.map(({ text }) => text).join('')).toBe('ab? cd ab?');
    expect(parts.filter(({ is }) => is)).toHaveLength(2);
    expect(marked('ab', '')).toEqual([{ text: 'ab', is: false }]);
  });
});

describe('what was measured', () => {
  it('is counted, and its mean is one of probabilities', () => {
    expect(summary([measured(0.5, true), null, measured(0.1, false)])).toEqual({ measured: 2, right: 1, mean: 0.3 });
    expect(summary([null])).toEqual({ measured: 0, right: 0, mean: 0 });
  });
  it('is said as it is, also where examples make it worse', () => {
    const [low, high] = [
      { measured: 8, right: 1, mean: 0.1 },
      { measured: 8, right: 6, mean: 0.5 },
    ];
    const better = verdict('M', 'zero', 'few', low, high);
    expect(better).toContain('has more: 50.0');
    expect(better).toMatch(/5\s+more answers are right/);
    const worse = verdict('M', 'zero', 'few', high, low);
    expect(worse).toContain('has less: 10.0');
    expect(worse).toMatch(/5\s+fewer answers are right/);
    expect(verdict('M', 'few', 'chain', low, low)).toContain('as many answers are right');
  });
});

it('wrong answers are each there once, and the right one is none of them', () => {
  expect(wrongOf(' Lyon, Nice,,Lyon\nParis ', 'Paris')).toEqual(['Lyon', 'Nice']);
});
