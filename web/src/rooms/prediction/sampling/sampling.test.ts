import { beforeEach, describe, expect, it } from 'vitest';
import type { SamplingAnswer, TraceAnswer } from '../../../app/api/types';
import { KNOBS, type Knobbed } from '../knobs';
import { SamplingReader, type Asked } from './sampling.svelte';

const asks: {
  query: Record<string, number>;
  answer: (value: SamplingAnswer) => void;
  fail: (error: unknown) => void;
}[] = [];
const api = {
  sampling: (_: string, query: object) =>
    new Promise<SamplingAnswer>((answer, fail) => asks.push({ query: query as Record<string, number>, answer, fail })),
};
const neutral = Object.fromEntries(KNOBS.map((knob) => [knob.key, knob.neutral])) as Record<Knobbed, number>;

const trace = { id: 't' } as TraceAnswer;
const asked = (temperature: number): Asked => ({
  trace,
  position: null,
  choosing: { ...neutral, seed: 0, temperature },
  draws: 0,
});
const answer = (position: number) => ({ position }) as SamplingAnswer;
const turn = () => new Promise((go) => setTimeout(go));

beforeEach(() => asks.splice(0));

describe('asking while a slider moves', () => {
  it('has one question under way, and then asks for where the slider stands', async () => {
    const reader = new SamplingReader(api);
    for (const temperature of [0.2, 0.3, 0.4]) {
      const giveUp = reader.read(asked(temperature));
      if (temperature < 0.4) giveUp();
    }
    expect(asks.map(({ query }) => query['temperature'])).toEqual([0.2]);
    asks[0]!.answer(answer(1));
    await turn();
    expect(asks.map(({ query }) => query['temperature'])).toEqual([0.2, 0.4]);
    expect(reader.shown?.answer.position).toBe(1);
    asks[1]!.answer(answer(2));
    await turn();
    expect(asks).toHaveLength(2);
    expect(reader.shown?.asked.choosing.temperature).toBe(0.4);
  });
  it('shows nothing of a text that is gone', async () => {
    const reader = new SamplingReader(api);
    reader.read(asked(0.2))();
    asks[0]!.answer(answer(1));
    await turn();
    expect(reader.shown).toBeNull();
  });
  it('tells of a failure only where it is of what is asked now', async () => {
    const reader = new SamplingReader(api);
    reader.read(asked(0.2))();
    reader.read(asked(0.3));
    asks[0]!.fail(new Error('old'));
    await turn();
    expect(reader.problem).toBeNull();
    asks[1]!.fail(new Error('new'));
    await turn();
    expect(reader.problem?.message).toContain('new');
  });
});
