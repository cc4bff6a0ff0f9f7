/**
 * One reader's page: an address, a model, a text and a trace, and what asks the server for them. Nothing of these stands in a module, so that
 * several live beside each other.
 */
import { createContext } from 'svelte';
import { Carrier, type Fetch } from './api/carrier';
import { Client } from './api/client';
import { Connection } from './connection.svelte';
import { Exporting } from './exporting.svelte';
import { Notices } from './notices.svelte';
import { Session } from './session.svelte';
import type { Settings } from './settings.svelte';
import type { Address } from './url/address';
import type { Grammar } from './url/grammar';
import { Route, type Follower } from './url/route.svelte';

export interface Surroundings {
  /** What takes requests to the server and brings its answers. */
  fetch: Fetch;
  address: Address;
  /** The reader's, which several workspaces may share. */
  settings: Settings;
  /** What words an address may have. */
  grammar?: Grammar;
  /** Told when the reader goes from one entry of the history to another. */
  follower?: Follower;
  /** Stands before the ids of its elements, so that several workspaces can stand in one document. */
  name?: string;
}

export class Workspace {
  readonly name: string;
  readonly settings: Settings;
  readonly notices = new Notices();
  readonly exporting = new Exporting();
  readonly api: Client;
  readonly route: Route;
  readonly connection: Connection;
  readonly session: Session;
  readonly #parts = new Map<unknown, unknown>();
  readonly #ends: (() => void)[] = [];

  /** To be made outside of components, which must not own it. */
  constructor({ fetch, address, settings, grammar, follower, name = '' }: Surroundings) {
    const carrier = new Carrier(fetch);
    this.name = name;
    this.settings = settings;
    this.api = new Client(carrier);
    this.route = new Route(address, this.notices, grammar, follower);
    this.connection = new Connection(() => carrier.answers());
    this.session = new Session(this.api, this.route, this.connection);
    carrier.remake = (id) => this.session.remake(id);
    carrier.whenBack = this.connection.back;
  }

  /** Asks the server who it is, and follows the address from then on. Call once. */
  start(): void {
    this.#ends.push(this.connection.start(), this.session.start(), this.route.close);
  }

  /** Gives up what is asked for, and listens no more. */
  stop(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  /** The id of an element of which there is one in a workspace. */
  id = (of: string): string => this.name + of;

  element = (of: string): HTMLElement | null => document.getElementById(this.id(of));

  /**
   * A listener on the window that hears what is meant here: what comes from within, and what comes from nowhere in particular where no other
   * workspace stands in the document. Each is drawn in an element that has `data-workspace`.
   */
  heard =
    <E extends Event>(listener: (event: E) => void) =>
    (event: E): void => {
      const within = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-workspace]') : null;
      const meant = within
        ? within.dataset['workspace'] === this.name
        : document.querySelectorAll('[data-workspace]').length < 2;
      if (meant) listener(event);
    };

  /** What a room keeps beyond its views: made when it is first wanted, and the same from then on. */
  part<T>(Part: new (workspace: Workspace) => T): T {
    if (!this.#parts.has(Part)) {
      // In a root of its own: what is derived in it outlives the view that wanted it first.
      this.#ends.push($effect.root(() => void this.#parts.set(Part, new Part(this))));
    }
    return this.#parts.get(Part) as T;
  }
}

/** The workspace that a component is in; to be called while it is made. */
export const [useWorkspace, provideWorkspace] = createContext<Workspace>();
