/** A prompt's tokens in runs: those of one message, or those that the template adds. */
import type { Token } from '../../../app/api/types';

export interface Run {
  /** The number of the message; null for the template. */
  source: number | null;
  /** The position of its first token. */
  from: number;
  tokens: Token[];
}

export function runsOf(tokens: readonly Token[], sources: readonly (number | null)[]): Run[] {
  const runs: Run[] = [];
  tokens.forEach((token, at) => {
    const source = sources[at] ?? null;
    const last = runs.at(-1);
    if (last && last.source === source) last.tokens.push(token);
    else runs.push({ source, from: at, tokens: [token] });
  });
  return runs;
}

/** How many tokens the template adds. */
export const added = (sources: readonly (number | null)[]): number => sources.filter((each) => each === null).length;
