/** What stands in each cell of the stages: a probability, or what a filter cut. */
import type { SamplingAnswer } from '../../../app/api/types';
import type { Table } from '../../../lib/table';

export interface Cell {
  /** A probability after this stage; where the stage cut it, the one before; null where it was cut earlier. */
  share: number | null;
  /** This stage cut it. */
  cut: boolean;
}

/** One token's way through the stages. */
export function cellsOf({ stages }: SamplingAnswer, token: number): Cell[] {
  return stages.map(({ probabilities }, at) => {
    const share = probabilities[token] ?? null;
    const before = at ? (stages[at - 1]!.probabilities[token] ?? null) : null;
    return share === null && before !== null ? { share: before, cut: true } : { share, cut: false };
  });
}

export interface Others extends Cell {
  /** How many tokens are left that are not listed; where all were cut, how many there were. */
  tokens: number;
}

/** The way of all tokens that are not listed, together. */
export function othersOf({ stages }: SamplingAnswer): Others[] {
  return stages.map(({ rest_count, rest_probability }, at) => {
    const before = stages[at - 1];
    if (rest_count || !before?.rest_count)
      return { share: rest_count ? rest_probability : null, cut: false, tokens: rest_count };
    return { share: before.rest_probability, cut: true, tokens: before.rest_count };
  });
}

/** How often a listed token was drawn, or all others together (null); 0 where it never was. */
export const oftenOf = ({ often }: SamplingAnswer, id: number | null): number =>
  often.find((each) => each.id === id)?.count ?? 0;

/** All of it as a table to keep: a row a listed token, one for the others, what is cut is empty. */
export function tableOf(answer: SamplingAnswer): Table {
  const { stages, tokens, draws } = answer;
  const names = stages.map(({ name, setting }) => (setting === null ? name : `${name} ${setting}`));
  const counted = draws ? [`of ${draws} draws`] : [];
  const shares = (token: number) => stages.map(({ probabilities }) => probabilities[token] ?? null);
  const logits = (token: number) => stages.map((stage) => stage.logits[token] ?? null);
  return {
    columns: [
      'id',
      'token',
      ...names.map((name) => `probability after ${name}`),
      ...names.map((name) => `logit after ${name}`),
      ...counted,
    ],
    rows: [
      ...tokens.map(({ id, text }, at) => [
        id,
        text,
        ...shares(at),
        ...logits(at),
        ...(draws ? [oftenOf(answer, id)] : []),
      ]),
      [
        null,
        'all others',
        ...stages.map(({ rest_count, rest_probability }) => (rest_count ? rest_probability : null)),
        ...stages.map(() => null),
        ...(draws ? [oftenOf(answer, null)] : []),
      ],
    ],
  };
}
