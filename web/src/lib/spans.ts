/** Items that stand together along an axis. */

/** Items `[first, last)` of an axis. */
export type Span = readonly [first: number, last: number];

export const lengthOf = ([first, last]: Span): number => last - first;

export const holds = ([first, last]: Span, at: number): boolean => at >= first && at < last;
