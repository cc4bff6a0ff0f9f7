/** The views of the prediction room, and which of them a model has. */
import type { ModelFacts } from '../../api/types';
import { route } from '../../state/route.svelte';

export const VIEWS = ['next', 'lens', 'sampling', 'tree', 'beams', 'cache', 'prompts'] as const;
export type View = (typeof VIEWS)[number];

export const WORDS: Record<View, string> = {
  next: 'what comes next',
  lens: 'logit lens',
  sampling: 'sampling',
  tree: 'continuations',
  beams: 'beam search',
  cache: 'the cache',
  prompts: 'prompts',
};

/** A model that fills gaps writes nothing, and one without a head has nothing to show. */
export function offered(predicts: ModelFacts['predicts']): readonly View[] {
  if (predicts === 'next') return VIEWS;
  return predicts === 'masked' ? ['next', 'lens'] : ['next'];
}

/** The view that the address names, if the model has it; else what comes next. */
export const seen = (predicts: ModelFacts['predicts']): View =>
  offered(predicts).find((view) => view === route.view['see']) ?? 'next';
