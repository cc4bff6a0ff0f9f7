/** The stages of a trace, asked for as soon as there is one. */
import type { Client, Stage, TraceAnswer } from '../../app/api/client';
import { Resource } from '../../lib/resource.svelte';

export class WalkReader extends Resource<TraceAnswer, Stage[]> {
  constructor(api: Client) {
    super(async (trace, signal) => {
      // Each stage has a formula: what sets them comes first, so that nothing is pushed away when it does.
      const formulas = import('../../lib/katex').catch(() => null);
      const [{ stages }] = await Promise.all([api.walk(trace.id, signal), formulas]);
      return stages;
    });
  }
}
