/** How long margins and their sentences are, and which symbols they use: people read them beside a drawing. */
import { describe, expect, it, test } from 'vitest';
import { runs, type Block, type Explanation } from '../lib/explanation';
import { DEPTHS } from './expecting';
import { MARGINS } from './margins';
import SYMBOLS from './symbols.json';

/** The most words: of a sentence, and of each depth of a margin; a stage of the walk says less than a room. */
const SENTENCE = 24;
const ROOM = { intuition: 125, mechanics: 235, mathematics: 125 };
const STAGE = { intuition: 65, mechanics: 60, mathematics: 60 };

const wordsOf = (text: string): number =>
  text
    .replace(/\$[^$]+\$/g, 'X')
    .split(/[\s\u00a0]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
/** A sentence ends with a mark and a space before a capital; what an ‘and’ or a colon joins stays one. */
const sentencesOf = (block: string): string[] =>
  block.replace(/\$[^$]+\$/g, 'X').split(/(?<=[.?!]["”’)]?)\s+(?=[\p{Lu}\p{N}‘“*`(#])/u);
const prose = (blocks: readonly Block[]): string[] => blocks.filter((block) => typeof block === 'string');
const formulas = (explanation: Explanation): string[] =>
  DEPTHS.flatMap((depth) => explanation[depth]).flatMap((block) =>
    typeof block === 'string' ? runs(block).flatMap((run) => (run.kind === 'tex' ? [run.text] : [])) : [block.tex],
  );

/** TeX that stands for nothing by itself: digits, signs, spaces, words, and commands that only arrange. */
const MARKUP = String.raw`\\text\{[^}]*\}|\\(?:t?frac|sqrt|sum|prod|max|min|log|exp|sin|cos|tanh|angle|cdot|odot|times|circ|top|in|neq?|le|ge|sim|approx|leftarrow|mapsto|to|infty|dots|mid|star|ast|lVert|rVert|lfloor|rfloor|lceil|rceil|[bB]igg?[lrm]?|left|right|q?quad|textstyle|displaystyle|begin\{cases\}|end\{cases\}|sum_|not)(?![A-Za-z])|\\[\\,;:!|{}#%& ]|[\s\d{}()[\]|_^+\-=<>.,:;&'*/!~]`;

const escaped = (tex: string): string => tex.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** A symbol, or markup; a command ends where its letters end. */
const PIECE = new RegExp(
  `(${Object.keys(SYMBOLS)
    .toSorted((a, b) => b.length - a.length)
    .map((tex) => escaped(tex) + (/\\[a-z]+$/i.test(tex) ? '(?![A-Za-z])' : ''))
    .join('|')})|${MARKUP}`,
  'y',
);

/** What a formula contains that the table does not have, from there on; null where it has everything. */
function unknownIn(tex: string): string | null {
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < tex.length) {
    const from = PIECE.lastIndex;
    if (!PIECE.test(tex)) return tex.slice(from);
  }
  return null;
}

describe.each(MARGINS)('%s', (name, explanation) => {
  it('is short, and so are its sentences', () => {
    const most = name.includes('walk, ') ? STAGE : ROOM;
    for (const depth of DEPTHS) {
      const text = prose(explanation[depth]);
      expect(
        text.reduce((sum, each) => sum + wordsOf(each), 0),
        depth,
      ).toBeLessThanOrEqual(most[depth]);
      expect(text.flatMap(sentencesOf).filter((sentence) => wordsOf(sentence) > SENTENCE)).toEqual([]);
    }
  });
  it('uses the symbols of the table, and no others', () => {
    for (const tex of formulas(explanation)) expect([tex, unknownIn(tex)]).toEqual([tex, null]);
  });
  it('speaks of softmax as the field writes it', () => {
    expect(JSON.stringify(explanation)).not.toMatch(/soft-max|dot-product|feedforward/i);
  });
});

test('a symbol that the table does not have is noticed', () => {
  expect(unknownIn(String.raw`q_i = \hat x_i W_Q R_i`)).toBeNull();
  expect(unknownIn(String.raw`q_i = W_X x_i`)).toBe('W_X x_i');
  expect(unknownIn(String.raw`\frac{1}{d_k}`)).toBe('d_k}');
  expect(unknownIn(String.raw`\zeta`)).toBe(String.raw`\zeta`);
});

test('the table has no symbol that stands for two things', () => {
  const meanings = Object.values(SYMBOLS).filter((meaning) => !meaning.startsWith('an activation function'));
  expect(new Set(meanings).size).toBeGreaterThanOrEqual(meanings.length - 1);
});
