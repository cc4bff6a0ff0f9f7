/** The counts of the tokenizers that are chosen, asked for as the choice changes. */
import type { Client, LanguagesAnswer } from '../../../app/api/client';
import { Resource } from '../../../lib/resource.svelte';

export class Counting extends Resource<{ names: readonly string[]; model: string }, LanguagesAnswer> {
  constructor(api: Client) {
    super(({ names, model }, signal) => api.languages(names, model, signal));
  }
}
