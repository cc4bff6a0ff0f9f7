/** What is said of a case under all the tokenizers, in sentences with its numbers. */
import { count, counted } from '../../../lib/numbers';
import type { Table } from '../../../lib/table';
import type { VocabularyReaches } from '../../../app/api/types';
import type { Case } from './cases';
import type { CaseResult } from './caseResults.svelte';

/** 'Holds for 2 of 4 tokenizers here.' */
export function verdict(judged: readonly Pick<CaseResult, 'holds' | 'problem'>[]): string {
  const told = judged.filter(({ problem, holds }) => !problem && holds !== null);
  if (!told.length) return 'These texts can’t tell.';
  const holding = told.filter(({ holds }) => holds).length;
  return `Holds for ${count(holding)} of ${counted(told.length, 'tokenizer')} here.`;
}

/** How many tokens of a vocabulary no text gives: proved, and as far as was tried. */
export function unreachedSaid({ size, reaches }: VocabularyReaches): string {
  const of = (reach: string) => reaches.find(({ name }) => name === reach)?.tokens ?? 0;
  const [never, untold] = [of('never'), of('not found')];
  const all = counted(size, 'token');
  if (!never && !untold) return `A text can give each of its ${all}.`;
  const tried = `${never ? 'of ' : 'Of '}${count(untold)}${never ? ' more' : ` of its ${all}`} no text was found that gives ${untold === 1 ? 'it' : 'them'}`;
  if (!never) return `${tried}.`;
  return `No text can give ${count(never)} of its ${all}${untold ? `; ${tried}` : ''}.`;
}

export function titleOf(of: Case, judged: readonly Pick<CaseResult, 'holds' | 'problem'>[]): string {
  if (!judged.some(({ problem, holds }) => !problem && holds !== null)) return of.title;
  return `${of.title}: what people say ${verdict(judged).replace('Holds', 'holds').replace(/\.$/, '')}`;
}

/** A row for each token of each text under each tokenizer. */
export const tableOf = (judged: readonly CaseResult[], title: (name: string) => string): Table => ({
  columns: ['tokenizer', 'holds', 'text', 'position', 'id', 'token', 'bytes', 'special'],
  rows: judged.flatMap(({ name, holds, reads }) =>
    reads.flatMap((read) =>
      read.tokens.map((token, at) => [
        title(name),
        String(holds),
        read.text,
        at,
        token.id,
        token.text,
        token.bytes,
        String(token.special),
      ]),
    ),
  ),
});
