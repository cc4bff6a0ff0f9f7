/** One head's pattern, or the mean of many: a picture of the whole, and exact rows. */
import type { Client } from '../../app/api/client';
import type { Tensor } from '../../lib/tensor';
import { peaksOf, type Layer, type Matrix } from '../../marks/heatmap';
import { keysOf, queriesOf } from './attentionKinds';
import { keyOf, sizeOf, tokensAsItems, weights, wordsOf, type Item, type Place } from './source';
import { matrixOf, windowOf } from './tiles.svelte';
import type { Problem } from '../../lib/problem';
import { Resource } from '../../lib/resource.svelte';

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
  readonly #whole: Resource<Place, Whole>;
  readonly #row: Resource<{ place: Place; query: number }, Row>;
  readonly #rows = new Map<string, Row>();

  constructor(api: Client) {
    this.#whole = new Resource(async (place, signal) => {
      const part = isSmall(place) ? {} : { pool: MOST_CELLS, dtype: 'float16' as const };
      return wholeOf(place, await weights(api, place, part, signal));
    });
    this.#row = new Resource(async ({ place, query }, signal) => {
      const key = keyOf(place);
      const known = this.#rows.get(`${key}/${query}`);
      if (known) return known;
      const { data } = await weights(api, place, { queries: [query, query + 1] }, signal);
      const row = { key, query, values: data };
      this.#rows.set(`${key}/${query}`, row);
      if (this.#rows.size > ROWS) this.#rows.delete(this.#rows.keys().next().value ?? '');
      return row;
    });
  }

  /** The picture of a head; the one before until it is there. */
  get whole(): Whole | null {
    return this.#whole.value;
  }

  /** A query's row in full precision. */
  get row(): Row | null {
    return this.#row.value;
  }

  get problem(): Problem | null {
    return this.#whole.problem ?? this.#row.problem;
  }

  /** Reads the picture of a head. Returns how to give up. */
  open(place: Place): () => void {
    return this.whole?.key === keyOf(place) ? () => undefined : this.#whole.read(place);
  }

  /** Reads one query's row, where it does not come with the picture. Returns how to give up. */
  read(place: Place, query: number): () => void {
    return isSmall(place) ? () => undefined : this.#row.read({ place, query });
  }
}

/** A small pattern comes whole and exact, and its rows with it. */
const isSmall = (place: Place): boolean => Math.max(...sizeOf(place)) <= MOST_CELLS;

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
