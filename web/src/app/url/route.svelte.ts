/**
 * Where the page is: the URL fragment as reactive fields. The fragment is the whole state, so a link reproduces the view.
 *
 * Read the fields; change them with `route.go`. Deliberate steps (a room, a head, a token) are pushed, so that the Back button undoes them;
 * typing replaces. Each room keeps words of its own: they leave the address with the room, and come back with it.
 */
import { untrack } from 'svelte';
import type { Notices } from '../notices.svelte';
import type { Address } from './address';
import { formatFragment, readFragment, takes, type UrlState, type Room } from './fragment';
import type { Grammar } from './grammar';

/** Longer than this and browsers refuse the address: the text then stays out of it, and sharing says so. */
const LONGEST = 1_900_000;
/** Browsers limit how often an address may change; typing is written at most this often, in milliseconds. */
const PACE = 150;

/** What of the state is to change. `words` are some of the room's own (null takes one away), `view` is all of them. */
export interface Changes extends Partial<UrlState> {
  words?: Readonly<Record<string, string | null>>;
}

/** Told when an entry of the browser's history is left, and when the page comes to one. */
export interface Follower {
  leaves(entry: string): void;
  comes(entry: string, back: boolean): void;
}

type View = UrlState['view'];

export class Route {
  /** The same as `#state`, not reactive: while a component is taken away, Svelte reads a reactive field as it was before. */
  #now: UrlState = readFragment('').state;
  #state = $state.raw<UrlState>(this.#now);
  // Derived one by one: who reads the text need not hear that another head was opened.
  readonly room: Room = $derived(this.#state.room);
  /** The model's name; empty until the server has said which. */
  readonly model: string = $derived(this.#state.model ?? '');
  readonly text: string = $derived(this.#state.text ?? '');
  /** Whether the address names a text at all (it may be the empty one). */
  readonly hasText: boolean = $derived(this.#state.text !== null);
  /** What a two-stack model's decoder is given after its start token. */
  readonly target: string = $derived(this.#state.target ?? '');
  readonly appended: readonly number[] = $derived(this.#state.appended);
  readonly layer: number | null = $derived(this.#state.layer);
  readonly head: number | null = $derived(this.#state.head);
  /** The selected position. It may lie beyond the text's last token: use `session.selected` for one that does not. */
  readonly at: number | null = $derived(this.#state.at);
  /** The words that the room keeps for itself. Change one with `route.go({ words: { key: 'value' } })`. */
  readonly view: View = $derived(this.#state.view);
  /** How often the address was come to by a link, or by going back. */
  arrivals = $state(0);
  /** The place as it is written: long texts take their time to write. */
  #fragment = formatFragment(this.#now);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #written = 0;
  /** What the rooms that are not shown keep. */
  #elsewhere = new Map<Room, View>();
  /** What the link said that led here, as far as it was not refused yet. */
  #link = new Map<string, string>();
  #entry = '';
  /** How many links have led here: addresses that are no entry of the browser's history. */
  links = $state(0);

  readonly #grammar: Grammar | null;
  readonly #follower: Follower | null;
  readonly #address: Address;
  readonly #notices: Notices;
  /** Ends listening to the address. */
  readonly close: () => void;

  /**
   * @param address where the fragment is read and written
   * @param notices is told what a link asks for and can't have
   * @param grammar what words there are: what the address says wrongly is said and left out; null where any word may be
   */
  constructor(address: Address, notices: Notices, grammar: Grammar | null = null, follower: Follower | null = null) {
    [this.#address, this.#notices, this.#grammar, this.#follower] = [address, notices, grammar, follower];
    const deaf = address.listen(
      () => this.#arrive(),
      () => this.#flush(),
    );
    this.close = () => {
      deaf();
      this.#flush();
    };
    this.#arrive();
  }

  /** Whether the text fits into an address; where it doesn't, a link can't carry it. */
  get shareable(): boolean {
    return formatFragment(this.#state).length <= LONGEST;
  }

  /** Changes some of the state; what is not named stays. Pushes a step in the browser's history unless told to replace. */
  go(changes: Changes, how: 'push' | 'replace' = 'push'): void {
    const next = this.#changed(changes);
    const fragment = formatFragment(next);
    const { layer, head } = this.#now;
    if (fragment === this.#fragment && next.layer === layer && next.head === head) return;
    const written = fragment === this.#fragment;
    if (how === 'push' && !written) {
      this.#flush();
      this.#follower?.leaves(this.#entry);
    }
    if (next.room !== this.#now.room) this.#notices.dismiss();
    this.#show(next, fragment);
    if (written) return;
    if (how === 'replace') return this.#later();
    this.#address.push((this.#entry = newEntry()), this.#fitting());
    this.#follower?.comes(this.#entry, false);
  }

  /** The address of the state with some changes, for links. */
  href(changes: Changes = {}): string {
    void this.#state;
    return formatFragment(this.#changed(changes));
  }

  /** Goes to a place by a link; with a modifier key the browser opens the link's address in a tab or window of its own. */
  follow = (event: MouseEvent, changes: Changes): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go(changes);
  };

  /** Goes to the address of a link, where the browser can't; says whether it did. */
  visit(fragment: string): boolean {
    this.#address.visit?.(fragment);
    return this.#address.visit !== undefined;
  }

  /** The whole link to the state, for whoever is sent it. */
  link(): string {
    return this.#address.link(this.href());
  }

  /** Changes words that the room keeps, in place; null takes one away. */
  keep = (words: Readonly<Record<string, string | null>>): void => this.go({ words }, 'replace');

  /** The option that the address has, or the first, which is not written. */
  kept = <T extends string>(key: string, options: readonly [T, ...T[]]): T =>
    options.find((known) => known === this.view[key]) ?? options[0];

  /** Whether a word is still as the link had it that led here. */
  isLinked(word: string): boolean {
    const { layer, head, at, view, appended } = this.#now;
    const own: Record<string, unknown> = { layer, head, at, then: appended.join('.') };
    const value = Object.hasOwn(own, word) ? own[word] : view[word];
    return value !== null && value !== undefined && this.#link.get(word) === String(value);
  }

  /** Takes a word out of the address that can't be followed, or changes what is said. Where a link had it, `sentence` says so. */
  refuse(word: string, sentence: string, changes?: Changes): void {
    if (this.isLinked(word)) this.#notices.say(sentence);
    this.#link.delete(word);
    const counted = word === 'layer' || word === 'head' || word === 'at';
    this.go(changes ?? (counted ? { [word]: null } : { words: { [word]: null } }), 'replace');
  }

  /**
   * Takes a word of a link out of the address that leads nowhere, and says so. To be called in an effect, once it is known what there is. What the
   * reader chose stays: the text, or the model, may have it again.
   */
  refuseLinked(word: string, sentence: string): void {
    if (this.view[word] !== undefined && this.isLinked(word)) untrack(() => this.refuse(word, sentence));
  }

  /** An address that the page did not write itself is a link: what of it can't be followed is said, and taken out. */
  #arrive(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { fragment, name } = this.#address.read();
    const { state, words, elsewhere, faults, isFormer } = readFragment(fragment, this.#grammar);
    if (this.#entry) this.#follower?.leaves(this.#entry);
    this.#entry = name ?? newEntry();
    const before = this.#now;
    for (const word of ['layer', 'head'] as const) if (!takes(state.room, word)) state[word] ??= before[word];
    // The same tokens are the same list: another one would have the text traced again, and what is being read of it given up.
    if (state.appended.join() === before.appended.join()) state.appended = before.appended;
    for (const [room, view] of elsewhere) this.#elsewhere.set(room, { ...this.#elsewhere.get(room), ...view });
    this.#show(state);
    this.#link = new Map(words);
    this.#notices.dismiss();
    this.#notices.say(...faults);
    const changed = isFormer || faults.length > 0 || elsewhere.size > 0;
    if (name === null) this.links += 1;
    if (name === null || changed) this.#address.replace(this.#entry, changed ? this.#fitting() : undefined);
    this.arrivals++;
    this.#follower?.comes(this.#entry, true);
  }

  #show(state: UrlState, fragment = formatFragment(state)): void {
    if (state.room !== this.#now.room) this.#elsewhere.set(this.#now.room, this.#now.view);
    this.#now = this.#state = state;
    this.#fragment = fragment;
  }

  #changed({ words, ...changes }: Changes): UrlState {
    const next = { ...this.#now, ...changes };
    if (!changes.view && next.room !== this.#now.room) next.view = this.#kept(next.room);
    if (words) next.view = withWords(next.view, words);
    return next;
  }

  /** What a room kept when it was left; words that rooms share are as they are here. */
  #kept(room: Room): View {
    const { view } = this.#now;
    const here = this.#grammar?.words[this.#now.room] ?? {};
    const there = this.#grammar?.words[room] ?? {};
    const shared = this.#grammar?.shared.filter((word) => word in here && word in there) ?? [];
    return withWords(
      this.#elsewhere.get(room) ?? {},
      Object.fromEntries(shared.map((word) => [word, view[word] ?? null])),
    );
  }

  #fitting(): string {
    const whole = this.#fragment;
    return whole.length <= LONGEST ? whole : formatFragment({ ...this.#now, text: null, target: null, appended: [] });
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
    this.#address.replace(this.#entry, this.#fitting());
  }
}

/** A view with some words said, or taken out (null). */
function withWords(view: View, words: Readonly<Record<string, string | null>>): View {
  const next: Record<string, string> = { ...view };
  for (const [key, value] of Object.entries(words)) {
    if (value === null) delete next[key];
    else next[key] = value;
  }
  return next;
}

const newEntry = (): string => `${Date.now().toString(36)}.${Math.random().toString(36).slice(2, 8)}`;
