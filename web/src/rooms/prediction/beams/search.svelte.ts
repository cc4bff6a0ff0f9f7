/** A beam search as it comes, step by step, and beside it greedy's own continuation. What was found stays while the page is open. */
import type { BeamsRequest, BeamStep, Token } from '../../../app/api/types';
import { useWorkspace, type Workspace } from '../../../app/workspace.svelte';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

export interface Shown {
  asked: BeamsRequest;
  /** The last token of what is written on. */
  from: Token | null;
  steps: readonly BeamStep[];
  /** Of a search with one beam: the most probable token at each step. Empty until it is there, or where that is the search itself. */
  greedy: readonly BeamStep[];
  /** Nothing more is to come: it has ended, or was stopped. */
  state: 'running' | 'ended' | 'stopped';
}

export class BeamSearch {
  shown = $state.raw<Shown | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** A search is under way; what is shown may still be the one before. */
  running = $state.raw<BeamsRequest | null>(null);
  #request: AbortController | null = null;

  constructor(private readonly workspace: Workspace) {}

  start(asked: BeamsRequest, from: Token | null): void {
    this.stop();
    this.problem = null;
    this.running = asked;
    void this.#read({ asked, from, steps: [], greedy: [], state: 'running' }, (this.#request = new AbortController()));
  }

  stop(): void {
    this.#request?.abort();
    this.#request = null;
    this.running = null;
    if (this.shown?.state === 'running') this.shown = { ...this.shown, state: 'stopped' };
  }

  /** Another model has other tokens. */
  forget(): void {
    this.stop();
    this.shown = this.problem = null;
  }

  async #read(search: Shown, { signal }: AbortController): Promise<void> {
    let shown = search;
    try {
      for await (const step of this.workspace.api.beamSteps(search.asked, signal)) {
        if (signal.aborted) return;
        this.shown = shown = { ...shown, steps: [...shown.steps, step] };
      }
      if (signal.aborted) return;
      this.shown = shown = { ...shown, state: 'ended' };
      if (search.asked.beams > 1) await this.#compare(shown, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!isCancelled(error)) this.problem = asProblem(error);
      if (this.shown?.state === 'running') this.shown = { ...this.shown, state: 'stopped' };
    }
    if (!signal.aborted) this.running = null;
  }

  async #compare(shown: Shown, signal: AbortSignal): Promise<void> {
    const greedy: BeamStep[] = [];
    for await (const step of this.workspace.api.beamSteps({ ...shown.asked, beams: 1 }, signal)) greedy.push(step);
    if (!signal.aborted) this.shown = { ...shown, greedy };
  }
}

export const useSearch = (): BeamSearch => useWorkspace().part(BeamSearch);
