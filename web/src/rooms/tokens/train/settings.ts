/** What is trained, as the address has it. */
import type { TrainingSettings } from '../../../app/api/client';
import { route } from '../../../app/url/route.svelte';
import { kept } from '../../../app/url/keep';
import { ALGORITHMS, PATTERNS, readSize, SIZES, SOURCES, type Source } from './choices';

export const source = (): Source => kept('from', SOURCES);

/** A whole number in the address, or what is meant where there is none. */
function whole(key: string, least: number): number {
  const number = Number(route.view[key] ?? NaN);
  return Number.isInteger(number) && number >= least ? number : least;
}

/** The settings in the address. */
export function asked(): TrainingSettings {
  const cut = kept('cut', PATTERNS);
  const algorithm = kept('algorithm', ALGORITHMS);
  return {
    algorithm,
    size: readSize(route.view['size'] ?? '') ?? SIZES.usual,
    pattern: cut === 'own' ? (route.view['pattern'] ?? '') : cut,
    min_frequency: algorithm === 'unigram' ? 1 : whole('least', 1),
    special: (route.view['special'] ?? '').split(' ').filter(Boolean),
    reserved: whole('reserved', 0),
    alphabet: algorithm === 'bpe' ? '' : (route.view['alphabet'] ?? ''),
  };
}
