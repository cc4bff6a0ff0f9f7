/**
 * What merges make of a text. Merges are applied in the order in which they were learnt, and a token is made only of tokens that were learnt
 * before it; so the tokens after the first few merges are those of all merges with each later token taken apart again.
 */
import type { LearntMerge } from '../../../app/api/types';

export const BYTES = 256;

/** A token as a chip draws it. */
export interface Drawn {
  readonly text: string;
  readonly bytes: string;
  readonly special: boolean;
}

export class Learnt {
  /** Of each id, its bytes in hexadecimal. */
  #bytes: string[] = Array.from({ length: BYTES }, (_, byte) => byte.toString(16).padStart(2, '0'));
  /** Of each merge, the ids of the two that it joined. */
  #pairs: (readonly [number, number])[];

  constructor(merges: readonly Pick<LearntMerge, 'left' | 'right'>[]) {
    for (const { left, right } of merges) this.#bytes.push(left + right);
    const ids = new Map(this.#bytes.map((bytes, id) => [bytes, id]));
    this.#pairs = merges.map(({ left, right }) => [ids.get(left)!, ids.get(right)!]);
  }

  token(id: number): Drawn {
    return drawn(this.#bytes[id] ?? '');
  }

  /** The ids of all merges as those of the first `merges`. */
  apart(ids: readonly number[], merges: number): number[] {
    const parts = new Map<number, readonly number[]>();
    const of = (id: number): readonly number[] => {
      if (id < BYTES + merges) return [id];
      let found = parts.get(id);
      if (!found) {
        const [left, right] = this.#pairs[id - BYTES]!;
        parts.set(id, (found = [...of(left), ...of(right)]));
      }
      return found;
    };
    return ids.flatMap(of);
  }
}

export function drawn(bytes: string): Drawn {
  const each = Uint8Array.from(bytes.match(/../g) ?? [], (byte) => parseInt(byte, 16));
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(each), bytes, special: false };
}

/** An example around the token that was made in it: '·th', 'e' in '·the'. The middle is empty where the token is no whole characters. */
export function around(example: string, token: string): [before: string, token: string, after: string] {
  const at = token.includes('\ufffd') ? -1 : example.indexOf(token);
  return at < 0 ? [example, '', ''] : [example.slice(0, at), token, example.slice(at + token.length)];
}
