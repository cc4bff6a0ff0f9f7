/** What is trained, as the address has it. */
import type { TrainingSettings } from '../../../api/training';
import { route } from '../../../state/route.svelte';
import { kept } from '../../keep';
import { ALGORITHMS, PATTERNS, readSize, SIZES, SOURCES, type Source } from './choices';

export const source = (): Source => kept('from', SOURCES);

/** The settings in the address. */
export function asked(): TrainingSettings {
  const cut = kept('cut', PATTERNS);
  return {
    algorithm: kept('algorithm', ALGORITHMS),
    size: readSize(route.view['size'] ?? '') ?? SIZES.usual,
    pattern: cut === 'own' ? (route.view['pattern'] ?? '') : cut,
  };
}
