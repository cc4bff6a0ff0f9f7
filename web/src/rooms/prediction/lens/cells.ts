/** What is known of a lens grid so far: one place for each stream and position, filled by rectangles as they come. */
import type { LensAnswer, LensRow, LensToken, Token, TraceAnswer } from '../../../app/api/types';

export interface At {
  /** The number of a stream. */
  row: number;
  column: number;
}

export interface Cell {
  /** The most probable token. */
  id: number;
  probability: number;
  /** In bits. */
  entropy: number;
  /** The token that is followed here, its probability, and its rank: 0 for the most probable. */
  followed: number;
  followedProbability: number;
  rank: number;
}

export class Cells {
  readonly tokens = new Map<number, LensToken>();
  readonly #ids: Int32Array;
  readonly #ranks: Int32Array;
  readonly #numbers: Float32Array;
  readonly #followed: Int32Array;
  readonly #places: ReadonlyMap<string, number>;
  /** How many cells have come. */
  count = 0;

  /**
   * @param rows all streams, in order of computation
   * @param follow the token that is followed at every position; null: what really stands there
   */
  constructor(
    readonly trace: TraceAnswer,
    readonly rows: readonly LensRow[],
    readonly follow: number | null,
  ) {
    const size = rows.length * this.columns.length;
    this.#ids = new Int32Array(size).fill(-1);
    this.#ranks = new Int32Array(size);
    this.#numbers = new Float32Array(3 * size);
    this.#followed = new Int32Array(this.columns.length).fill(-1);
    this.#places = new Map(rows.map(({ site }, row) => [site, row]));
  }

  /** The tokens at whose positions predictions are made: in a model of two stacks, the decoder's. */
  get columns(): readonly Token[] {
    return this.trace.target.length ? this.trace.target : this.trace.tokens;
  }

  has(row: number, column: number): boolean {
    return (this.#ids[row * this.columns.length + column] ?? -1) >= 0;
  }

  at(row: number, column: number): Cell | null {
    if (!this.has(row, column)) return null;
    const at = row * this.columns.length + column;
    const [probability = NaN, entropy = NaN, followedProbability = NaN] = this.#numbers.subarray(3 * at, 3 * at + 3);
    return {
      id: this.#ids[at]!,
      probability,
      entropy,
      followed: this.#followed[column]!,
      followedProbability,
      rank: this.#ranks[at]!,
    };
  }

  /** The token that is followed at a position, once anything of it has come. */
  followedAt(column: number): LensToken | null {
    return this.tokens.get(this.#followed[column] ?? -1) ?? null;
  }

  put(answer: LensAnswer): void {
    for (const [id, token] of Object.entries(answer.tokens)) this.tokens.set(Number(id), token);
    answer.followed.forEach((id, i) => (this.#followed[answer.start + i] = id));
    answer.rows.forEach((site, i) => {
      const row = this.#places.get(site);
      if (row === undefined) return;
      answer.ids[i]!.forEach((id, j) => {
        const at = row * this.columns.length + answer.start + j;
        if (this.#ids[at]! < 0) this.count += 1;
        this.#ids[at] = id;
        this.#ranks[at] = answer.ranks[i]![j]!;
        const numbers = [answer.probabilities[i]![j]!, answer.entropy[i]![j]!, answer.followed_probabilities[i]![j]!];
        this.#numbers.set(numbers, 3 * at);
      });
    });
  }
}
