/** A search through a vocabulary, and its tokens, of which only those near what is seen are read and held. */
import type { Client } from '../../../app/api/client';
import type { VocabularyAnswer, VocabularyPage, VocabularyQuery } from '../../../app/api/types';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';
import { Resource } from '../../../lib/resource.svelte';

export interface Cell {
  readonly id: number;
  readonly text: string;
  readonly bytes: string;
  readonly special: boolean;
  readonly lost: boolean;
}

export const PAGE = 256;
/** How many pages are held; what is farthest from what is seen goes first. */
const HELD = 40;

export class Found {
  #pages = $state.raw<ReadonlyMap<number, VocabularyPage>>(new Map());
  #asked = new Set<number>();
  #stop = new AbortController();
  problem = $state.raw<Problem | null>(null);

  constructor(
    private readonly api: Client,
    readonly query: VocabularyQuery,
    readonly answer: VocabularyAnswer,
  ) {}

  /** The token at a place among those found, or null until it was read. */
  at(place: number): Cell | null {
    const page = this.#pages.get(Math.floor(place / PAGE));
    const at = place % PAGE;
    const id = page?.ids[at];
    if (!page || id === undefined) return null;
    const reach = page.reaches[at];
    return {
      id,
      text: page.texts[at]!,
      bytes: page.bytes[at]!,
      special: page.kinds[at] === 'special',
      lost: reach === 'never' || reach === 'not found',
    };
  }

  /** Reads the tokens from one place to another, where they are not here. */
  want(from: number, to: number): void {
    const [first, last] = [Math.floor(from / PAGE), Math.floor(Math.max(from, to - 1) / PAGE)];
    for (let page = first; page <= last; page++) if (!this.#asked.has(page)) void this.#read(page);
    this.#letGo((first + last) / 2);
  }

  /** All tokens found, a few thousand at a time. */
  async *all(): AsyncGenerator<VocabularyPage> {
    const STEP = 5000;
    for (let from = 0; from < this.answer.found; from += STEP)
      yield await this.api.vocabularyPage(this.query, { first: from, count: STEP, merges: true });
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(page: number): Promise<void> {
    if (page * PAGE >= this.answer.found) return;
    this.#asked.add(page);
    try {
      const read = await this.api.vocabularyPage(this.query, { first: page * PAGE, count: PAGE }, this.#stop.signal);
      this.#pages = new Map(this.#pages).set(page, read);
      this.problem = null;
    } catch (error) {
      this.#asked.delete(page);
      if (!isCancelled(error)) this.problem = asProblem(error);
    }
  }

  #letGo(middle: number): void {
    if (this.#pages.size <= HELD) return;
    const near = [...this.#pages].sort(([a], [b]) => Math.abs(a - middle) - Math.abs(b - middle)).slice(0, HELD);
    for (const page of this.#pages.keys()) if (!near.some(([kept]) => kept === page)) this.#asked.delete(page);
    this.#pages = new Map(near);
  }
}

export interface Searched {
  readonly query: VocabularyQuery;
  /** A token of which the place among those found is told too. */
  readonly near: number | null;
}

export class Searching extends Resource<Searched, Found> {
  constructor(api: Client) {
    super(async ({ query, near }, signal) => new Found(api, query, await api.searchVocabulary(query, near, signal)));
  }

  protected override take(asked: Searched, found: Found): void {
    this.value?.close();
    super.take(asked, found);
  }
}
