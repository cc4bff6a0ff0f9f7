import { describe, expect, it } from 'vitest';
import type { CaseResult } from './caseResults.svelte';
import { CASES, caseNamed } from './cases';
import * as judge from './verdicts';
import { changing, LONGEST, customTexts, without } from './customTexts';
import { nameOf, quoted, type Read } from './reading';
import { titleOf, unreachedSaid, verdict } from './words';

const numbers = new Map<string, number>();
const idOf = (text: string): number => numbers.get(text) ?? numbers.set(text, numbers.size).get(text)!;

/** A text cut where the strokes are; a piece in angle brackets is a special token. */
function read(cut: string): Read {
  const pieces = cut ? cut.split('|') : [];
  let start = 0;
  const tokens = pieces.map((text) => {
    const token = {
      id: idOf(text),
      text,
      bytes: '',
      special: /^<.*>$/.test(text),
      start,
      end: start + text.length,
      appended: false,
    };
    start = token.end;
    return token;
  });
  const text = pieces.join('');
  return { text, name: quoted(text), tokens };
}
const reads = (...cuts: string[]) => cuts.map(read);
const bare = (said: string) => said.replace(/[\u2066-\u2069]/g, '').replaceAll('\u00a0', ' ');
const judged = (by: judge.Judge, ...cuts: string[]) => {
  const { holds, says } = by(reads(...cuts));
  return [holds, bare(says)];
};

describe('a judge', () => {
  it('wants one token each, and none that is unknown', () => {
    expect(judged(judge.oneEach, 'cat', ' cat')).toEqual([true, 'makes 1 token of ‘cat’ and 1 of ‘·cat’']);
    expect(judged(judge.oneEach, 'cat', 'C|AT')[0]).toBe(false);
    expect(judged(judge.oneEach, '<unk>')).toEqual([
      false,
      'makes 1 token of ‘<unk>’; a special token takes the place of ‘<unk>’ or a part of it',
    ]);
    expect(judged(judge.noneIsOne, 'a|b', 'c')[0]).toBe(false);
    expect(judged(judge.noneIsOne, 'a|b', '<unk>')[0]).toBe(true);
  });
  it('counts characters as people do code points, and not UTF-16 units', () => {
    const parts = ['1', '2', '3', '4'].map((text, id) => ({
      id,
      text,
      bytes: 'f0',
      special: false,
      start: 0,
      end: 2,
      appended: false,
    }));
    const cuneiform: Read = { text: '𒀀', name: '𒀀', tokens: parts };
    expect(judge.atMostOneACharacter([cuneiform]).holds).toBe(false);
    expect(judge.atMostOneACharacter([{ ...cuneiform, tokens: parts.slice(0, 1) }]).holds).toBe(true);
    expect(judge.atMostOneACharacter([{ ...cuneiform, tokens: parts.slice(0, 2) }]).holds).toBe(false);
  });
  it('compares numbers of one length', () => {
    expect(judged(judge.evenByLength, '127', '128', '11|27')[0]).toBe(true);
    expect(judged(judge.evenByLength, '127', '1|28')).toEqual([false, 'makes 1 token of ‘127’ and 2 of ‘128’']);
  });
  it('knows growth in step from any other', () => {
    expect(judged(judge.proportional, '=|=', '=|=|=|=')[0]).toBe(true);
    expect(judged(judge.proportional, '==', '====')[0]).toBe(false);
    expect(judged(judge.proportional, '')[0]).toBe(null);
  });
  it('compares the first with the last', () => {
    expect(judged(judge.firstIsLonger, 'a|b', 'c')[0]).toBe(true);
    expect(judged(judge.firstIsLonger, 'a', 'c')[0]).toBe(false);
    expect(judged(judge.firstIsLonger, 'a')[0]).toBe(null);
  });
  it('says which texts have other tokens', () => {
    expect(judged(judge.sameTokens, 'hello', 'hello')).toEqual([true, 'gives both the same token']);
    expect(judged(judge.sameTokens, 'hello', 'HE|LLO')).toEqual([
      false,
      'gives ‘HELLO’ other tokens than ‘hello’: 2 in place of 1',
    ]);
  });
  it('finds tokens in a row within others', () => {
    expect(judged(judge.keptInOthers, 'a|b', 'x|a|b|y')[0]).toBe(true);
    expect(judged(judge.keptInOthers, 'a|b', 'a|x|b')[0]).toBe(false);
    expect(judged(judge.keptInOthers, 'hello', ' hello', 'hello| ')).toEqual([
      false,
      'does not have the 1 token of ‘hello’ in ‘·hello’',
    ]);
  });
  it('sees where a prompt leaves the whole', () => {
    expect(judged(judge.beginsTheSecond, 'is| ', 'is| |Paris')[0]).toBe(true);
    expect(judged(judge.beginsTheSecond, 'is| ', 'is| Paris')).toEqual([
      false,
      'has ‘·’ in ‘is·’, where ‘is Paris’ has ‘·Paris’',
    ]);
  });
  it('sees the order of letters', () => {
    expect(judged(judge.backwards, 'א|ב')[0]).toBe(false);
    const turned = read('א|ב');
    expect(judge.backwards([{ ...turned, tokens: turned.tokens.toReversed() }]).holds).toBe(true);
  });
  it('sees special tokens', () => {
    expect(judged(judge.stayText, '<s>', '[|SEP|]')).toEqual([false, 'reads ‘<s>’ as a special token']);
    expect(judged(judge.stayText, '<|s|>')[0]).toBe(true);
  });
  it('compares cuts with parts, and tells nothing of texts whose parts it does not know', () => {
    const by = judge.cutInto([['un', 'happi', 'ness']]);
    expect(judged(by, 'un|happi|ness')).toEqual([true, 'cuts ‘unhappiness’ as un|happi|ness']);
    expect(judged(by, 'un|happiness')[0]).toBe(false);
    expect(judged(by, ' unh|appiness')).toEqual([null, 'cuts ‘·unhappiness’ as ·unh|appiness']);
    expect(judged(by, 'un|kindness')[0]).toBe(null);
  });
  it('names the way in which digits are grouped', () => {
    expect(judged(judge.threesFromRight, '1|234|567')).toEqual([
      true,
      'cuts these numbers as 1|234|567, in threes from the right',
    ]);
    expect(judged(judge.threesFromRight, '123|456|7')).toEqual([
      false,
      'cuts these numbers as 123|456|7, in threes from the left',
    ]);
    expect(judged(judge.threesFromRight, '1|2|3|4')[1]).toContain('each digit by itself');
    expect(judged(judge.threesFromRight, '12|34|567')[1]).toContain('in pieces of its own');
    expect(judged(judge.threesFromRight, '7|654| |+| 4|321')).toEqual([
      true,
      'cuts these numbers as 7|654 and 4|321, in threes from the right',
    ]);
    expect(judged(judge.threesFromRight, 'none')[0]).toBe(null);
  });
});

describe('the cases', () => {
  it('have names and texts of their own, short enough to be tried', () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
    for (const { examples } of CASES) {
      expect(new Set(examples.map(({ text }) => text)).size).toBe(examples.length);
      for (const { text } of examples) expect(text.length).toBeLessThanOrEqual(LONGEST);
    }
    expect(caseNamed('no such case')).toBe(CASES[0]);
  });
  it('keep in the address only what was changed', () => {
    const of = caseNamed('capitals');
    expect(changing(of, 1, 'Bye')).toEqual({ try2: 'Bye' });
    expect(changing(of, 1, of.examples[1]!.text)).toEqual({ try2: null });
    expect(customTexts(of, { try2: 'Bye' })).toEqual(['hello', 'Bye', 'HELLO', 'hELLO']);
    expect(without({ try2: 'Bye', tk: 'gpt2' })).toEqual({ tk: 'gpt2' });
  });
  it('call a text by its label only while it is the case’s own', () => {
    const of = caseNamed('boundary');
    expect(nameOf(of, 1, of.examples[1]!.text)).toBe('the whole sentence');
    expect(bare(nameOf(of, 1, 'x\ty '))).toBe('‘x⇥y·’');
  });
});

describe('the verdict', () => {
  const told = (...all: (boolean | null)[]): Pick<CaseResult, 'holds' | 'problem'>[] =>
    all.map((holds) => ({ holds, problem: null }));

  it('counts those that could tell', () => {
    expect(bare(verdict(told(true, false, null)))).toBe('Holds for 1 of 2 tokenizers here.');
    expect(bare(verdict(told(true)))).toBe('Holds for 1 of 1 tokenizer here.');
    expect(verdict(told(null))).toBe('These texts can’t tell.');
    const failed = { holds: null, problem: { code: 'x', message: '', hint: '', limit: null, got: null } };
    expect(bare(verdict([...told(false), failed]))).toBe('Holds for 0 of 1 tokenizer here.');
  });
  it('is the title, where there is one', () => {
    const of = caseNamed('capitals');
    expect(titleOf(of, [])).toBe('Capital letters');
    expect(bare(titleOf(of, told(true, false)))).toBe(
      'Capital letters: what people say holds for 1 of 2 tokenizers here',
    );
  });
});

describe('what no text gives', () => {
  const said = (never: number, untold: number) =>
    bare(
      unreachedSaid({
        size: 5000,
        reaches: [
          { name: 'never', tokens: never },
          { name: 'not found', tokens: untold },
        ],
      }),
    );
  it('is told apart: what is proved, and what was tried', () => {
    expect(said(13, 0)).toBe('No text can give 13 of its 5,000 tokens.');
    expect(said(13, 2)).toBe('No text can give 13 of its 5,000 tokens; of 2 more no text was found that gives them.');
    expect(said(0, 1)).toBe('Of 1 of its 5,000 tokens no text was found that gives it.');
    expect(said(0, 0)).toBe('A text can give each of its 5,000 tokens.');
  });
});
