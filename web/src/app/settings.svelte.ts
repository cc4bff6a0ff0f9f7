/** What the reader set once: depth of explanation, theme, whether the margin is open. Kept in this browser. */

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

class Settings {
  #kept = $state.raw<Kept>(read());
  #systemDark = $state(false);

  constructor() {
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
      localStorage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // A browser that keeps nothing: the setting holds until the page closes.
    }
  }

  #show(): void {
    if (this.theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.theme;
  }
}

function read(): Kept {
  let said: Partial<Record<keyof Kept, unknown>> = {};
  try {
    said = JSON.parse(localStorage.getItem(KEY) ?? '{}') as typeof said;
  } catch {
    // unreadable: the defaults below
  }
  return {
    depth: DEPTHS.find((depth) => depth === said?.depth) ?? 'intuition',
    theme: THEMES.find((theme) => theme === said?.theme) ?? 'system',
    margin: said?.margin !== false,
  };
}

export const settings = new Settings();
