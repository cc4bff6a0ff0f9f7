/** How the next token is chosen, as the address has it. */
import { route } from '../../state/route.svelte';
import { keep } from '../keep';
import { KNOBS, read, readSeed, type Choosing, type Knobbed } from './knobs';

/** What the address says; what it says wrongly, or not at all, is as if it were not set. */
export function readChoosing(view: Readonly<Record<string, string>> = route.view): Choosing {
  const found = Object.fromEntries(KNOBS.map((knob) => [knob.key, read(knob, view[knob.key] ?? '') ?? knob.neutral]));
  return { ...(found as Record<Knobbed, number>), seed: readSeed(view['seed'] ?? '') ?? 0 };
}

/** Puts changes into the address; what is neutral is not written. */
export function keepChoosing(changes: Partial<Choosing>): void {
  keep(Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, written(key, value)])));
}

const written = (key: string, value: number): string | null =>
  value === (KNOBS.find((knob) => knob.key === key)?.neutral ?? 0) ? null : String(value);
