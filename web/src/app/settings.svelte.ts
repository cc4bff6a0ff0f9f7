/** What the reader set once: depth of explanation, theme, whether the margin is open. Kept where the page says. */
import type { Theme as Drawn } from '../lib/theme';

export const DEPTHS = ['intuition', 'mechanics', 'mathematics'] as const;
export type Depth = (typeof DEPTHS)[number];
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'cutaway.settings';

interface Kept {
  depth: Depth;
  theme: Theme;
  margin: boolean;
}

/** Where settings are kept: the browser's `localStorage`, or anything else that holds texts by name. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

export class Settings implements Drawn {
  #kept = $state.raw<Kept>(read(null));
  #systemDark = $state(false);

  /**
   * @param shelf where they are kept; null where they end with the page
   * @param root what wears the theme: the element that the style sheet's colours hang on
   */
  constructor(
    private readonly shelf: Shelf | null,
    private readonly root: HTMLElement,
  ) {
    this.#kept = read(shelf);
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', () => (this.#systemDark = query.matches));
    this.#show();
  }

  get depth(): Depth {
    return this.#kept.depth;
  }
  set depth(depth: Depth) {
    this.#keep({ depth });
  }

  get theme(): Theme {
    return this.#kept.theme;
  }
  set theme(theme: Theme) {
    this.#keep({ theme });
  }

  /** Whether the explanation is open. */
  get margin(): boolean {
    return this.#kept.margin;
  }
  set margin(margin: boolean) {
    this.#keep({ margin });
  }

  /** Whether the page is dark now. Drawings on a canvas read this, so that they are drawn again when it changes. */
  get dark(): boolean {
    return this.theme === 'dark' || (this.theme === 'system' && this.#systemDark);
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#show();
    try {
      this.shelf?.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // A browser that keeps nothing: the setting holds until the page closes.
    }
  }

  #show(): void {
    if (this.theme === 'system') delete this.root.dataset['theme'];
    else this.root.dataset['theme'] = this.theme;
  }
}

function read(shelf: Shelf | null): Kept {
  let said: Partial<Record<keyof Kept, unknown>> = {};
  try {
    said = JSON.parse(shelf?.getItem(KEY) ?? '{}') as typeof said;
  } catch {
    // unreadable: the defaults below
  }
  return {
    depth: DEPTHS.find((depth) => depth === said?.depth) ?? 'intuition',
    theme: THEMES.find((theme) => theme === said?.theme) ?? 'system',
    margin: said?.margin !== false,
  };
}
