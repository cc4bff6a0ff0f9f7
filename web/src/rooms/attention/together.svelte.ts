/** The heads whose lines are drawn together, each with its own weights. */
import { untrack } from 'svelte';
import { parseHeads, together } from './beside';
import { HeadReader, keyOf, type Place } from './head.svelte';
import type { Head, Looking } from './looking.svelte';

/** One of them: the weights of the whole pattern, where it is short enough to be exact, and of the query that is read. */
export interface Drawn extends Head {
  colour: `--${string}`;
  /** `(queries, keys)`, row by row. */
  whole: Float32Array | null;
  weights: Float32Array | null;
}

export class Together {
  readonly #looking: Looking;
  readonly #readers = new Map<string, HeadReader>();

  readonly heads: readonly Head[] = $derived.by(() => {
    const { map, head } = this.#looking.opened;
    const has = ({ layer, head }: Head) => Boolean(map.patterns[layer]) && head < map.heads;
    return together(head, parseHeads(this.#looking.workspace.route.view['heads'], has));
  });
  /** More than the open one. */
  readonly several: boolean = $derived(this.heads.length > 1);
  readonly drawn: readonly Drawn[] = $derived(this.heads.map((head, at) => this.#drawn(head, at)));
  readonly problem = $derived(
    this.heads.map((head) => this.#readerOf(head).problem).find((problem) => problem !== null) ?? null,
  );

  /** Reads the heads beside the open one from now on. To be made while a component is. */
  constructor(looking: Looking) {
    this.#looking = looking;
    $effect(() => this.#each((reader, place) => reader.open(place)));
    $effect(() => {
      const row = looking.row;
      for (const head of this.heads) void this.#readerOf(head).whole;
      return this.#each((reader, place) => reader.read(place, row));
    });
  }

  again = (): void => void this.#each((reader, place) => reader.open(place));

  /** Does something with the reader of each head but the open one, which `Looking` reads. Returns how to give all of it up. */
  #each(read: (reader: HeadReader, place: Place) => () => void): () => void {
    const places = this.heads.slice(1).map((head) => [this.#readerOf(head), this.#placeOf(head)] as const);
    // What a reader finds is no reason to begin again.
    const stops = untrack(() => places.map(([reader, place]) => read(reader, place)));
    return () => stops.forEach((stop) => stop());
  }

  #drawn(head: Head, at: number): Drawn {
    const { row } = this.#looking;
    const [reader, key] = [this.#readerOf(head), keyOf(this.#placeOf(head))];
    const colour = `--head-${at + 1}` as const;
    const { whole, row: read } = reader;
    if (whole?.key === key && whole.exact) {
      const { columns, values } = whole.matrix;
      return { ...head, colour, whole: values, weights: values.subarray(row * columns, (row + 1) * columns) };
    }
    return { ...head, colour, whole: null, weights: read?.key === key && read.query === row ? read.values : null };
  }

  #readerOf(head: Head): HeadReader {
    const { opened, reader } = this.#looking;
    if (head.layer === opened.head.layer && head.head === opened.head.head) return reader;
    const name = `${head.layer}.${head.head}`;
    const found = this.#readers.get(name) ?? new HeadReader(this.#looking.workspace.api);
    this.#readers.set(name, found);
    return found;
  }

  #placeOf({ layer, head }: Head): Place {
    const { trace, map } = this.#looking.opened;
    return { trace, map, layer, head };
  }
}
