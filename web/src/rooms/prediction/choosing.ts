/** How the next token is chosen, as the address has it. */
import { route } from '../../app/url/route.svelte';
import { keep } from '../../app/url/keep';
import { session } from '../../app/session.svelte';
import { KNOBS, read, readSeed, type Choosing, type Knob, type Knobbed } from './knobs';

/** What the address says; what it says wrongly, or not at all, is as if it were not set. */
export function readChoosing(view: Readonly<Record<string, string>> = route.view): Choosing {
  const found = Object.fromEntries(KNOBS.map((knob) => [knob.key, read(knob, view[knob.key] ?? '') ?? usual(knob)]));
  return { ...(found as Record<Knobbed, number>), seed: readSeed(view['seed'] ?? '') ?? 0 };
}

/** What a setting is where nobody set it: neutral, or what the model’s own generation config asks for. */
export const usual = (knob: Knob): number =>
  knob.key === 'penalty' ? (session.status?.generation?.repetition_penalty ?? knob.neutral) : knob.neutral;

/** Puts changes into the address; what is usual is not written. */
export function keepChoosing(changes: Partial<Choosing>): void {
  keep(Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, written(key, value)])));
}

function written(key: string, value: number): string | null {
  const knob = KNOBS.find((each) => each.key === key);
  return value === (knob ? usual(knob) : 0) ? null : String(value);
}
