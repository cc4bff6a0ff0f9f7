/** Which theme a drawing is in, for what CSS does not reach: a drawing on a canvas. A page gives it by context. */
import { getContext, setContext } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';

export interface Theme {
  /** Reactive: who reads it is drawn again when the theme changes. */
  readonly dark: boolean;
}

const KEY = Symbol('theme');

export const provideTheme = (theme: Theme): Theme => setContext(KEY, theme);

/** The theme around a component that is being made; the system's, where a drawing stands alone. */
export const useTheme = (): Theme => getContext<Theme | undefined>(KEY) ?? new SystemTheme();

class SystemTheme implements Theme {
  readonly #query = new MediaQuery('prefers-color-scheme: dark');

  get dark(): boolean {
    return this.#query.current;
  }
}
