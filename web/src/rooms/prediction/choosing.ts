/** How the next token is chosen, as the address has it. */
import type { Workspace } from '../../app/workspace.svelte';
import { KNOBS, read, readSeed, type Choosing, type Knob, type Knobbed } from './knobs';

export class ChosenSettings {
  constructor(private readonly workspace: Pick<Workspace, 'route' | 'session'>) {}

  /** What the address says; what it says wrongly, or not at all, is as if it were not set. */
  read(view: Readonly<Record<string, string>> = this.workspace.route.view): Choosing {
    const found = KNOBS.map((knob) => [knob.key, read(knob, view[knob.key] ?? '') ?? this.usual(knob)]);
    return { ...(Object.fromEntries(found) as Record<Knobbed, number>), seed: readSeed(view['seed'] ?? '') ?? 0 };
  }

  /** What a setting is where nobody set it: neutral, or what the model’s own generation config asks for. */
  usual(knob: Knob): number {
    const own = this.workspace.session.status?.generation?.repetition_penalty;
    return knob.key === 'penalty' ? (own ?? knob.neutral) : knob.neutral;
  }

  /** Puts changes into the address; what is usual is not written. */
  keep(changes: Partial<Choosing>): void {
    this.workspace.route.keep(
      Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, this.#written(key, value)])),
    );
  }

  #written(key: string, value: number): string | null {
    const knob = KNOBS.find((each) => each.key === key);
    return value === (knob ? this.usual(knob) : 0) ? null : String(value);
  }
}
