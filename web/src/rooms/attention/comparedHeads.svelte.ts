/** The heads whose lines are drawn together, each with its own weights: the open one, and those that the address names beside it. */
import { untrack } from 'svelte';
import type { Route } from '../../app/url/route.svelte';
import { HeadReader, keyOf, type Place } from './head.svelte';
import type { Head, OpenHead } from './openHead.svelte';

/** People tell this many colours apart. */
export const MOST_HEADS = 8;

export const isSame = (a: Head, b: Head): boolean => a.layer === b.layer && a.head === b.head;

/** '3.5,4.1' as heads, each once; what is no head of the model is left out. */
export function parseHeads(text: string | undefined, has: (head: Head) => boolean): Head[] {
  const heads: Head[] = [];
  for (const word of (text ?? '').split(',')) {
    const found = /^(\d{1,4})\.(\d{1,4})$/.exec(word);
    const head = found && { layer: Number(found[1]), head: Number(found[2]) };
    if (head && has(head) && !heads.some((other) => isSame(other, head))) heads.push(head);
  }
  return heads;
}

export const formatHeads = (heads: readonly Head[]): string =>
  heads.map(({ layer, head }) => `${layer}.${head}`).join(',');

/** The open head first, then the others; at most eight. */
export const openFirst = (open: Head, others: readonly Head[]): Head[] =>
  [open, ...others.filter((head) => !isSame(head, open))].slice(0, MOST_HEADS);

/** The others with one more, or with one less where it was there. */
export function toggled(others: readonly Head[], head: Head): Head[] {
  const without = others.filter((other) => !isSame(other, head));
  return without.length < others.length ? without : [...others, head].slice(0, MOST_HEADS - 1);
}

/** The heads that the address names beside the open one, as far as a model could have them. */
export const named = (route: Route): Head[] => parseHeads(route.view['heads'], () => true);

export const setNamed = (route: Route, heads: readonly Head[]): void =>
  route.keep({ heads: heads.length ? formatHeads(heads) : null });

/** One of them: the weights of the whole pattern, where it is short enough to be exact, and of the query that is read. */
export interface Drawn extends Head {
  colour: `--${string}`;
  /** `(queries, keys)`, row by row. */
  whole: Float32Array | null;
  weights: Float32Array | null;
}

export class ComparedHeads {
  readonly #openHead: OpenHead;
  readonly #readers = new Map<string, HeadReader>();

  readonly heads: readonly Head[] = $derived.by(() => {
    const { map, head } = this.#openHead.opened;
    const has = ({ layer, head }: Head) => Boolean(map.patterns[layer]) && head < map.heads;
    return openFirst(head, parseHeads(this.#openHead.workspace.route.view['heads'], has));
  });
  /** More than the open one. */
  readonly several: boolean = $derived(this.heads.length > 1);
  readonly drawn: readonly Drawn[] = $derived(this.heads.map((head, at) => this.#drawn(head, at)));
  readonly problem = $derived(
    this.heads.map((head) => this.#readerOf(head).problem).find((problem) => problem !== null) ?? null,
  );

  /** Reads the heads beside the open one from now on. To be made while a component is. */
  constructor(openHead: OpenHead) {
    this.#openHead = openHead;
    $effect(() => this.#each((reader, place) => reader.open(place)));
    $effect(() => {
      const row = openHead.row;
      for (const head of this.heads) void this.#readerOf(head).whole;
      return this.#each((reader, place) => reader.read(place, row));
    });
  }

  again = (): void => void this.#each((reader, place) => reader.open(place));

  /** Does something with the reader of each head but the open one, which `OpenHead` reads. Returns how to give all of it up. */
  #each(read: (reader: HeadReader, place: Place) => () => void): () => void {
    const places = this.heads.slice(1).map((head) => [this.#readerOf(head), this.#placeOf(head)] as const);
    // What a reader finds is no reason to begin again.
    const stops = untrack(() => places.map(([reader, place]) => read(reader, place)));
    return () => stops.forEach((stop) => stop());
  }

  #drawn(head: Head, at: number): Drawn {
    const { row } = this.#openHead;
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
    const { opened, reader } = this.#openHead;
    if (head.layer === opened.head.layer && head.head === opened.head.head) return reader;
    const name = `${head.layer}.${head.head}`;
    const found = this.#readers.get(name) ?? new HeadReader(this.#openHead.workspace.api);
    this.#readers.set(name, found);
    return found;
  }

  #placeOf({ layer, head }: Head): Place {
    const { trace, map } = this.#openHead.opened;
    return { trace, map, layer, head };
  }
}
