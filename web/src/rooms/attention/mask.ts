/** Which cells of a pattern are not there. */
import type { Absent } from '../../marks/heat';

/** A causal model's query has no keys ahead of it. In a pooled picture a cell is absent when all that it stands for is. */
export const ahead: Absent = (query, key) => key > query;

/** Whether a window hides a pair of tokens: keys of that many tokens away, or more. */
export const isBeyond = (window: number | undefined, query: number, key: number): boolean =>
  window ? Math.abs(query - key) >= window : false;

/** A model that reads in both directions has every cell. */
export const everywhere: Absent = () => false;
