/** The colours that a mark draws with on a canvas, where no style sheet reaches: those of the theme around it, which a context gives. */
import { themeColour, type Rgb } from '../lib/colour';
import { useTheme, type Theme } from '../lib/theme';
import { ramp, type Ramp } from './ramp';

export type RampName = 'sequential' | 'diverging';

export class Palette {
  /** For values from 0 on: from the paper to ink. */
  readonly sequential: Ramp = $derived.by(() => ramp([this.colour('--ramp-low'), this.colour('--ramp-high')]));
  /** For values on both sides of 0: blue through the paper to orange. */
  readonly diverging: Ramp = $derived.by(() =>
    ramp([this.colour('--signed-minus'), this.colour('--signed-zero'), this.colour('--signed-plus')]),
  );

  constructor(private readonly theme: Theme) {}

  /** A custom property of the style sheet, as it is in the present theme: who reads it is drawn again when the theme changes. */
  colour(property: `--${string}`): Rgb {
    void this.theme.dark;
    return themeColour(property);
  }
}

/** To be called while a component is made. */
export const usePalette = (): Palette => new Palette(useTheme());
