/** The tokenizer that is trained, or was: its merges as they come, then what is known of it. It stays while the page is open. */
import type { TrainingSettings } from '../../../app/api/client';
import type { LearntMerge, Progress, TrainedFacts } from '../../../app/api/types';
import { useWorkspace, type Workspace } from '../../../app/workspace.svelte';
import { namesOut } from '../chosen';
import { Tokenizers } from '../tokenizers.svelte';
import { asProblem, type Problem } from '../../../lib/problem';

export class Training {
  facts = $state.raw<TrainedFacts | null>(null);
  merges = $state.raw<readonly LearntMerge[]>([]);
  /** Of all but byte-pair encoding: the tokens as they are written, by id. */
  vocabulary = $state.raw<readonly string[]>([]);
  /** Where the training stands; null when none is under way. */
  progress = $state.raw<Progress | null>(null);
  /** Whether the last one was stopped by the reader. */
  stopped = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** What could not be saved or deleted, and why. */
  keeping = $state.raw<Problem | null>(null);
  /** Words that the address is to have. The view writes them, as soon as it is shown: what has gone on without it may end anywhere. */
  due = $state.raw<Readonly<Record<string, string | null>> | null>(null);
  /** The names of those that are saved. */
  saved = $state.raw<readonly string[]>([]);
  #request: AbortController | null = null;
  readonly #tokenizers: Tokenizers;

  constructor(private readonly workspace: Workspace) {
    this.#tokenizers = workspace.part(Tokenizers);
  }

  async train(text: string | Blob, settings: TrainingSettings): Promise<void> {
    this.stop();
    const { signal } = (this.#request = new AbortController());
    this.#clear();
    this.progress = { what: 'Sending the text', done: 0, total: null, unit: '' };
    this.workspace.route.keep({ trained: null, merges: null });
    try {
      for await (const piece of this.workspace.api.train(text, settings, signal)) {
        if (signal.aborted) return;
        if (piece.merges.length) this.merges = [...this.merges, ...piece.merges];
        if (piece.progress) this.progress = piece.progress;
        if (piece.trained) await this.#finish(piece.trained, signal);
      }
    } catch (error) {
      if (!signal.aborted) this.problem = asProblem(error);
    } finally {
      if (this.#request?.signal === signal) this.progress = null;
    }
  }

  stop(): void {
    if (!this.progress) return;
    this.#request?.abort();
    this.progress = null;
    this.stopped = true;
  }

  /** Shows one that was trained before. */
  async open(name: string): Promise<void> {
    if (this.facts?.name === name || this.progress) return;
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    this.#clear();
    try {
      const { facts, merges, vocabulary } = await this.workspace.api.trained(name, signal);
      this.merges = merges;
      this.vocabulary = vocabulary;
      this.facts = facts;
    } catch (error) {
      if (!signal.aborted) this.problem = asProblem(error);
    }
  }

  async save(name: string, replace = false): Promise<void> {
    if (!this.facts) return;
    await this.#keep(async (facts) => {
      this.facts = await this.workspace.api.saveTrained(facts.name, name, replace);
      this.due = { trained: name };
    });
  }

  async delete(): Promise<void> {
    await this.#keep(async (facts) => {
      await this.workspace.api.deleteTrained(facts.name);
      this.#clear();
      const { chosen } = this.#tokenizers;
      this.due = { trained: null, merges: null };
      if (chosen.includes(facts.name))
        this.due = { ...this.due, tk: namesOut(chosen.filter((each) => each !== facts.name)) };
    });
  }

  async refresh(): Promise<void> {
    try {
      this.saved = await this.workspace.api.savedNames();
    } catch (error) {
      this.keeping = asProblem(error);
    }
  }

  async #keep(change: (facts: TrainedFacts) => Promise<void>): Promise<void> {
    if (!this.facts) return;
    try {
      await change(this.facts);
      this.keeping = null;
    } catch (error) {
      this.keeping = asProblem(error);
    }
    await Promise.all([this.refresh(), this.#tokenizers.refresh()]);
  }

  async #finish(facts: TrainedFacts, signal: AbortSignal): Promise<void> {
    if (facts.algorithm !== 'bpe') this.vocabulary = (await this.workspace.api.trained(facts.name, signal)).vocabulary;
    this.facts = facts;
    this.due = { trained: facts.name, merges: null };
  }

  #clear(): void {
    this.facts = null;
    this.merges = [];
    this.vocabulary = [];
    this.stopped = false;
    this.problem = null;
    this.keeping = null;
  }
}

export const useTraining = (): Training => useWorkspace().part(Training);
