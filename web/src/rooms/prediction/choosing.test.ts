import { beforeEach, describe, expect, it } from 'vitest';

import { Notices } from '../../app/notices.svelte';
import type { Session } from '../../app/session.svelte';
import { MemoryAddress } from '../../app/url/address';
import { Route } from '../../app/url/route.svelte';
import { ChosenSettings } from './choosing';
import { isPreset, KNOBS, placeOf, PRESETS, query, read, readSeed } from './knobs';

const knob = (key: string) => KNOBS.find((each) => each.key === key)!;

const route = new Route(new MemoryAddress(), new Notices());
const chosen = new ChosenSettings({ route, session: { status: null } as Session });
beforeEach(() => route.go({ view: {} }, 'replace'));

describe('the address', () => {
  it('holds what is set, and nothing that is neutral', () => {
    chosen.keep({ temperature: 0.7, topk: 20, minp: 0, seed: 0 });
    expect(route.view).toEqual({ temperature: '0.7', topk: '20' });
    chosen.keep({ temperature: 1, seed: 12 });
    expect(route.view).toEqual({ topk: '20', seed: '12' });
  });
  it('is read back as it was written', () => {
    const settings = { temperature: 0, topk: 7, topp: 0.9, minp: 0.05, typical: 0.3, penalty: 1.3, seed: 5 };
    chosen.keep(settings);
    expect(chosen.read()).toEqual(settings);
  });
  it('that says nonsense is as if it said nothing', () => {
    const wrong = { temperature: '-1', topk: '2.5', topp: '0', minp: '2', typical: 'NaN', penalty: '', seed: '1e3' };
    expect(chosen.read(wrong)).toEqual(chosen.read({}));
  });
  it('keeps the words of others', () => {
    route.go({ view: { see: 'sampling' } }, 'replace');
    chosen.keep({ penalty: 1.2 });
    expect(route.view).toEqual({ see: 'sampling', penalty: '1.2' });
  });
});

describe('the request', () => {
  it('names settings as the server does: those that act, and always the penalty, which a model may have of its own', () => {
    expect(query(chosen.read({ topp: '0.9', typical: '0.5', seed: '3' }))).toEqual({
      repetition_penalty: 1,
      top_p: 0.9,
      typical_p: 0.5,
      seed: 3,
    });
    expect(query(chosen.read({ temperature: '0' }))).toEqual({ repetition_penalty: 1, temperature: 0, seed: 0 });
  });
});

describe('a slider', () => {
  it.each(KNOBS.map((each) => [each.title, each] as const))('%s stops only where a number may be', (_, each) => {
    for (const place of each.places) expect(read(each, String(place))).toBe(place);
    expect(each.places).toContain(each.neutral);
    expect(new Set(each.places).size).toBe(each.places.length);
  });
  it('stands at its own stop, or at the nearest one', () => {
    for (const each of KNOBS) each.places.forEach((place, at) => expect(placeOf(each, place)).toBe(at));
    expect(knob('temperature').places[placeOf(knob('temperature'), 0.72)]).toBe(0.7);
    expect(knob('topk').places[placeOf(knob('topk'), 1_000_000)]).toBe(10_000);
    expect(knob('topp').places[placeOf(knob('topp'), 0.9999)]).toBe(0.995);
  });
});

describe('what is typed', () => {
  it('may be any number in range', () => {
    expect(read(knob('temperature'), ' .75 ')).toBe(0.75);
    expect(read(knob('temperature'), '0.123456')).toBe(0.1235);
    expect(read(knob('topk'), '3.5')).toBeNull();
    expect(read(knob('topp'), '0')).toBeNull();
    expect(readSeed('999999999')).toBe(999_999_999);
    expect(readSeed('1000000000')).toBeNull();
    expect(readSeed('-1')).toBeNull();
  });
});

describe('a preset', () => {
  it('is told by its settings, whatever the seed', () => {
    for (const preset of PRESETS) {
      const choosing = { ...preset.settings, seed: 9 };
      expect(PRESETS.filter((each) => isPreset(choosing, each))).toEqual([preset]);
    }
  });
  it('says each of its numbers on screen', () => {
    for (const { says, settings } of PRESETS) {
      const set = KNOBS.filter(({ key, neutral }) => settings[key] !== neutral);
      expect(says).toBe(
        set.map(({ key, title }) => `${title.toLowerCase()} ${settings[key]}`).join(', ') || 'nothing acts',
      );
    }
  });
});
