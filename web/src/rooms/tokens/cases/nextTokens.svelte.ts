/** What the open model gives as the next token after each of a few texts. */
import type { Client, PredictionAnswer } from '../../../app/api/client';
import { Resource } from '../../../lib/resource.svelte';

export interface NextToken {
  readonly text: string;
  readonly prediction: PredictionAnswer;
}

export class NextTokensReader extends Resource<{ model: string; texts: readonly string[] }, NextToken[]> {
  constructor(api: Client) {
    super(async ({ model, texts }, signal) => {
      const found: NextToken[] = [];
      for (const text of texts) {
        const asked = { model, text, target: '', appended: [], after: [], first: null, count: 1, choosing: {} };
        for await (const { step } of api.continuations(asked, signal))
          found.push({ text, prediction: step.prediction });
      }
      return found;
    });
  }
}
