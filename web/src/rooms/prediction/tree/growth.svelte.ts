/** The tree of the present text: kept in the address, told by the server where it came from there, and written on. */
import type { Client } from '../../../app/api/client';
import type { TextRequest, Written } from '../../../app/api/types';
import { counted } from '../../../lib/numbers';
import { query, type Choosing } from '../knobs';
import { digests, format, parse } from './address';
import { isPlace, pathTo, put, without, type Place, type Tree } from './tree';
import { ProblemError, asProblem, isCancelled, type Problem } from '../../../lib/problem';

/** How often what is written is drawn, and how often it goes into the address, in milliseconds. */
const DRAWN = 50;
const KEPT = 400;

export interface Running {
  written: number;
  count: number;
  /** Of the last token: measured by the server, and how many tokens it knew and had to read. */
  seconds: number;
  reused: number;
  computed: number;
}

export interface Outcome {
  at: Place;
  whole: boolean;
  /** Another text, a newer run or another view has taken its place. */
  gone?: boolean;
}

export class Growth {
  tree = $state.raw<Tree>([]);
  /** What the model gives each token of each branch; not there yet where the tree came from the address. */
  steps = $state.raw<readonly (readonly (Written | undefined)[])[]>([]);
  running = $state.raw<Running | null>(null);
  /** How many tokens of a tree from the address are still to be told. */
  untold = $derived(this.steps.reduce((sum, branch) => sum + branch.filter((step) => !step).length, 0));
  problem = $state.raw<Problem | null>(null);
  says = $state('');
  #request: TextRequest | null = null;
  #word = '';
  #writing: AbortController | null = null;
  #telling: AbortController | null = null;
  #keptAt = 0;

  /** @param keep puts the tree's word into the address; `step` where the Back button should come back to what was before */
  constructor(
    private readonly api: Client,
    private readonly keep: (word: string | null, step: boolean) => void,
  ) {}

  /** Shows the tree of a text that the address has; what is already here is kept. */
  open(request: TextRequest, word: string): void {
    const same = this.#request !== null && digest(request) === digest(this.#request);
    if (same && word === this.#word) return;
    this.stop();
    this.#telling?.abort();
    const found = parse(word, digest(request)) ?? [];
    const known = same ? this.steps : [];
    const before = this.tree;
    this.#request = request;
    this.#word = word;
    this.tree = found;
    this.problem = null;
    this.says = '';
    this.steps = found.map((branch, number) =>
      branch.ids.map((id, at) => (sameStart(before, found, number) ? only(known[number]?.[at], id) : undefined)),
    );
    if (this.untold) void this.tell();
  }

  /** Asks again what the model gives each token. */
  async tell(): Promise<void> {
    if (!this.#request) return;
    this.#telling?.abort();
    const controller = (this.#telling = new AbortController());
    const { signal } = controller;
    this.problem = null;
    const branches = this.tree.map(({ on, place, ids, choosing }) => ({
      on,
      place,
      ids: [...ids],
      choosing: query(choosing),
    }));
    try {
      for await (const { branch, first, steps } of this.api.trees({ ...this.#request, branches }, signal)) {
        if (signal.aborted) return;
        const now = this.steps[branch];
        if (now) this.steps = this.steps.with(branch, now.toSpliced(first, steps.length, ...steps));
      }
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    }
  }

  /** Writes on from a place; with `first`, that token comes first. Returns where it ended, and whether nothing cut it short. */
  async write(at: Place, count: number, choosing: Choosing, first: number | null = null): Promise<Outcome> {
    const request = this.#request;
    if (!request || !isPlace(this.tree, at)) return { at, whole: false, gone: true };
    this.stop();
    this.problem = null;
    this.says = '';
    const controller = (this.#writing = new AbortController());
    const { signal } = controller;
    this.running = { written: 0, count, seconds: 0, reused: 0, computed: 0 };
    let step = true;
    let [tree, steps, written, drawn] = [this.tree, this.steps, 0, performance.now()];
    let whole = false;
    let said = `Wrote ${counted(count, 'token')}.`;
    const show = (running: Running | null) => {
      [this.tree, this.steps, this.running] = [tree, steps, running];
      drawn = performance.now();
      if (running !== null && drawn - this.#keptAt < KEPT) return;
      this.#keep(step);
      step = false;
    };
    try {
      const asked = { ...request, after: pathTo(tree, at), first, count, choosing: query(choosing) };
      for await (const { step: token, seconds, reused, computed } of this.api.continuations(asked, signal)) {
        if (signal.aborted) break;
        const next = put(tree, at, token.id, choosing);
        [tree, at] = [next.tree, next.at];
        const row = steps[at.branch] ?? [];
        steps = row.length ? steps.with(at.branch, row.toSpliced(at.place - 1, 1, token)) : [...steps, [token]];
        written++;
        if (token.ends) said = `Wrote ${counted(written, 'token')}: the last one ends the text.`;
        const running = { written, count, seconds, reused, computed };
        if (performance.now() - drawn > DRAWN) show(running);
      }
      whole = !signal.aborted;
      if (!whole) said = `Stopped after ${counted(written, 'token')}.`;
    } catch (error) {
      const full = error instanceof ProblemError && error.problem.code === 'text-too-long' && written > 0;
      if (full) said = `Stopped after ${counted(written, 'token')}: the model’s context is full.`;
      else if (signal.aborted || isCancelled(error)) said = `Stopped after ${counted(written, 'token')}.`;
      else this.problem = asProblem(error);
    }
    // Another text, or a newer run, has taken its place: what was written for this one is not put over it.
    if (this.#writing !== controller || this.#request !== request) return { at, whole: false, gone: true };
    show(null);
    this.#writing = null;
    this.says = said;
    return { at, whole };
  }

  stop(): void {
    this.#writing?.abort();
  }

  /** The view is left: nothing more is asked for, and nothing put into the address. */
  leave(): void {
    this.stop();
    this.#telling?.abort();
    this.#writing = this.#request = null;
  }

  rename(branch: number, name: string): void {
    const named = this.tree[branch];
    if (!named || named.name === name) return;
    this.tree = this.tree.with(branch, { ...named, name });
    this.#keep(true);
  }

  remove(branch: number): void {
    this.stop();
    const { tree, left } = without(this.tree, branch);
    this.steps = left.map((number) => this.steps[number] ?? []);
    this.tree = tree;
    this.says = 'Removed. The Back button brings it back.';
    this.#keep(true);
  }

  /** Puts the tree into the address: as a new step, which the Back button takes back, or over the one that is there. */
  #keep(step: boolean): void {
    if (!this.#request) return;
    this.#word = this.tree.length ? format(digest(this.#request), this.tree) : '';
    this.#keptAt = performance.now();
    this.keep(this.#word || null, step);
  }
}

const digest = (request: TextRequest): string => digests(request).at(-1)!;

const only = (step: Written | undefined, id: number): Written | undefined => (step?.id === id ? step : undefined);

/** Whether a branch begins at the same place of the same tokens in two trees: what the model gives its tokens is the same then. */
function sameStart(one: Tree, other: Tree, number: number): boolean {
  const [a, b] = [one[number], other[number]];
  if (!a || !b || a.on !== b.on || a.place !== b.place) return false;
  const [before, after] = [
    pathTo(one, { branch: number, place: a.ids.length }),
    pathTo(other, { branch: number, place: b.ids.length }),
  ];
  return before.every((id, at) => at >= after.length || after[at] === id);
}
