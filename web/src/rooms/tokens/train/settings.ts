/** What is trained, as the address has it. */
import type { TrainingSettings } from '../../../app/api/client';
import type { Route } from '../../../app/url/route.svelte';
import { ALGORITHMS, PATTERNS, readSize, SIZES, SOURCES, type Source } from './choices';

export const source = (route: Route): Source => route.kept('from', SOURCES);

/** A whole number in the address, or what is meant where there is none. */
function whole(route: Route, key: string, least: number): number {
  const number = Number(route.view[key] ?? NaN);
  return Number.isInteger(number) && number >= least ? number : least;
}

/** The settings in the address. */
export function asked(route: Route): TrainingSettings {
  const cut = route.kept('cut', PATTERNS);
  const algorithm = route.kept('algorithm', ALGORITHMS);
  return {
    algorithm,
    size: readSize(route.view['size'] ?? '') ?? SIZES.usual,
    pattern: cut === 'own' ? (route.view['pattern'] ?? '') : cut,
    min_frequency: algorithm === 'unigram' ? 1 : whole(route, 'least', 1),
    special: (route.view['special'] ?? '').split(' ').filter(Boolean),
    reserved: whole(route, 'reserved', 0),
    alphabet: algorithm === 'bpe' ? '' : (route.view['alphabet'] ?? ''),
  };
}
