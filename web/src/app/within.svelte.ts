/** What the address asks for, held against what the model and its text have: what is beyond them is taken out, and said where a link had it. */
import { untrack } from 'svelte';
import type { ModelFacts, TraceAnswer } from './api/client';
import { count, counted } from '../lib/numbers';
import type { Route } from './url/route.svelte';

/** 'The link asks for layer 99; this model has 30 layers (0 to 29).' */
export const beyond = (what: string, asked: number, whose: string, many: number, noun = what): string =>
  `The link asks for ${what} ${count(asked)}; ${whose} has ${counted(many, noun)}${many ? ` (0 to ${count(many - 1)})` : ''}.`;

/** Layers, heads and appended tokens, as soon as the model has told how many there are. To be called in an effect. */
export function holdToModel(route: Route, facts: ModelFacts, trace: TraceAnswer | null): void {
  const maps = trace?.maps ?? [];
  const layers = Math.max(facts.layers, ...maps.map((map) => map.layers));
  const heads = Math.max(facts.heads, ...maps.map((map) => map.heads));
  const { layer, head, appended } = route;
  untrack(() => {
    if (layer !== null && layer >= layers) route.refuse('layer', beyond('layer', layer, 'this model', layers));
    if (head !== null && head >= heads) route.refuse('head', beyond('head', head, 'each layer of this model', heads));
    const strange = appended.filter((id) => id >= facts.vocabulary);
    if (strange.length)
      route.refuse(
        'then',
        `The link appends token ${count(strange[0]!)}; this vocabulary has ${count(facts.vocabulary)} tokens.`,
        { appended: appended.filter((id) => id < facts.vocabulary) },
      );
  });
}

/** The position that a link selects. One that the reader selected may lie beyond for a while: the text may grow again. */
export function holdToText(route: Route, tokens: number): void {
  const { at } = route;
  if (at !== null && at >= tokens && route.isLinked('at'))
    route.refuse('at', beyond('position', at, 'this text', tokens, 'token'));
}
