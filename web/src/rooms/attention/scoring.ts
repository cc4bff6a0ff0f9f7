/** Every step of how one query is scored against the keys, and what it fetches: the numbers of the neuron view. */
import type { Tensor } from '../../lib/tensor';

export interface Scoring {
  /** The query's vector `(d_head,)`. */
  q: Float32Array;
  /** A row for each key: `(keys, d_head)`, and the values `(keys, d_value)`. */
  k: Rows;
  products: Rows;
  v: Rows;
  /** One number for each key. */
  dots: Float32Array;
  scores: Float32Array;
  pattern: Float32Array;
  /** What is between dot product and score; null where the model's code does not tell. */
  scaled: { by: number; values: Float32Array; added: Float32Array } | null;
  /** What is fetched: `(d_value,)`. */
  z: Float32Array;
  /** What a sink without a value takes of the weights; null where there is none. */
  sink: number | null;
}

/** A matrix by its rows. */
export interface Rows {
  width: number;
  row: (at: number) => Float32Array;
  all: Float32Array;
}

/** Puts the answer's tensors in order. Throws `RangeError` where one is missing. */
export function scoringOf(found: Readonly<Record<string, Tensor>>): Scoring {
  const need = (name: string): Tensor => {
    const tensor = found[name];
    if (!tensor) throw new RangeError(`The answer has no ${name}`);
    return tensor;
  };
  const numbers = (name: string) => need(name).data;
  const [scaling, scaled, added] = [found['scaling'], found['scaled'], found['added']];
  return {
    q: numbers('q'),
    k: rowsOf(need('k')),
    products: rowsOf(need('products')),
    v: rowsOf(need('v')),
    dots: numbers('dots'),
    scores: numbers('scores'),
    pattern: numbers('pattern'),
    scaled: scaling && scaled && added ? { by: scaling.data[0] ?? NaN, values: scaled.data, added: added.data } : null,
    z: numbers('z'),
    sink: found['sink']?.data[0] ?? null,
  };
}

/** Each key's share of one dimension of z: its weight times its value there. */
export function contributions({ pattern, v }: Scoring, dimension: number): Float32Array {
  return pattern.map((weight, key) => weight * (v.all[key * v.width + dimension] ?? 0));
}

/** The keys' values, each times its weight, added up: of those keys that a test lets through. */
export function weightedSum({ pattern, v }: Scoring, counts: (key: number) => boolean): Float32Array {
  const sum = new Float64Array(v.width);
  pattern.forEach((weight, key) => {
    if (weight !== 0 && counts(key)) v.row(key).forEach((value, i) => (sum[i] = sum[i]! + weight * value));
  });
  return Float32Array.from(sum);
}

function rowsOf({ shape, data }: Tensor): Rows {
  const width = shape[1] ?? 0;
  return { width, all: data, row: (at) => data.subarray(at * width, (at + 1) * width) };
}
