/** A long branch in chunks, so that a token more touches the last of them alone. */
import type { Written } from '../../../app/api/types';

export interface Chunk {
  readonly first: number;
  readonly ids: readonly number[];
  readonly steps: readonly (Written | undefined)[];
}

/** How many tokens a chunk has. */
export const SIZE = 128;

/** The chunks of a branch; those of `before` that are still the same are the same objects. */
export function chunked(
  ids: readonly number[],
  steps: readonly (Written | undefined)[],
  before: readonly Chunk[],
): Chunk[] {
  return Array.from({ length: Math.ceil(ids.length / SIZE) }, (_, number) => {
    const first = number * SIZE;
    const [own, told] = [ids.slice(first, first + SIZE), steps.slice(first, first + SIZE)];
    const old = before[number];
    return old && same(old.ids, own) && same(old.steps, told) ? old : { first, ids: own, steps: told };
  });
}

const same = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((each, at) => each === other[at]);
