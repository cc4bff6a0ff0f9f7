/** Items that stand together along an axis. */

/** Items `[first, last)` of an axis. */
export type Span = readonly [first: number, last: number];

export const lengthOf = ([first, last]: Span): number => last - first;

export const holds = ([first, last]: Span, at: number): boolean => at >= first && at < last;

/** The items of a span, one by one. */
export const each = ([first, last]: Span): number[] => Array.from({ length: last - first }, (_, i) => first + i);
