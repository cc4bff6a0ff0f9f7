/** The ways in which continuations are written, and the most tokens that are written at once. */
export const WAYS = ['greedy', 'chance'] as const;
export const MOST = 4096;
