/** One head's pattern: a picture of the whole, and exact rows. */
import * as api from '../../api/client';
import type { AttentionMap, Problem, Token, TraceAnswer } from '../../api/client';
import type { Tensor } from '../../api/tensor';
import type { Matrix } from '../../marks/heat';
import { keysOf, queriesOf } from './maps';

/** Texts up to this many tokens are read as 32-bit floats at once, so that no row has to be asked for. */
const EXACT = 128;
/** The most cells that the picture has on a side. */
const MOST_CELLS = 512;
/** Exact rows that are remembered. */
const ROWS = 256;

export interface Place {
  trace: TraceAnswer;
  map: AttentionMap;
  layer: number;
  head: number;
}

export interface Whole {
  /** Names trace, kind, layer and head. */
  key: string;
  queries: Token[];
  keys: Token[];
  matrix: Matrix;
  /** How many tokens a cell stands for on each axis. */
  window: number;
  /** Whether the values are the model's 32-bit floats (else they are rounded to 256 steps). */
  exact: boolean;
}

export interface Row {
  key: string;
  query: number;
  /** The weight of each key. */
  values: Float32Array;
}

export const keyOf = ({ trace, map, layer, head }: Place): string =>
  `${trace.id}/${map.name}/${layer}/${head}`;

export class HeadReader {
  whole = $state.raw<Whole | null>(null);
  row = $state.raw<Row | null>(null);
  problem = $state.raw<Problem | null>(null);
  #rows = new Map<string, Row>();

  /** Reads the picture of a head; the one before stays until it is there. Returns how to give up. */
  open(place: Place): () => void {
    const key = keyOf(place);
    if (this.whole?.key === key) return () => undefined;
    const [queries, keys] = [queriesOf(place.trace, place.map), keysOf(place.trace, place.map)];
    const longer = longest(place);
    const exact = longer <= EXACT;
    const query = { site: site(place), index: String(place.head), dtype: exact ? 'float32' : 'uint8' } as const;
    return this.#ask(
      (signal) =>
        api.tensor(place.trace.id, longer > MOST_CELLS ? { ...query, pool: MOST_CELLS } : query, signal),
      (tensor) => {
        const window = Math.ceil(longer / MOST_CELLS);
        this.whole = { key, queries, keys, matrix: matrixOf(tensor), window, exact: exact && tensor.dtype === 'F32' };
      },
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
    // A small head comes whole and exact, and its rows with it.
    if (longest(place) <= EXACT) return () => undefined;
    return this.#ask(
      (signal) =>
        api.tensor(place.trace.id, { site: site(place), index: `${place.head},${query}`, dtype: 'float32' }, signal),
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
        if (!signal.aborted && !api.isCancelled(error)) this.problem = api.asProblem(error);
      },
    );
    return () => controller.abort();
  }
}

const site = ({ map, layer }: Place): string => map.patterns[layer] ?? '';

const longest = ({ trace, map }: Place): number => Math.max(queriesOf(trace, map).length, keysOf(trace, map).length);

function matrixOf({ shape, data }: Tensor): Matrix {
  const [rows = 0, columns = 0] = shape.slice(-2);
  return { rows, columns, values: data };
}
