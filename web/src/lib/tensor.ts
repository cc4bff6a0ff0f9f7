/** One tensor as the server sends it: the safetensors layout with a single entry, `data`. */

/** A tensor's numbers, row-major, always decoded to 32-bit floats. */
export interface Tensor {
  shape: number[];
  data: Float32Array;
  /** How it came over the wire: 'F32', 'F16' or 'U8' (quantised to 256 steps). */
  dtype: 'F32' | 'F16' | 'U8';
  /** What the server says about it: `scale` and `offset` for U8; `pool` and `shape` where it was pooled. */
  metadata: Record<string, string>;
}

const BYTES = { F32: 4, F16: 2, U8: 1 } as const;

/** Reads a body in the safetensors layout with one entry. Throws `RangeError` where the bytes are not exactly what the header says. */
export function parseTensor(body: ArrayBuffer): Tensor {
  const found = parseTensors(body)['data'];
  if (!found) throw new RangeError("The header has no tensor named 'data'");
  return found;
}

/** Reads a body in the safetensors layout: every tensor by its name. Together they fill the body. */
export function parseTensors(body: ArrayBuffer): Record<string, Tensor> {
  if (body.byteLength < 8) throw new RangeError('A tensor needs at least 8 bytes; this body has ' + body.byteLength);
  const length = new DataView(body).getBigUint64(0, true);
  if (length > BigInt(body.byteLength - 8)) throw new RangeError('The header is longer than the body');
  const start = 8 + Number(length);
  const said: unknown = JSON.parse(
    new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(body, 8, Number(length))),
  );
  if (!isRecord(said)) throw new RangeError('The header is no record');
  const metadata: Record<string, string> = {};
  if (isRecord(said['__metadata__']))
    for (const [key, value] of Object.entries(said['__metadata__'])) metadata[key] = String(value);
  const entries = Object.entries(said).flatMap(([name, entry]) =>
    name === '__metadata__' ? [] : [[name, parseEntry(entry)] as const],
  );
  let end = 0;
  for (const [, { offsets }] of [...entries].sort(([, a], [, b]) => a.offsets[0] - b.offsets[0])) {
    if (offsets[0] !== end) throw new RangeError('The data is not where it should be');
    end = offsets[1];
  }
  if (end !== body.byteLength - start) throw new RangeError('The data is not where it should be');
  return Object.fromEntries(
    entries.map(([name, { dtype, shape, offsets }]) => {
      const raw = body.slice(start + offsets[0], start + offsets[1]);
      return [name, { shape, dtype, metadata, data: decode(raw, dtype, metadata) }];
    }),
  );
}

/** Tensors of one shape as one with an axis in front. */
export function stacked(tensors: readonly Tensor[]): Tensor {
  const first = tensors[0];
  if (!first) throw new RangeError('There is nothing to stack');
  const data = new Float32Array(tensors.length * first.data.length);
  tensors.forEach((each, at) => data.set(each.data, at * first.data.length));
  return { ...first, shape: [tensors.length, ...first.shape], data };
}

interface Entry {
  dtype: Tensor['dtype'];
  shape: number[];
  offsets: [number, number];
}

function parseEntry(entry: unknown): Entry {
  if (!isRecord(entry)) throw new RangeError('A tensor of the header is no record');
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32' && dtype !== 'F16' && dtype !== 'U8') throw new RangeError(`Unknown dtype ${String(dtype)}`);
  if (!isSizes(shape)) throw new RangeError('The shape is not a list of sizes');
  if (!isSizes(offsets) || offsets.length !== 2) throw new RangeError('The offsets are not a pair of sizes');
  const [first, last] = [offsets[0]!, offsets[1]!];
  const count = shape.reduce((product, n) => product * n, 1);
  if (last - first !== count * BYTES[dtype])
    throw new RangeError(`The data does not fill the shape ${shape.join(' × ')}`);
  return { dtype, shape, offsets: [first, last] };
}

function decode(raw: ArrayBuffer, dtype: Tensor['dtype'], metadata: Record<string, string>): Float32Array {
  if (dtype === 'F32') return new Float32Array(raw);
  if (dtype === 'F16') return decodeHalf(new Uint16Array(raw));
  const scale = Number(metadata['scale'] ?? NaN);
  const offset = Number(metadata['offset'] ?? NaN);
  if (Number.isNaN(scale) || Number.isNaN(offset)) throw new RangeError('A U8 tensor needs its scale and offset');
  return Float32Array.from(new Uint8Array(raw), (byte) => offset + scale * byte);
}

/** IEEE 754 half precision to single: 1 sign bit, 5 of exponent, 10 of fraction. */
function decodeHalf(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
