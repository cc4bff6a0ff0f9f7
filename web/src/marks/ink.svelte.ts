/** The page's ramp for unsigned values, in the present theme. */
import { themeColour } from '../lib/colour';
import { settings } from '../app/settings.svelte';
import { ramp, type Ramp } from './ramp';

class Ink {
  readonly ramp: Ramp = $derived.by(() => {
    void settings.dark; // the colours below change with it
    return ramp([themeColour('--ramp-low'), themeColour('--ramp-high')]);
  });
}

export const ink = new Ink();
