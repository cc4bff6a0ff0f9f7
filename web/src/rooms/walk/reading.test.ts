import { expect, test } from 'vitest';
import type { Client } from '../../app/api/client';
import type { AttentionMap, Stage, Token, TraceAnswer } from '../../app/api/types';
import { absentOf, axesOf, hasMatrix, headOf, headsOf, mapOf, sourceOf } from './reading';

const token = (text: string): Token => ({ id: 1, text, bytes: '', start: 0, end: 1, special: false, appended: false });
const stage = (changes: Partial<Stage>): Stage => ({
  ...{
    id: 'layers.0.attn.q',
    kind: 'query',
    stack: '',
    layer: 0,
    title: '',
    site: 'layers.0.attn.q',
    shape: [4, 3, 8],
  },
  ...{
    axes: ['head', 'position', 'dimension'],
    inputs: [],
    formula: '',
    operation: '',
    code: null,
    weights: [],
    note: '',
    traits: [],
  },
  ...changes,
});
const map = (
  name: AttentionMap['name'],
  pattern: string,
  keys: AttentionMap['keys'],
  causal: boolean,
): AttentionMap => ({
  ...{ name, layers: 1, heads: 4, patterns: [pattern], causal, keys, key_value_heads: 4, scale: 1, beyond: 'nothing' },
  ...{ sink: false, turned: [8], windows: [0] },
  queries: name === 'self' || name === 'encoder' ? 'tokens' : 'target',
});
const trace = (maps: AttentionMap[]): TraceAnswer => ({
  ...{
    id: 't',
    model: 'm',
    tokens: ['a', 'b', 'c'].map(token),
    target: ['x', 'y'].map(token),
    maps,
    seconds: 0,
    bytes: 0,
  },
  ...{ reused: false, prediction: null },
});
const single = trace([map('self', 'layers.0.attn.pattern', 'tokens', true)]);
const double = trace([
  map('encoder', 'encoder.layers.0.attn.pattern', 'tokens', false),
  map('decoder', 'decoder.layers.0.attn.pattern', 'target', true),
  map('cross', 'decoder.layers.0.cross_attn.pattern', 'tokens', false),
]);
const texts = (tokens: Token[] | null) => tokens?.map(({ text }) => text) ?? null;

test('positions are the tokens, dimensions are numbers', () => {
  expect(texts(axesOf(single, stage({})).rows)).toEqual(['a', 'b', 'c']);
  expect(axesOf(single, stage({})).columns).toBeNull();
  const pattern = stage({
    id: 'layers.0.attn.pattern',
    kind: 'pattern',
    shape: [4, 3, 3],
    axes: ['head', 'query', 'key'],
  });
  expect(texts(axesOf(single, pattern).columns)).toEqual(['a', 'b', 'c']);
});

test('cross-attention looks from the target at the text', () => {
  const cross = (changes: Partial<Stage>) =>
    stage({ stack: 'decoder', id: 'decoder.layers.0.cross_attn.x', ...changes });
  expect(mapOf(double, cross({}))?.name).toBe('cross');
  expect(texts(axesOf(double, cross({ kind: 'query', shape: [4, 2, 8] })).rows)).toEqual(['x', 'y']);
  expect(texts(axesOf(double, cross({ kind: 'key', shape: [4, 3, 8] })).rows)).toEqual(['a', 'b', 'c']);
  const scores = axesOf(double, cross({ kind: 'masked', shape: [4, 2, 3], axes: ['head', 'query', 'key'] }));
  expect([texts(scores.rows), texts(scores.columns)]).toEqual([
    ['x', 'y'],
    ['a', 'b', 'c'],
  ]);
});

test('an axis that has another length than the tokens is labelled by numbers', () => {
  expect(axesOf(single, stage({ shape: [4, 7, 8] })).rows).toBeNull();
});

test('keys and values may serve several heads', () => {
  const keys = stage({ kind: 'key', shape: [3, 3, 8] });
  expect([0, 2, 3, 8].map((head) => headOf(keys, head, 9))).toEqual([0, 0, 1, 2]);
  expect(headOf(stage({}), 9, 4)).toBe(3);
  expect(headsOf(stage({ shape: [3, 8] }))).toBeNull();
});

test('only causal patterns have cells that are not there', () => {
  const pattern = (id: string, stack = '') => stage({ id, stack, kind: 'pattern' });
  expect(absentOf(single, pattern('layers.0.attn.pattern'))(0, 1)).toBe(true);
  expect(absentOf(single, pattern('layers.0.attn.pattern'))(1, 1)).toBe(false);
  const windowed = { ...single, maps: single.maps.map((each) => ({ ...each, windows: [2] })) };
  expect(absentOf(windowed, pattern('layers.0.attn.pattern'))(2, 0)).toBe(true);
  expect(absentOf(windowed, pattern('layers.0.attn.pattern'))(2, 1)).toBe(false);
  expect(absentOf(single, { ...pattern('layers.0.attn.sink'), shape: [4, 3] })(0, 1)).toBe(false);
  expect(absentOf(double, pattern('decoder.layers.0.cross_attn.pattern', 'decoder'))(0, 1)).toBe(false);
  expect(absentOf(single, stage({ id: 'layers.0.attn.products', kind: 'products' }))(0, 1)).toBe(false);
});

test('what has no site is drawn only where another endpoint has it', () => {
  expect(hasMatrix(stage({ site: null }))).toBe(false);
  expect(hasMatrix(stage({ site: null, kind: 'products' }))).toBe(true);
  expect(hasMatrix(stage({ shape: [3] }))).toBe(false);
  expect(sourceOf({} as Client, single, stage({}), 2)).toMatchObject({
    id: 't/layers.0.attn.q/2,',
    rows: 3,
    columns: 8,
    signed: true,
  });
});
