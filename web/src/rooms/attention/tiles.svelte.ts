/** Tiles of a pattern, read as they come into view. The most recently seen are kept. */
import type { Client } from '../../app/api/client';
import type { Tensor } from '../../lib/tensor';
import { peaksOf, type Layer, type Matrix, type Window } from '../../marks/heatmap';
import type { Span } from '../../lib/spans';
import { keyOf, weights, type Place } from './source';
import { nameOf, TILE_CELLS, type Tile } from './tiles';
import { asProblem, isCancelled, type Problem } from '../../lib/problem';

/** A tile is at most 256 KiB, so all of them some 24 MiB. */
const KEPT = 96;
const AT_ONCE = 2;

interface Wanted {
  place: Place;
  tile: Tile;
  byRow: boolean;
  name: string;
}

export class Tiles {
  /** The wanted tiles that are here. */
  layers = $state.raw<readonly Layer[]>([]);
  /** Whether all wanted tiles are. */
  complete = $state(true);
  problem = $state.raw<Problem | null>(null);
  #kept = new Map<string, Layer>();
  #underWay = new Map<string, AbortController>();
  #wanted: Wanted[] = [];

  constructor(private readonly api: Client) {}

  /** Says which tiles are looked at, the most wanted first; what is read of others is given up. `byRow`: with the largest value of each row. */
  want(place: Place, tiles: readonly Tile[], byRow: boolean): void {
    this.#wanted = tiles.map((tile) => ({ place, tile, byRow, name: `${keyOf(place)}/${nameOf(tile)}/${byRow}` }));
    const names = new Set(this.#wanted.map(({ name }) => name));
    for (const [name, reading] of this.#underWay) {
      if (names.has(name)) continue;
      reading.abort();
      this.#underWay.delete(name);
    }
    this.problem = null;
    this.#show();
    this.#start();
  }

  stop(): void {
    for (const reading of this.#underWay.values()) reading.abort();
    this.#underWay.clear();
    this.#wanted = [];
  }

  #show(): void {
    const here = this.#wanted.flatMap(({ name }) => {
      const layer = this.#kept.get(name);
      if (!layer) return [];
      this.#kept.delete(name); // put back as the last one seen
      this.#kept.set(name, layer);
      return [layer];
    });
    while (this.#kept.size > Math.max(KEPT, here.length)) this.#kept.delete(this.#kept.keys().next().value ?? '');
    this.layers = here;
    this.complete = here.length === this.#wanted.length;
  }

  #start(): void {
    for (const wanted of this.#wanted) {
      if (this.#underWay.size >= AT_ONCE || this.problem) return;
      if (!this.#kept.has(wanted.name) && !this.#underWay.has(wanted.name)) void this.#read(wanted);
    }
  }

  async #read({ place, tile, byRow, name }: Wanted): Promise<void> {
    const reading = new AbortController();
    this.#underWay.set(name, reading);
    try {
      const layer = await readTile(this.api, place, tile, byRow, reading.signal);
      if (reading.signal.aborted) return;
      this.#kept.set(name, layer);
      this.#show();
    } catch (error) {
      if (!reading.signal.aborted && !isCancelled(error)) this.problem = asProblem(error);
    } finally {
      if (this.#underWay.get(name) === reading) {
        this.#underWay.delete(name);
        this.#start();
      }
    }
  }
}

async function readTile(api: Client, place: Place, tile: Tile, byRow: boolean, signal: AbortSignal): Promise<Layer> {
  const dtype = tile.window[0] * tile.window[1] === 1 ? 'float32' : 'float16';
  const part = { queries: tile.rows, dtype, pool: TILE_CELLS } as const;
  const [cells, rows] = await Promise.all([
    weights(api, place, { ...part, keys: tile.columns }, signal),
    byRow ? weights(api, place, part, signal) : null,
  ]);
  const matrix = matrixOf(cells);
  return {
    matrix,
    row: tile.rows[0],
    column: tile.columns[0],
    window: [windowOf(tile.rows), windowOf(tile.columns)],
    peaks: rows && peaksOf(matrixOf(rows)),
  };
}

/** The server's windows: as wide as they must be for no more than `cells` of them. */
export const windowOf = ([first, last]: Span, cells = TILE_CELLS): Window[0] => Math.ceil((last - first) / cells);

export function matrixOf({ shape, data }: Tensor): Matrix {
  const [rows = 0, columns = 0] = shape.slice(-2);
  return { rows, columns, values: data };
}
