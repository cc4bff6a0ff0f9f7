/** The stages of a trace, asked for as soon as there is one; those before stay until then. */
import type { Client, Stage, TraceAnswer } from '../../app/api/client';
import { asProblem, isCancelled, type Problem } from '../../lib/problem';

export class WalkReader {
  /** The trace, and its stages: they belong together. */
  walk = $state.raw<{ trace: TraceAnswer; stages: Stage[] } | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}

  /** Asks for a trace's stages. Returns how to give up. */
  follow(trace: TraceAnswer): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    // Each stage has a formula: what sets them comes first, so that nothing is pushed away when it does.
    const formulas = import('../../lib/katex').catch(() => null);
    Promise.all([this.api.walk(trace.id, signal), formulas]).then(
      ([{ stages }]) => {
        if (signal.aborted) return;
        this.problem = null;
        this.walk = { trace, stages };
      },
      (error: unknown) => {
        if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
      },
    );
    return () => controller.abort();
  }
}
