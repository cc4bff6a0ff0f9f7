/** The texts of a case under the chosen tokenizers; what was found before stays until the new is there. */
import type { Client } from '../../../app/api/client';
import { Cut } from '../side/cut';
import type { Case } from './cases';
import type { Verdict } from './verdicts';
import { nameOf, type Read, readOf } from './reading';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

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

export class CaseResults {
  shown = $state.raw<{ readonly asked: CaseAsked; readonly judged: readonly CaseResult[] } | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}

  /** Asks; returns how to give up. */
  read(asked: CaseAsked): () => void {
    const controller = new AbortController();
    void this.#read(asked, controller.signal);
    return () => controller.abort();
  }

  async #read(asked: CaseAsked, signal: AbortSignal): Promise<void> {
    const { tokenizers, model, literal: special_as_text } = asked;
    try {
      const answers = await Promise.all(
        asked.texts.map((text) => this.api.compare({ text, tokenizers, model, special_as_text }, signal)),
      );
      if (signal.aborted) return;
      const cuts = answers.map(({ tokenizers }, i) => tokenizers.map((told) => new Cut(told, asked.texts[i]!)));
      this.shown = {
        asked,
        judged: tokenizers.map((name, at) =>
          judged(
            asked,
            name,
            cuts.map((row) => row[at]!),
          ),
        ),
      };
      this.problem = null;
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    }
  }
}

function judged(asked: CaseAsked, name: string, cuts: readonly Cut[]): CaseResult {
  const problem = cuts.find(({ told }) => told.problem)?.told.problem;
  if (problem) return { name, problem, reads: [], holds: null, says: '' };
  const reads = cuts.map((cut, i) => readOf(cut, nameOf(asked.case, i, cut.text)));
  return { name, problem: null, reads, ...asked.case.judge(reads) };
}
