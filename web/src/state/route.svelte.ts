/**
 * Where the page is: the URL fragment as reactive fields. The fragment is the whole state, so a link reproduces the view.
 *
 * Read the fields; change them with `route.go`. Deliberate steps (a room, a head, a token) are pushed, so that the Back button undoes them;
 * typing replaces.
 */
import { formatFragment, parseFragment, type Place, type Room } from './fragment';

/** Longer than this and browsers refuse the address: the text then stays out of it, and sharing says so. */
const LONGEST = 1_900_000;
/** Browsers limit how often an address may change; typing is written at most this often, in milliseconds. */
const PACE = 150;

class Route {
  #place = $state.raw<Place>(parseFragment(location.hash));
  // Derived one by one: who reads the text need not hear that another head was opened.
  readonly room: Room = $derived(this.#place.room);
  /** The model's name; empty until the server has said which. */
  readonly model: string = $derived(this.#place.model ?? '');
  readonly text: string = $derived(this.#place.text ?? '');
  /** Whether the address names a text at all (it may be the empty one). */
  readonly hasText: boolean = $derived(this.#place.text !== null);
  /** What a two-stack model's decoder is given after its start token. */
  readonly target: string = $derived(this.#place.target ?? '');
  readonly appended: readonly number[] = $derived(this.#place.appended);
  readonly layer: number | null = $derived(this.#place.layer);
  readonly head: number | null = $derived(this.#place.head);
  /** The selected position. It may lie beyond the text's last token: use `session.selected` for one that does not. */
  readonly at: number | null = $derived(this.#place.at);
  /** What rooms keep for themselves. Change one with `route.go({ view: { ...route.view, key: 'value' } })`. */
  readonly view: Readonly<Record<string, string>> = $derived(this.#place.view);
  /** The place as it is written: long texts take their time to write. */
  #fragment = formatFragment(this.#place);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #written = 0;

  constructor() {
    addEventListener('popstate', () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#place = parseFragment(location.hash);
      this.#fragment = formatFragment(this.#place);
    });
    addEventListener('pagehide', () => this.#flush());
  }

  /** Whether the text fits into an address; where it doesn't, a link can't carry it. */
  get shareable(): boolean {
    return formatFragment(this.#place).length <= LONGEST;
  }

  /** Changes some of the state; what is not named stays. Pushes a step in the browser's history unless told to replace. */
  go(changes: Partial<Place>, how: 'push' | 'replace' = 'push'): void {
    const next = { ...this.#place, ...changes };
    const fragment = formatFragment(next);
    if (fragment === this.#fragment) return;
    if (how === 'push') this.#flush();
    this.#place = next;
    this.#fragment = fragment;
    if (how === 'push') history.pushState(null, '', this.#address());
    else this.#later();
  }

  /** The address of the state with some changes, for links. */
  href(changes: Partial<Place> = {}): string {
    return formatFragment({ ...this.#place, ...changes });
  }

  #address(): string {
    const whole = this.#fragment;
    return whole.length <= LONGEST ? whole : formatFragment({ ...this.#place, text: null, target: null, appended: [] });
  }

  #later(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#flush(), Math.max(0, this.#written + PACE - performance.now()));
  }

  #flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#written = performance.now();
    history.replaceState(null, '', this.#address());
  }
}

export const route = new Route();
