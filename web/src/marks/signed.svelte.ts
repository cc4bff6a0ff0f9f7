/** The page's ramp for signed values, in the present theme: blue through the paper to orange. */
import { themeColour } from '../lib/colour';
import { useTheme, type Theme } from '../lib/theme';
import { ramp, type Ramp } from './ramp';

class Signed {
  readonly ramp: Ramp = $derived.by(() => {
    void this.theme.dark; // the colours below change with it
    return ramp([themeColour('--signed-minus'), themeColour('--signed-zero'), themeColour('--signed-plus')]);
  });

  constructor(private readonly theme: Theme) {}
}

/** To be called while a component is made. */
export const useSigned = (): Signed => new Signed(useTheme());
