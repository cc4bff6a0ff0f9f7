/** Undo and redo of what is in the text box. Typing in one go counts as one step; appending a token is a step of its own. */

export interface Draft {
  readonly text: string;
  readonly target: string;
  readonly appended: readonly number[];
}

/** Keystrokes closer together than this, in milliseconds, are one step. */
const PAUSE = 1000;
/** Steps that are remembered. */
const MOST = 500;

export class DraftHistory {
  #past: Draft[] = [];
  #future: Draft[] = [];
  #last = -Infinity;

  constructor(public current: Draft) {}

  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Makes `draft` current. `typed` at `now` milliseconds: it joins the step before when that was typed just before. */
  record(draft: Draft, typed: boolean, now: number): void {
    if (same(draft, this.current)) return;
    const joins = typed && now - this.#last < PAUSE && this.#past.length > 0;
    if (!joins) this.#past.push(this.current);
    if (this.#past.length > MOST) this.#past.shift();
    this.#future = [];
    this.#last = typed ? now : -Infinity;
    this.current = draft;
  }

  undo(): Draft {
    return this.#move(this.#past, this.#future);
  }

  redo(): Draft {
    return this.#move(this.#future, this.#past);
  }

  #move(from: Draft[], to: Draft[]): Draft {
    const draft = from.pop();
    if (draft) {
      to.push(this.current);
      this.current = draft;
    }
    this.#last = -Infinity;
    return this.current;
  }
}

const same = (a: Draft, b: Draft): boolean =>
  a.text === b.text &&
  a.target === b.target &&
  a.appended.length === b.appended.length &&
  a.appended.every((id, i) => id === b.appended[i]);
