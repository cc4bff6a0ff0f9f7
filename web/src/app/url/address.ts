/** Where an address is written and read: the browser's own bar, or a history in memory for what has none. */

/** An entry of the history: its fragment, and the name that the page gave it; null where the page did not write it. */
export interface Entry {
  readonly fragment: string;
  readonly name: string | null;
}

export interface Address {
  read(): Entry;
  /** A new entry, so that Back comes to the one before. */
  push(name: string, fragment: string): void;
  /** The same entry with another fragment; without one, only its name. */
  replace(name: string, fragment?: string): void;
  /** Follows a link of the page; without it the browser does. */
  visit?(fragment: string): void;
  /** The whole link to a fragment, for whoever is sent it. */
  link(fragment: string): string;
  /** Tells when another entry was come to, and when the page is about to go. Returns how to stop that. */
  listen(comes: () => void, goes: () => void): () => void;
}

/** The address bar of this window. */
export class BrowserAddress implements Address {
  read(): Entry {
    const name: unknown = (history.state as { entry?: unknown } | null)?.entry;
    return { fragment: location.hash, name: typeof name === 'string' ? name : null };
  }

  push(name: string, fragment: string): void {
    history.pushState({ entry: name }, '', fragment);
  }

  replace(name: string, fragment?: string): void {
    history.replaceState({ entry: name }, '', fragment);
  }

  link(fragment: string): string {
    return new URL(fragment, location.href).href;
  }

  listen(comes: () => void, goes: () => void): () => void {
    addEventListener('popstate', comes);
    addEventListener('pagehide', goes);
    return () => {
      removeEventListener('popstate', comes);
      removeEventListener('pagehide', goes);
    };
  }
}

/** An address that no bar shows: of a page within another, or in a test. */
export class MemoryAddress implements Address {
  #entries: Entry[];
  #at = 0;
  #comes: () => void = () => undefined;

  constructor(fragment = '') {
    this.#entries = [{ fragment, name: null }];
  }

  read(): Entry {
    return this.#entries[this.#at]!;
  }

  push(name: string, fragment: string): void {
    this.#entries = [...this.#entries.slice(0, ++this.#at), { fragment, name }];
  }

  replace(name: string, fragment = this.read().fragment): void {
    this.#entries = this.#entries.with(this.#at, { fragment, name });
  }

  link(fragment: string): string {
    return fragment;
  }

  listen(comes: () => void): () => void {
    this.#comes = comes;
    return () => (this.#comes = () => undefined);
  }

  visit(fragment: string): void {
    this.#entries = [...this.#entries.slice(0, ++this.#at), { fragment, name: null }];
    this.#comes();
  }

  /** Goes back (-1) or forward (1), where there is something. */
  go(steps: number): void {
    const at = this.#at + steps;
    if (!this.#entries[at]) return;
    this.#at = at;
    this.#comes();
  }
}
