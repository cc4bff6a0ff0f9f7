import { expect, it } from 'vitest';
import { Carrier } from '../../app/api/carrier';
import { Client, type AttentionMap, type TraceAnswer } from '../../app/api/client';
import { picturesTable } from './picturesTable';

const [TOKENS, WINDOW] = [5, 3];
const trace = { id: 'a', tokens: Array.from({ length: TOKENS }, () => ({})), target: [] } as unknown as TraceAnswer;
const map = {
  ...{ name: 'self', layers: 2, heads: 1, queries: 'tokens', keys: 'tokens', causal: true },
  patterns: ['layers.0.attn.pattern', 'layers.1.attn.pattern'],
  windows: [0, WINDOW],
} as unknown as AttentionMap;

/** A tensor as the server sends it; each weight is what tells its place. */
function answer(): Response {
  const header = JSON.stringify({
    data: { dtype: 'F32', shape: [1, TOKENS, TOKENS], data_offsets: [0, 4 * TOKENS ** 2] },
  });
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const body = new Uint8Array(8 + padded.length + 4 * TOKENS ** 2);
  new DataView(body.buffer).setBigUint64(0, BigInt(padded.length), true);
  body.set(new TextEncoder().encode(padded), 8);
  new Float32Array(body.buffer, 8 + padded.length).set(Array.from({ length: TOKENS ** 2 }, (_, at) => at + 1));
  return new Response(body);
}

it('has a row for each pair that is there, and none for keys ahead or beyond a window', async () => {
  const api = new Client(new Carrier(() => Promise.resolve(answer())));
  const { rows } = await picturesTable(api, trace, map);
  const pairs = Array.from({ length: TOKENS ** 2 }, (_, at) => [Math.floor(at / TOKENS), at % TOKENS] as const);
  const seen = (window: number) => pairs.filter(([query, key]) => key <= query && query - key < window);
  expect([...rows]).toEqual([
    ...seen(TOKENS).map(([query, key]) => [0, 0, query, key, query * TOKENS + key + 1]),
    ...seen(WINDOW).map(([query, key]) => [1, 0, query, key, query * TOKENS + key + 1]),
  ]);
});
