/** Which theme the page is drawn in, for what CSS does not reach: a drawing on a canvas. Given by context. */
import { createContext } from 'svelte';

export interface Theme {
  /** Reactive: who reads it is drawn again when the theme changes. */
  readonly dark: boolean;
}

export const [useTheme, provideTheme] = createContext<Theme>();
