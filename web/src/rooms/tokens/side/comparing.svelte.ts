/** The text under the chosen tokenizers, asked for as the text changes. */
import type { Client, CompareAsked } from '../../../app/api/client';
import type { CompareAnswer } from '../../../app/api/types';
import { Newest, type Answered } from '../../../lib/resource.svelte';
import { Cut } from './cut';

/** With what each tokenizer made of the text, in the order asked; those that failed have no tokens. */
export type Compared = Answered<CompareAsked, CompareAnswer & { readonly cuts: readonly Cut[] }>;

export class Comparing extends Newest<Compared['asked'], Compared['answer']> {
  constructor(api: Client) {
    super(async (asked) => {
      const told = await api.priority.inFront(api.compare(asked));
      return { ...told, cuts: told.tokenizers.map((each) => new Cut(each, asked.text)) };
    });
  }
}
