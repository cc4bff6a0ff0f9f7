/** The views of the prediction room, and which of them a model has. */
import type { ModelFacts } from '../../app/api/types';

export const VIEWS = ['next', 'lens', 'sampling', 'tree', 'beams', 'cache', 'prompts'] as const;
/** How many candidates are listed. */
export const LENGTHS = ['10', '20', '50'] as const;
/** How many draws are counted. */
export const DRAWS = ['0', '100', '1000'] as const;
/** How many steps are measured with and without the cache. */
export const STEPS = ['8', '4', '16', '32'] as const;
/** How finely the lens reads: after each block, or inside them too. */
export const WITHIN = ['blocks', 'parts'] as const;

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
export const seen = (predicts: ModelFacts['predicts'], named: string | undefined): View =>
  offered(predicts).find((view) => view === named) ?? 'next';
