/**
 * Where each entry of the browser's history was scrolled to, in every box that scrolls, and what had the focus: Back comes to the place that was
 * left. A browser remembers that of the whole page only, which does not scroll here. A reload keeps it.
 */
import type { Follower } from '../app/url/route.svelte';

/** A box by its way down from the page's root, and how far it was scrolled. */
type Scrolled = readonly [way: string, left: number, top: number];

interface Left {
  scrolled: readonly Scrolled[];
  /** The way to what had the focus; '' where it was nothing of the view. */
  focus: string;
}

const KEY = 'cutaway.scrolled';
/** How long a view may take to be as high as it was, in milliseconds, and how many entries are remembered. */
const [PATIENCE, MOST] = [6000, 60];
const MOVES = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

export class ScrollMemory implements Follower {
  #left = new Map<string, Left>(read());
  #entry = '';
  #giveUp: AbortController | null = null;

  /** @param root what the page is drawn in */
  constructor(private readonly root: Element) {
    history.scrollRestoration = 'manual';
    addEventListener('pagehide', () => {
      this.leaves(this.#entry);
      try {
        sessionStorage.setItem(KEY, JSON.stringify([...this.#left].slice(-MOST)));
      } catch {
        // A browser that keeps nothing: a reload begins at the top.
      }
    });
  }

  leaves(entry: string): void {
    this.#giveUp?.abort();
    const boxes = [...this.root.querySelectorAll('*')].filter((box) => box.scrollTop > 0 || box.scrollLeft > 0);
    const focused = document.activeElement;
    this.#left.delete(entry);
    this.#left.set(entry, {
      scrolled: boxes.map((box) => [this.#wayTo(box), box.scrollLeft, box.scrollTop]),
      focus: focused && this.root.contains(focused) && focused.closest('main') ? this.#wayTo(focused) : '',
    });
    if (this.#left.size > MOST) this.#left.delete(this.#left.keys().next().value!);
  }

  comes(entry: string, back: boolean): void {
    this.#entry = entry;
    const left = back && this.#left.get(entry);
    if (left) this.#restore(left);
  }

  /** The view is drawn piece by piece; it is tried until every box is there and high enough, or the reader moves. */
  #restore({ scrolled, focus }: Left): void {
    const { signal } = (this.#giveUp = new AbortController());
    for (const move of MOVES) addEventListener(move, () => this.#giveUp?.abort(), { signal, capture: true });
    const until = performance.now() + PATIENCE;
    let focusing = focus !== '';
    const step = () => {
      if (signal.aborted) return;
      const missing = scrolled.filter(([way, left, top]) => {
        const box = this.#elementAt(way);
        box?.scrollTo({ left, top, behavior: 'instant' });
        return !box || Math.abs(box.scrollTop - top) > 1 || Math.abs(box.scrollLeft - left) > 1;
      });
      const target = focusing && this.#elementAt(focus);
      if (target instanceof HTMLElement || target instanceof SVGElement) {
        // Whoever has the focus by now was given it, by the view or by the reader.
        if (document.activeElement === document.body) target.focus({ preventScroll: true });
        focusing = false;
      }
      if ((missing.length || focusing) && performance.now() < until) requestAnimationFrame(step);
      else this.#giveUp?.abort();
    };
    requestAnimationFrame(step);
  }

  /** The way down from the root: the number of each child, or the id of the lowest element that has one. */
  #wayTo(element: Element): string {
    const steps: string[] = [];
    for (let at: Element | null = element; at && at !== this.root; at = at.parentElement) {
      if (at.id) return [`#${at.id}`, ...steps].join('/');
      steps.unshift(String([...(at.parentElement?.children ?? [])].indexOf(at)));
    }
    return steps.join('/');
  }

  #elementAt(way: string): Element | null {
    const [first = '', ...rest] = way.split('/');
    let at: Element | null = first.startsWith('#') ? document.getElementById(first.slice(1)) : this.root;
    for (const step of first.startsWith('#') ? rest : [first, ...rest]) at = at?.children[Number(step)] ?? null;
    return at;
  }
}

function read(): [string, Left][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [string, Left][];
  } catch {
    return [];
  }
}
