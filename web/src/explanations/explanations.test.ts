import { describe, expect, it } from 'vitest';
import type { ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { expectWhole } from './expecting';
import { attention } from './attention';
import { cache } from './cache';
import { headSummary } from './heads';
import { lensExplained, type LensSeen } from './lens';
import { changed, KINDS_OF_MODELS, llama, mapOf } from './models';
import { prediction } from './prediction';
import { sampling } from './sampling';
import { tokensExplanation } from './tokens';
import { training } from './training';
import { continuations } from './tree';

const grouped = llama;
const plain = changed(llama, { key_value_heads: 9, d_head: 32 });
const encoder = KINDS_OF_MODELS['minilm']!;

const head = { layer: 2, head: 4 };
const NOTHING = { steps: 0, computed: 0, seconds: 0 };
const models: [string, ModelFacts | null][] = [['nothing', null], ['plain', plain], ...Object.entries(KINDS_OF_MODELS)];
const all: [string, Explanation][] = models.flatMap(([name, facts]) => [
  [`attention of ${name}`, attention({ facts, head: null })],
  [`all heads of ${name}`, attention({ facts, map: facts && mapOf(facts), head: null })],
  [`one head of ${name}`, attention({ facts, map: facts && mapOf(facts), head })],
  [`prediction of ${name}`, prediction(facts)],
  [`lens of ${name}`, lensExplained(facts)],
  [`tokens of ${name}`, tokensExplanation(facts)],
  [`cache of ${name}`, cache(facts, { kept: NOTHING, anew: NOTHING, whole: false, held: [] })],
  [`sampling of ${name}`, sampling(facts, null)],
  [`tree of ${name}`, continuations(facts, null)],
]);
const text = (explanation: Explanation) => JSON.stringify(explanation);

it.each(all)('%s is whole', (_, explanation) => {
  expect(explanation.title).not.toBe('');
  expectWhole(explanation);
});

describe('attention', () => {
  it('names the heads that share keys and values with the open one', () => {
    expect(text(attention({ facts: grouped, head }))).toContain('Head 4 uses set 1, with heads 3 and 5.');
    expect(text(attention({ facts: grouped, head: { layer: 0, head: 8 } }))).toContain('set 2, with heads 6 and 7.');
  });
  it('speaks of grouped queries only where there are groups', () => {
    expect(text(attention({ facts: plain, head }))).not.toMatch(/grouped-query/i);
  });
  it('speaks of a causal mask only where there is one', () => {
    expect(text(attention({ facts: grouped, head: null }))).toContain('causal mask');
    expect(text(attention({ facts: encoder, head: null }))).toContain('has no causal mask');
  });
  it('says a root as equal only where it is', () => {
    expect(text(attention({ facts: grouped, map: mapOf(grouped), head }))).toContain('sqrt{64} = 8');
    expect(text(attention({ facts: plain, map: mapOf(plain), head }))).toContain('approx 5.66');
  });
});

describe('prediction', () => {
  it('gives the size of the vocabulary and the most entropy that it allows', () => {
    expect(text(prediction(grouped))).toMatch(/49,152\stokens/);
    expect(text(prediction(grouped))).toContain(Math.log2(49152).toPrecision(3));
  });
  it('does not claim that an encoder predicts', () => {
    expect(text(prediction(encoder))).not.toContain('next one');
  });
});

describe('what holds for some models is said of them alone', () => {
  const of = (name: string, changes = {}) => {
    const facts = KINDS_OF_MODELS[name]!;
    return text(attention({ facts, map: mapOf(facts, changes), head: null }));
  };
  it('a scale is the one that was found', () => {
    expect(of('t5', { scale: 1, beyond: 'bias' })).toContain('does not divide');
    expect(of('t5', { scale: 1, beyond: 'bias' })).toContain('b_{ij}');
    expect(of('gemma2', { scale: 144 ** -0.5, beyond: 'cap' })).toContain('multiplies it by $0.0833$');
    expect(of('llama')).toContain('frac{q_i');
  });
  it('sinks and windows', () => {
    expect(of('gpt-oss', { sink: true })).toContain('goes to the sink');
    expect(of('gpt-oss', { sink: true })).not.toContain('a_{00} = 1');
    expect(of('llama')).toContain('a_{00} = 1');
    expect(of('gemma2', { windows: Array.from({ length: 30 }, (_, i) => (i % 2 ? 0 : 4096)) })).toMatch(
      /4,096\stokens away/,
    );
    expect(of('llama')).not.toContain('window');
  });
  it('layers that have attention are counted', () => {
    expect(of('jamba')).toMatch(/4\slayers of 32 have attention/);
    expect(of('llama')).toMatch(/30 layers have 9\sheads each/);
    expect(text(cache(KINDS_OF_MODELS['jamba']!, { kept: NOTHING, anew: NOTHING, whole: false, held: [] }))).toContain(
      '2 \\\\cdot 4 \\\\cdot 3',
    );
  });
  it('one set of keys and values is multi-query', () => {
    expect(of('falcon')).toContain('all 71 heads share one set');
    expect(of('falcon')).toContain('is one set of keys');
  });
  it('random weights are fixed by no training', () => {
    expect(of('textbook')).not.toMatch(/which training has fixed|attention sink/);
    expect(text(prediction(KINDS_OF_MODELS['textbook']!))).toContain('untrained');
  });
  it('encoders park attention elsewhere than decoders', () => {
    expect(of('bert')).toContain('[SEP]');
    expect(of('llama')).toContain('first column');
  });
  it('rotation is named only where something turns', () => {
    expect(of('gpt2', { turned: Array(12).fill(0) })).not.toContain('turned by position');
    expect(of('llama')).toContain('turned by position');
    expect(of('pythia', { turned: Array(12).fill(16) })).toContain('16 of each 64 numbers');
  });
  it('rounded weights are said to be', () => {
    expect(text(prediction(llama))).toContain('rounded when they were stored (Q4_1)');
    expect(text(prediction(KINDS_OF_MODELS['gpt2']!))).not.toContain('were rounded');
  });
  it('a sum of blocks is claimed only where nothing norms it', () => {
    expect(text(lensExplained(llama))).toContain("sum_{l'=l}");
    expect(text(lensExplained(KINDS_OF_MODELS['bert']!))).not.toContain("sum_{l'=l}");
  });
});

describe('a sentence that does not hold for a model is not said of it', () => {
  const measured = { heads: 8, firsts: 1, befores: 0, first: 0.3, lengths: null };
  it('one layer with one head', () => {
    const one = KINDS_OF_MODELS['single']!;
    const said = text(attention({ facts: one, map: mapOf(one), head: null }));
    expect(said).toContain('one layer has attention, with one head');
    expect(said).toContain('$h = 0$');
    expect(text(lensExplained(one))).toContain('$l = 0$');
    expect(text(attention({ facts: one, map: mapOf(one), head: null, view: 'rollout' }))).toContain('one step back');
    expect(text(tokensExplanation(one))).toMatch(/at most 1\stoken,/);
  });
  it('no keys where a state is kept', () => {
    const mamba = KINDS_OF_MODELS['mamba']!;
    const said = text(cache(mamba, { kept: NOTHING, anew: NOTHING, whole: false, held: [] }));
    expect(said).toContain('*state*');
    expect(said).not.toMatch(/\*key\*|k_j|H_\{kv\}|grows with every token/);
    expect(text(continuations(mamba, null))).not.toContain('keys and values');
  });
  it('an encoder without attention keeps no state', () => {
    const fnet = KINDS_OF_MODELS['fnet']!;
    expect(text(attention({ facts: fnet, head: null }))).toContain('FNet');
    expect(text(attention({ facts: fnet, head: null }))).not.toContain('from left to right');
    expect(text(attention({ facts: KINDS_OF_MODELS['mamba']!, head: null }))).toContain('from left to right');
  });
  it('a window in which keys are held', () => {
    const held = [{ kind: 'window' as const, layers: 15, shape: [4, 512, 64], window: 512, bytes: 1024 }];
    const said = text(cache(llama, { kept: NOTHING, anew: NOTHING, whole: false, held }));
    expect(said).toContain('than it has, here 512');
    expect(said).not.toContain('grows with every token');
  });
  it('a final norm where there is none', () => {
    expect(text(prediction(llama))).toContain('normalised once more');
    expect(text(prediction(KINDS_OF_MODELS['textbook']!))).not.toMatch(/normalised once more|norm\}\(x_i/);
  });
  it('[SEP] of a model that has none', () => {
    const t5 = KINDS_OF_MODELS['t5']!;
    const said = text(attention({ facts: t5, map: mapOf(t5, { name: 'encoder', causal: false }), head: null }));
    expect(said).not.toContain('[SEP]');
    expect(said).toContain('ends a text');
  });
  it('a place before another between two texts', () => {
    const t5 = KINDS_OF_MODELS['t5']!;
    const of = (name: 'cross' | 'decoder') =>
      text(attention({ facts: t5, map: mapOf(t5, { name }), head: null, view: 'table', measured }));
    expect(of('cross')).toMatch(/1 of 8\sheads gives the first token of the source more than half\./);
    expect(of('cross')).not.toMatch(/token before|diagonal|distance|induction/i);
    expect(of('decoder')).toContain('0 give it to the token before');
    expect(of('decoder')).not.toMatch(/induction/i);
  });
  it('tokens that rows of a padded table do not have', () => {
    const pythia = KINDS_OF_MODELS['pythia']!;
    for (const said of [sampling(pythia, null), prediction(pythia), lensExplained(pythia)].map(text)) {
      expect(said).toMatch(/50,304\srows/);
      expect(said).not.toMatch(/50,304\stokens/);
    }
  });
});

describe('what is said of the present text is made of its numbers', () => {
  it('how many heads look at the first token', () => {
    const lengths = { first: 1.9, others: 5.14 };
    const measured = headSummary({
      value_lengths: lengths,
      scores: {
        first: [
          [0.9, 0.2],
          [0.7, null],
        ],
        previous: [
          [0.1, 0.6],
          [0.1, null],
        ],
      },
    });
    expect(measured).toEqual({ heads: 3, firsts: 2, befores: 1, first: expect.closeTo(0.6), lengths });
    const said = text(attention({ facts: llama, map: mapOf(llama), head: null, view: 'table', measured }));
    expect(said).toMatch(/2 of 3\sheads give the first token more than half, and 1 gives it/);
    expect(text(attention({ facts: llama, map: mapOf(llama), head: null, measured }))).toMatch(/60.0\s%/);
    expect(text(attention({ facts: llama, map: mapOf(llama), head: null, measured }))).toContain(
      'values are 1.90 long on average, those of the others 5.14.',
    );
  });
  it('what the lens reads at the bottom, and from where on an answer leads', () => {
    const said = (seen: LensSeen) => text(lensExplained(llama, seen));
    expect(said({ embedding: { other: 2, all: 6 }, answer: null })).toMatch(/another token .* at 2 of 6\spositions/);
    expect(said({ embedding: { other: 0, all: 6 }, answer: null })).toContain('each token itself');
    const answer = { token: '‘ Paris’', layer: 29, earlier: false };
    expect(said({ embedding: null, answer })).toContain('‘ Paris’ leads from layer 29 on.');
    expect(said({ embedding: null, answer: { ...answer, earlier: true } })).toContain('overtaken');
  });
  it('at which token of a branch another was most probable', () => {
    const said = text(continuations(llama, { tokens: 3, log: -2, least: { token: '‘ the’', probability: 0.25 } }));
    expect(said).toMatch(/shortest is that of ‘ the’: 25\.0\s%. All other tokens had 75\.0\s%/);
    expect(text(continuations(llama, null))).not.toContain('shortest');
  });
  it('what a larger vocabulary makes of the same text', () => {
    const point = { merges: 10, unknown: 0, unknown_bytes: 0 };
    const compression = {
      ...{ bytes: 90, learnt_bytes: 900, learnt_curve: [] },
      curve: [{ ...point, vocabulary: 512, tokens: 40 }],
      references: [
        { tokenizer: 'gpt2', vocabulary: 50257, tokens: 45, unknown: 0, unknown_bytes: 0, problem: null },
        { tokenizer: 'bert', vocabulary: 90000, tokens: 3, unknown: 3, unknown_bytes: 9, problem: null },
      ],
    };
    const said = text(training(null, [], { compression, title: () => 'GPT-2' }));
    expect(said).toMatch(/makes 40\stokens of the text above\. GPT-2, 98\.2 times as large, makes 45\./);
    expect(text(training(null, []))).not.toContain('times as large');
  });
});
