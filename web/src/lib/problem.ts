/** What went wrong, and the way out. Every failure that a reader can meet is one of these. */

export interface Problem {
  /** A stable word for the kind of problem, such as 'text-too-long'. */
  code: string;
  message: string;
  /** What can be done instead; may be empty. */
  hint: string;
  /** The limit that was passed and what came instead, in the limit's unit. */
  limit?: number | null;
  got?: number | null;
}

/** A request that did not succeed. `status` is 0 where no answer came at all. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly status: number,
  ) {
    super(problem.message);
    this.name = 'ProblemError';
  }
}

/** Whether an error only says that nobody waits for the answer any more. */
export const isCancelled = (error: unknown): boolean =>
  (error instanceof DOMException && error.name === 'AbortError') ||
  (error instanceof ProblemError && error.problem.code === 'cancelled');

/** Any error as a `Problem`, so that it can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return problem(
    'page-error',
    `The page failed: ${error instanceof Error ? error.message : String(error)}`,
    'Reload it.',
  );
}

export const problem = (code: string, message: string, hint = ''): Problem => ({
  code,
  message,
  hint,
  limit: null,
  got: null,
});
