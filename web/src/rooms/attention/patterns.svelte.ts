/** Small pictures of every head's pattern, read layer by layer. Old ones stay until those of the present trace are there. */
import type { AttentionMap, Client, TraceAnswer } from '../../app/api/client';
import { useWorkspace, type Workspace } from '../../app/workspace.svelte';
import { stacked, type Tensor } from '../../lib/tensor';
import type { Absent } from '../../marks/heatmap';
import { keysOf, queriesOf } from './attentionKinds';
import { absentOf, inCells } from './mask';
import { Queue, nearestFirst } from './queue';
import { asProblem, isCancelled, type Problem } from '../../lib/problem';

/** The most cells that a picture has on a side; a longer text's cells are maxima over windows. */
export const THUMB_CELLS = 64;

/** Texts up to this many tokens have all heads of a layer read at once. */
const AT_ONCE = 2048;

/** One layer's heads. */
export interface Picture {
  /** Names the trace and the kind of attention that it is of. */
  of: string;
  /** `(heads, queries, keys)`, pooled to `THUMB_CELLS`. */
  tensor: Tensor;
}

export class Patterns {
  pictures = $state.raw<readonly (Picture | null)[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** How many layers of the present trace are here. */
  readonly arrived = $derived(this.pictures.filter((picture) => picture?.of === this.of).length);
  /** Names the trace and the kind of attention that is followed. */
  of = $state.raw('');
  #trace: TraceAnswer | null = null;
  #map: AttentionMap | null = null;

  #queue: Queue<Tensor> | null = null;
  #view: readonly [number, number] = [0, 0];

  constructor(private readonly workspace: Workspace) {}

  /** Reads the heads of one kind of attention of a trace from now on, and gives up those of the one before. */
  follow(trace: TraceAnswer | null, map: AttentionMap | null): void {
    const of = trace && map ? `${trace.id}/${map.name}` : '';
    if (of === this.of && !this.problem) return this.#want();
    const [before, kind] = [this.#trace, this.#map];
    this.pause();
    this.problem = null;
    [this.of, this.#trace, this.#map] = [of, trace, map];
    if (before?.model !== trace?.model || kind?.name !== map?.name || this.pictures.length !== map?.layers) {
      this.pictures = Array.from({ length: map?.layers ?? 0 }, () => null);
    }
    this.#want();
  }

  /** Says which layers `[first, last)` are on screen; they are read first. */
  look(view: readonly [number, number]): void {
    this.#view = view;
    this.#want();
  }

  /** Gives up what is under way, because nobody looks; `follow` goes on. */
  pause(): void {
    this.#queue?.stop();
    this.#queue = null;
  }

  again(): void {
    this.follow(this.#trace, this.#map);
  }

  #want(): void {
    const [trace, map, of] = [this.#trace, this.#map, this.of];
    if (!trace || !map || this.problem) return;
    this.#queue ??= new Queue(
      (layer, signal) => heads(this.workspace.api, trace, map, layer, signal),
      (layer, tensor) => (this.pictures = this.pictures.with(layer, { of, tensor })),
      (error) => {
        if (!isCancelled(error)) this.problem = asProblem(error);
      },
    );
    const settled = (layer: number) => !map.patterns[layer] || this.pictures[layer]?.of === of;
    this.#queue.want(nearestFirst(map.layers, this.#view, settled));
  }
}

/** A layer's heads. Those of a long text are read one by one, so that what is asked for meanwhile need not wait for all of them. */
async function heads(
  api: Client,
  trace: TraceAnswer,
  map: AttentionMap,
  layer: number,
  signal: AbortSignal,
): Promise<Tensor> {
  const query = { site: map.patterns[layer] ?? '', dtype: 'uint8', pool: THUMB_CELLS } as const;
  if (Math.max(queriesOf(trace, map).length, keysOf(trace, map).length) <= AT_ONCE)
    return api.tensor(trace.id, query, signal);
  const found: Tensor[] = [];
  for (let head = 0; head < map.heads; head++)
    found.push(await api.tensor(trace.id, { ...query, index: String(head) }, signal));
  return stacked(found);
}

export const usePatterns = (): Patterns => useWorkspace().part(Patterns);

/** What is not there in the pictures of a layer of a trace. */
export function absentInThumbs(trace: TraceAnswer, map: AttentionMap): (layer: number) => Absent {
  const tokens = Math.max(queriesOf(trace, map).length, keysOf(trace, map).length);
  return (layer) => inCells(absentOf(map, layer), Math.ceil(tokens / THUMB_CELLS));
}
