/** Where a change in a text ends, so that a caret can be put there. */

/** The offset in `after` at which what differs from `before` ends (the two share what follows). */
export function changedUntil(before: string, after: string): number {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return after.length - tail;
}
