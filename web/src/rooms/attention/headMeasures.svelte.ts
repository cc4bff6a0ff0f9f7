/**
 * What the heads of the present trace do, read once for each kind of attention; and, for models that read in one direction, what they
 * do with random tokens that repeat, for which the model runs once more.
 */
import type { AttentionMap, HeadsAnswer, TraceAnswer } from '../../app/api/client';
import { useWorkspace, type Workspace } from '../../app/workspace.svelte';
import type { Head } from './openHead.svelte';
import { fullBar, scoreIn, written, type Grid, type Measure } from './ranking';
import { asProblem, isCancelled, type Problem } from '../../lib/problem';

/** A head's score in the measure that was chosen. */
export interface Mark {
  value: number | null;
  /** How much of a full bar it is. */
  share: number;
  /** Under the least score that was asked for. */
  faint: boolean;
  /** 'Previous token 87.3 %'. */
  words: string;
}

export class HeadMeasures {
  /** What was measured on the text; the old answer stays until the new one is there. */
  answer = $state.raw<HeadsAnswer | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** What was measured on repeated random tokens. It is the same for every text of a model. */
  repeated = $state.raw<HeadsAnswer | null>(null);
  repeatedProblem = $state.raw<Problem | null>(null);
  /** Names the trace and the kind of attention that `answer` is of, and the model that `repeated` is of. */
  of = $state.raw('');
  #model = '';
  #asked = $state.raw('');
  #stop = new AbortController();

  /** Whether a measurement is under way. */
  readonly reading = $derived(this.#asked !== '' && this.of !== this.#asked && !this.problem);
  readonly measures: readonly Measure[] = $derived([
    ...(this.answer?.measures ?? []),
    ...(this.repeated?.measures ?? []),
  ]);

  /** Whether all measures are there. */
  readonly isWhole = $derived(this.answer !== null && this.repeated !== null);

  /** The measure that the address names; null where it names none that is there. */
  readonly chosen: Measure | null = $derived(
    this.measures.find(({ name }) => name === this.workspace.route.view['measure']) ?? null,
  );
  /** Heads under this score are dimmed. */
  readonly least: number = $derived.by(() => Number(this.workspace.route.view['least'] ?? 0) || 0);
  readonly #full = $derived(this.chosen ? fullBar(this.chosen, this.gridOf(this.chosen.name)) : 1);

  constructor(private readonly workspace: Workspace) {}

  gridOf(measure: string): Grid | undefined {
    return this.answer?.scores[measure] ?? this.repeated?.scores[measure];
  }

  /** What the chosen measure says of a head; null where none is chosen. */
  mark(head: Head): Mark | null {
    const { chosen, least } = this;
    if (!chosen) return null;
    const value = scoreIn(this.gridOf(chosen.name), head);
    return {
      value,
      share: Math.min(1, (value ?? 0) / this.#full),
      faint: least > 0 && (value ?? -Infinity) < least,
      words: `${chosen.title} ${written(value, chosen.unit)}`,
    };
  }

  /** Measures the heads of a kind of attention of a trace, unless that is done. Returns how to give up. */
  follow(trace: TraceAnswer, map: AttentionMap): () => void {
    const of = `${trace.id}/${map.name}`;
    this.#asked = of;
    this.#stop.abort();
    const { signal } = (this.#stop = new AbortController());
    void this.#read(trace, map, of, signal);
    return () => this.#stop.abort();
  }

  async #read(trace: TraceAnswer, map: AttentionMap, of: string, signal: AbortSignal): Promise<void> {
    this.problem = this.repeatedProblem = null;
    try {
      if (this.of !== of) {
        const answer = await this.workspace.api.heads(trace.id, map.name, signal);
        if (signal.aborted) return;
        [this.answer, this.of] = [answer, of];
      }
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
      return;
    }
    await this.#readRepeated(trace, map, signal);
  }

  async #readRepeated(trace: TraceAnswer, map: AttentionMap, signal: AbortSignal): Promise<void> {
    const model = map.name === 'self' && map.causal ? trace.model : '';
    if (this.#model === model) return;
    this.repeated = null;
    this.#model = '';
    if (!model) return;
    try {
      const repeated = await this.workspace.api.induction(trace.id, signal);
      if (signal.aborted) return;
      [this.repeated, this.#model] = [repeated, model];
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.repeatedProblem = asProblem(error);
    }
  }
}

export const useHeadMeasures = (): HeadMeasures => useWorkspace().part(HeadMeasures);
