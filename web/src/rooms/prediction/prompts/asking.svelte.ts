/** What the address asks: which task and question, in which prompts. */
import type { PromptTask } from '../../../app/api/types';
import type { Route } from '../../../app/url/route.svelte';
import { STYLES, wrongOf, type Item, type Style, type Templates } from './styles';

/** The word for a question of the reader's own, in place of an item's number. */
export const OWN = 'own';

export class Asking {
  constructor(
    private readonly route: Route,
    private readonly tasks: () => readonly PromptTask[],
  ) {}

  readonly task: PromptTask | null = $derived.by(
    () => this.tasks().find(({ name }) => name === this.route.view['task']) ?? this.tasks()[0] ?? null,
  );
  readonly own: boolean = $derived.by(() => this.route.view['item'] === OWN);
  /** The reader's own question. */
  readonly typed: Item = $derived.by(() => {
    const answer = this.route.view['right'] ?? '';
    return {
      question: this.route.view['ask'] ?? '',
      answer,
      wrong: wrongOf(this.route.view['wrong'] ?? '', answer.trim()),
    };
  });
  /** The number of the selected item; the first where the address names none. */
  readonly number: number = $derived.by(() => {
    const at = Number(this.route.view['item'] ?? 0);
    return this.task?.items[at] ? at : 0;
  });
  /** The selected question, null where the reader's own is not whole yet. */
  readonly item: Item | null = $derived.by(() => {
    if (!this.own) return this.task?.items[this.number] ?? null;
    return this.typed.question.trim() && this.typed.answer.trim() ? this.typed : null;
  });
  /** The prompts' templates, as the reader may have changed them. */
  readonly templates: Templates | null = $derived.by(() => {
    const own = this.task?.templates as Templates | undefined;
    if (!own) return null;
    return {
      zero: this.route.view['zero'] ?? own.zero,
      few: this.route.view['few'] ?? own.few,
      chain: this.route.view['chain'] ?? own.chain,
    };
  });
  /** Whether all questions of the task are to be measured, not only the selected one. */
  readonly all: boolean = $derived.by(() => this.route.view['each'] === 'all');

  changed(style: Style): boolean {
    return this.route.view[style] !== undefined;
  }

  choose(task: string): void {
    this.route.keep({ task, item: null, each: null, ...Object.fromEntries(STYLES.map((style) => [style, null])) });
  }

  select(item: number | typeof OWN): void {
    this.route.keep({ item: item === 0 ? null : String(item) });
  }

  /** Changes a prompt; what is as the task has it is not written into the address. */
  write(style: Style, template: string | null): void {
    this.route.keep({ [style]: template === this.task?.templates[style] ? null : template });
  }
}
