/** What is looked at in an open head: its pattern, the query that is read, the key that is pointed at. */
import type { AttentionMap, TraceAnswer } from '../../app/api/types';
import { percent } from '../../lib/numbers';
import type { Workspace } from '../../app/workspace.svelte';
import { HeadReader, keyOf } from './head.svelte';
import { keysOf, queriesOf } from './attentionKinds';
import { absentOf, ahead } from './mask';
import { sizeOf, tokensAsItems, type By, type Item, type Over, type Place } from './source';
import { quoted } from '../../lib/tokens';

export interface Head {
  layer: number;
  head: number;
}

/** The head that is open, and the query that was picked (or the last one). */
export interface Opened {
  trace: TraceAnswer;
  map: AttentionMap;
  head: Head;
  query: number;
  /** One head alone and token by token, where nothing else is said. */
  over?: Over;
  by?: By;
}

export class OpenHead {
  readonly reader: HeadReader;
  pointed = $state.raw<{ row: number; column: number | null } | null>(null);
  /** The key that is pointed at in a list. */
  key = $state<number | null>(null);

  readonly opened: Opened = $derived.by(() => this.#opened());
  readonly place: Place = $derived.by(() => {
    const { trace, map, head, over = 'head', by = 'token' } = this.opened;
    return { trace, map, ...head, over, by };
  });
  readonly absent = $derived(absentOf(this.opened.map, this.opened.head.layer, this.opened.over, this.opened.by));
  readonly whole = $derived.by(() => this.reader.whole);
  readonly current = $derived(this.whole?.key === keyOf(this.place));
  // What is drawn may still be the text before: everything goes by its tokens (or words).
  readonly queries: readonly Item[] = $derived(
    this.whole?.queries ?? tokensAsItems(queriesOf(this.opened.trace, this.opened.map)),
  );
  readonly keys: readonly Item[] = $derived(
    this.whole?.keys ?? tokensAsItems(keysOf(this.opened.trace, this.opened.map)),
  );
  /** The query that is read. */
  readonly row = $derived(
    Math.min(this.pointed?.row ?? itemAt(this.queries, this.opened.query), this.queries.length - 1),
  );
  readonly column = $derived.by(() => {
    const at = this.pointed?.column ?? this.key;
    return at !== null && at < this.keys.length && !this.absent(this.row, at) ? at : null;
  });
  /** The query's weights, exactly; null until they are there. */
  readonly weights: Float32Array | null = $derived.by(() => {
    const { whole, row } = this;
    const n = this.keys.length;
    if (this.current && whole?.exact) return whole.matrix.values.subarray(row * n, (row + 1) * n);
    const read = this.reader.row;
    return read && read.key === keyOf(this.place) && read.query === row ? read.values : null;
  });
  /** The picked query, where there is one. */
  readonly picked = $derived.by(() => {
    const { selected } = this.workspace.session;
    return selected !== null && selected < sizeOf(this.place)[0] ? itemAt(this.queries, selected) : null;
  });

  readonly #opened: () => Opened;
  readonly workspace: Workspace;

  /** Reads what `opened` says from now on. To be made while a component is. */
  constructor(workspace: Workspace, opened: () => Opened) {
    this.workspace = workspace;
    this.reader = new HeadReader(workspace.api);
    this.#opened = opened;
    $effect(() => this.reader.open(this.place));
    $effect(() => (this.current ? this.reader.read(this.place, this.row) : undefined));
  }

  pick = (row: number): void =>
    this.workspace.route.go(
      { at: this.queries[row]?.at ?? row },
      this.workspace.session.selected === null ? 'push' : 'replace',
    );

  queryName = (at: number): string => quoted(this.queries[at]);
  keyName = (at: number): string => quoted(this.keys[at]);

  /** A pair in words, with its weight where that is known. */
  describe = (row: number, column: number): string => {
    const pair = `Query ${this.queryName(row)} at ${row}, key ${this.keyName(column)} at ${column}`;
    if (this.absent(row, column)) {
      const isAhead = this.opened.map.causal && ahead(row, column);
      return `${pair}: not there, the key is ${isAhead ? 'ahead of the query' : 'outside the window'}`;
    }
    const weight = row === this.row ? this.weights?.[column] : undefined;
    return weight === undefined ? pair : `${pair}: ${percent(weight)}`;
  };
}

/** Which item has a token; the last one, if the token is beyond. */
function itemAt(items: readonly Item[], token: number): number {
  if (items[token]?.at === token) return token;
  const after = items.findIndex(({ at }) => at > token);
  return (after < 0 ? items.length : after) - 1;
}
