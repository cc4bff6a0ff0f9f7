/** One head's pattern, or the mean of many: a picture of the whole, and exact rows. */
import type { Client } from '../../app/api/client';
import type { Tensor } from '../../lib/tensor';
import { peaksOf, type Layer, type Matrix } from '../../marks/heatmap';
import { keysOf, queriesOf } from './attentionKinds';
import { keyOf, sizeOf, tokensAsItems, weights, wordsOf, type Item, type Place } from './source';
import { matrixOf, windowOf } from './tiles.svelte';
import { asProblem, isCancelled, type Problem } from '../../lib/problem';

export { keyOf, type Place } from './source';

/** The most cells that the picture has on a side. Texts up to this many tokens are there whole and exactly, and their rows with them. */
const MOST_CELLS = 512;
/** Exact rows that are remembered. */
const ROWS = 256;

export interface Whole {
  /** Names the weights. */
  key: string;
  queries: Item[];
  keys: Item[];
  matrix: Matrix;
  /** The same, with its windows and the largest value of each row. */
  layer: Layer;
  /** Whether every cell is one weight, as the model's 32-bit float. */
  exact: boolean;
}

export interface Row {
  key: string;
  query: number;
  /** The weight of each key. */
  values: Float32Array;
}

export class HeadReader {
  whole = $state.raw<Whole | null>(null);
  row = $state.raw<Row | null>(null);
  problem = $state.raw<Problem | null>(null);
  #rows = new Map<string, Row>();

  constructor(private readonly api: Client) {}

  /** Reads the picture of a head; the one before stays until it is there. Returns how to give up. */
  open(place: Place): () => void {
    const key = keyOf(place);
    if (this.whole?.key === key) return () => undefined;
    const exact = Math.max(...sizeOf(place)) <= MOST_CELLS;
    const part = exact ? {} : { pool: MOST_CELLS, dtype: 'float16' as const };
    return this.#ask(
      (signal) => weights(this.api, place, part, signal),
      (tensor) => (this.whole = wholeOf(place, tensor)),
    );
  }

  /** Reads one query's row in full precision. Returns how to give up. */
  read(place: Place, query: number): () => void {
    const key = keyOf(place);
    const known = this.#known(key, query);
    if (known) {
      this.row = known;
      return () => undefined;
    }
    // A small pattern comes whole and exact, and its rows with it.
    if (Math.max(...sizeOf(place)) <= MOST_CELLS) return () => undefined;
    return this.#ask(
      (signal) => weights(this.api, place, { queries: [query, query + 1] }, signal),
      ({ data }) => {
        this.row = { key, query, values: data };
        this.#rows.set(`${key}/${query}`, this.row);
        if (this.#rows.size > ROWS) this.#rows.delete(this.#rows.keys().next().value ?? '');
      },
    );
  }

  #known(key: string, query: number): Row | null {
    const { whole } = this;
    if (whole?.key === key && whole.exact) {
      const { columns, values } = whole.matrix;
      return { key, query, values: values.subarray(query * columns, (query + 1) * columns) };
    }
    return this.#rows.get(`${key}/${query}`) ?? null;
  }

  #ask(request: (signal: AbortSignal) => Promise<Tensor>, take: (tensor: Tensor) => void): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    request(signal).then(
      (tensor) => {
        if (signal.aborted) return;
        this.problem = null;
        take(tensor);
      },
      (error: unknown) => {
        if (!signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
      },
    );
    return () => controller.abort();
  }
}

function wholeOf(place: Place, tensor: Tensor): Whole {
  const [queries, keys] = axes(place, tensor);
  const matrix = matrixOf(tensor);
  const window = [windowOf([0, queries.length], matrix.rows), windowOf([0, keys.length], matrix.columns)] as const;
  return {
    key: keyOf(place),
    queries,
    keys,
    matrix,
    layer: { matrix, row: 0, column: 0, window, peaks: peaksOf(matrix) },
    exact: tensor.dtype === 'F32' && window[0] === 1 && window[1] === 1,
  };
}

function axes({ trace, map }: Place, { metadata }: Tensor): [queries: Item[], keys: Item[]] {
  const ends = [
    [queriesOf(trace, map), metadata['queries']],
    [keysOf(trace, map), metadata['keys']],
  ] as const;
  return ends.map(([tokens, words]) =>
    words === undefined ? tokensAsItems(tokens) : wordsOf(tokens, words.split(',').map(Number)),
  ) as [Item[], Item[]];
}
