/** Three styles of prompt, and what was measured of each, counted and said in words. */
import type { PromptAsked, PromptMeasured, PromptTask } from '../../../app/api/types';
import { counted, percent } from '../../../lib/numbers';

export const STYLES = ['zero', 'few', 'chain'] as const;
export type Style = (typeof STYLES)[number];
export type Templates = Readonly<Record<Style, string>>;

export const NAMES: Record<Style, string> = { zero: 'Zero-shot', few: 'Few-shot', chain: 'Chain of thought' };
/** How a sentence names them. */
export const WHEN: Record<Style, string> = {
  zero: 'after the question alone',
  few: 'after examples',
  chain: 'after its own reasoning',
};

/** Where a template has its question. */
export const QUESTION = '{question}';

export type Item = PromptTask['items'][number];

/** What the server is asked for one question in one style. */
export const asked = (style: Style, template: string, { question, answer, wrong }: Item): PromptAsked => ({
  prompt: template.replaceAll(QUESTION, () => question),
  answer,
  wrong: [...wrong],
  reasons: style === 'chain',
});

/** The lines of a text box as answers: each once, and none that is empty or the right one. */
export const wrongOf = (typed: string, right: string): string[] =>
  [...new Set(typed.split(/[\n,]/).map((line) => line.trim()))].filter((line) => line && line !== right);

export interface Summary {
  measured: number;
  right: number;
  /** Of the right answer's probability; 0 where nothing is measured. */
  mean: number;
}

export function summary(found: readonly (PromptMeasured | null)[]): Summary {
  const there = found.filter((one) => one !== null);
  const sum = there.reduce((sum, { answers }) => sum + answers[0]!.probability, 0);
  return {
    measured: there.length,
    right: there.filter(({ right }) => right).length,
    mean: there.length ? sum / there.length : 0,
  };
}

/** What the numbers of two styles say of each other, and no more; `model` is who was asked. */
export function verdict(model: string, one: Style, other: Style, before: Summary, after: Summary): string {
  const mean =
    after.mean === before.mean
      ? `the right answer has the same mean probability, ${percent(after.mean)}`
      : `the right answer has ${after.mean > before.mean ? 'more' : 'less'}: ${percent(after.mean)} on average in place of ${percent(before.mean)}`;
  const more = after.right - before.right;
  const rights = more
    ? `${counted(Math.abs(more), more > 0 ? 'more answer is right' : 'fewer answer is right', more > 0 ? 'more answers are right' : 'fewer answers are right')}`
    : 'as many answers are right';
  return `With ${model}, ${WHEN[other]} ${mean} ${WHEN[one]}. Of ${counted(after.measured, 'question')}, ${rights}.`;
}
