import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parseTensor, parseTensors, stacked } from './tensor';

/** A body as the server writes it: length, header, data. */
function body(header: unknown, data: ArrayBufferView = new Uint8Array()): ArrayBuffer {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const out = new Uint8Array(8 + json.length + data.byteLength);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8 + json.length);
  return out.buffer;
}

const entry = (dtype: string, shape: number[], length: number) => ({ dtype, shape, data_offsets: [0, length] });

describe('a tensor is read', () => {
  test('from 32-bit floats, whatever length the header has', () => {
    for (const pad of ['', ' ', '  ', '   ']) {
      const json = JSON.stringify({ data: entry('F32', [2, 2], 16) }) + pad;
      const tensor = parseTensor(body(json, new Float32Array([1, -2.5, 0, Infinity])));
      expect(tensor.shape).toEqual([2, 2]);
      expect([...tensor.data]).toEqual([1, -2.5, 0, Infinity]);
    }
  });

  test('from 16-bit floats: normal, subnormal, zero, infinite and not a number', () => {
    const halves = new Uint16Array([0x3c00, 0xc100, 0x3555, 0x0001, 0x03ff, 0x8000, 0x7c00, 0xfc00, 0x7e00, 0x7bff]);
    const { data } = parseTensor(body({ data: entry('F16', [10], 20) }, halves));
    expect([...data]).toEqual([
      1,
      -2.5,
      0.333251953125,
      2 ** -24,
      1023 * 2 ** -24,
      -0,
      Infinity,
      -Infinity,
      NaN,
      65504,
    ]);
  });

  test('from bytes with a scale and an offset', () => {
    const header = { __metadata__: { scale: '0.5', offset: '-1' }, data: entry('U8', [3], 3) };
    const tensor = parseTensor(body(header, new Uint8Array([0, 1, 255])));
    expect([...tensor.data]).toEqual([-1, -0.5, 126.5]);
    expect(tensor.metadata).toEqual({ scale: '0.5', offset: '-1' });
  });

  test('when it is a single number or has no numbers at all', () => {
    expect(parseTensor(body({ data: entry('F32', [], 4) }, new Float32Array([7]))).data).toEqual(new Float32Array([7]));
    expect(parseTensor(body({ data: entry('F32', [3, 0], 0) })).data).toHaveLength(0);
  });

  test('from what the safetensors library itself writes', () => {
    const python = '../.venv/bin/python';
    const script =
      "import sys, numpy; from safetensors.numpy import save; sys.stdout.buffer.write(save({'data': numpy.arange(6, dtype='float16').reshape(2, 3) / 8}, {'pool': 'max'}))";
    const out = execFileSync(process.env['PYTHON'] ?? python, ['-c', script]);
    const tensor = parseTensor(new Uint8Array(out).buffer);
    expect(tensor.shape).toEqual([2, 3]);
    expect([...tensor.data]).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625]);
    expect(tensor.metadata).toEqual({ pool: 'max' });
  });
});

describe('a tensor is refused', () => {
  const refused: [string, ArrayBuffer, string][] = [
    ['an empty body', new ArrayBuffer(0), '8 bytes'],
    ['a header longer than the body', body('{}').slice(0, 9), 'longer'],
    ['no tensor named data', body({ other: entry('F32', [0], 0) }), "'data'"],
    ['a dtype that is not sent', body({ data: entry('I64', [1], 8) }, new Uint8Array(8)), 'dtype'],
    ['a negative size', body({ data: entry('F32', [-1], 4) }, new Uint8Array(4)), 'shape'],
    ['too little data', body({ data: entry('F32', [2], 8) }, new Uint8Array(4)), 'where it should be'],
    ['data left over', body({ data: entry('F32', [1], 4) }, new Uint8Array(8)), 'where it should be'],
    ['data that does not fill the shape', body({ data: entry('F32', [3], 8) }, new Uint8Array(8)), '3'],
    ['bytes without a scale', body({ data: entry('U8', [1], 1) }, new Uint8Array(1)), 'scale'],
  ];
  for (const [name, bytes, says] of refused) test(`with ${name}`, () => expect(() => parseTensor(bytes)).toThrow(says));

  test('with a header that is not JSON', () => expect(() => parseTensor(body('{'))).toThrow(SyntaxError));
});

describe('several tensors', () => {
  test('each by its name, whatever their order', () => {
    const header = {
      b: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    };
    const found = parseTensors(bodyOf(header, Float32Array.of(1, 2, 3)));
    expect([...found['a']!.data, ...found['b']!.data]).toEqual([1, 2, 3]);
  });

  test('a gap between them is refused', () => {
    const header = {
      a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
      b: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
    };
    expect(() => parseTensors(bodyOf(header, Float32Array.of(1, 2, 3)))).toThrow(RangeError);
  });

  test('stack to one with an axis in front', () => {
    const one = { shape: [2], data: Float32Array.of(1, 2), dtype: 'F32', metadata: {} } as const;
    const found = stacked([
      { ...one, shape: [2] },
      { ...one, shape: [2], data: Float32Array.of(3, 4) },
    ]);
    expect([found.shape, [...found.data]]).toEqual([
      [2, 2],
      [1, 2, 3, 4],
    ]);
  });
});

function bodyOf(header: object, data: Float32Array): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const body = new Uint8Array(8 + json.length + data.byteLength);
  new DataView(body.buffer).setBigUint64(0, BigInt(json.length), true);
  body.set(json, 8);
  body.set(new Uint8Array(data.buffer), 8 + json.length);
  return body.buffer;
}
