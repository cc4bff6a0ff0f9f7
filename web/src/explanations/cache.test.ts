import { expect, it } from 'vitest';
import type { CacheHeld } from '../app/api/types';
import { expectWhole } from './expecting';
import { cache } from './cache';
import { changed, llama } from './models';

const facts = llama;
const nothing = { steps: 0, computed: 0, seconds: 0 };
const held = (kind: CacheHeld['kind']): CacheHeld => ({ kind, layers: 1, shape: [], window: 0, bytes: 1000 });

it.each([null, facts, changed(facts, { key_value_heads: 0 })])('each depth can be set', (one) =>
  expectWhole(cache(one, { kept: nothing, anew: nothing, whole: false, held: [] })),
);

it('speaks of windows, states and sources only where there are any', () => {
  const said = (kinds: CacheHeld['kind'][]) =>
    JSON.stringify(cache(facts, { kept: nothing, anew: nothing, whole: false, held: kinds.map(held) }).mechanics);
  expect(said(['tokens'])).not.toMatch(/window|with a state|source/);
  expect(said(['window'])).toContain('sliding window');
  expect(said(['state'])).toContain('with a state');
  expect(said(['source'])).toContain('of the source');
});

it('tells numbers only of runs that are whole', () => {
  const run = { steps: 8, computed: 12, seconds: 0.5 };
  const said = (whole: boolean) => JSON.stringify(cache(facts, { kept: run, anew: run, whole, held: [] }).intuition);
  expect(said(true)).toContain('8\u00a0steps computed 12\u00a0positions');
  expect(said(false)).not.toMatch(/8\ssteps/);
});
