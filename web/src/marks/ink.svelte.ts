/** The page's ramp for unsigned values, in the present theme. */
import { themeColour } from '../lib/colour';
import { useTheme, type Theme } from '../lib/theme';
import { ramp, type Ramp } from './ramp';

class Ink {
  readonly ramp: Ramp = $derived.by(() => {
    void this.theme.dark; // the colours below change with it
    return ramp([themeColour('--ramp-low'), themeColour('--ramp-high')]);
  });

  constructor(private readonly theme: Theme) {}
}

/** To be called while a component is made. */
export const useInk = (): Ink => new Ink(useTheme());
