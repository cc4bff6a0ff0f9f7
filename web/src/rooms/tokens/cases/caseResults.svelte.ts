/** The texts of a case under the chosen tokenizers. */
import type { Client } from '../../../app/api/client';
import { Cut } from '../side/cut';
import type { Case } from './cases';
import type { Verdict } from './verdicts';
import { nameOf, type Read, readOf } from './reading';
import type { Problem } from '../../../lib/problem';
import { Resource } from '../../../lib/resource.svelte';

export interface CaseAsked {
  readonly case: Case;
  /** In place of the case's own, where they were changed. */
  readonly texts: readonly string[];
  readonly tokenizers: readonly string[];
  readonly model: string;
  readonly literal: boolean;
}

export interface CaseResult extends Verdict {
  readonly name: string;
  readonly reads: readonly Read[];
  /** Why it could not cut the texts; then there are none. */
  readonly problem: Problem | null;
}

export class CaseResults extends Resource<CaseAsked, CaseResult[]> {
  constructor(api: Client) {
    super(async (asked, signal) => {
      const { tokenizers, model, literal: special_as_text } = asked;
      const answers = await Promise.all(
        asked.texts.map((text) => api.compare({ text, tokenizers, model, special_as_text }, signal)),
      );
      const cuts = answers.map(({ tokenizers }, i) => tokenizers.map((told) => new Cut(told, asked.texts[i]!)));
      return tokenizers.map((name, at) =>
        judged(
          asked,
          name,
          cuts.map((row) => row[at]!),
        ),
      );
    });
  }
}

function judged(asked: CaseAsked, name: string, cuts: readonly Cut[]): CaseResult {
  const problem = cuts.find(({ told }) => told.problem)?.told.problem;
  if (problem) return { name, problem, reads: [], holds: null, says: '' };
  const reads = cuts.map((cut, i) => readOf(cut, nameOf(asked.case, i, cut.text)));
  return { name, problem: null, reads, ...asked.case.judge(reads) };
}
