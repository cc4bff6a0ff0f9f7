/** The page's ramp for signed values, in the present theme: blue through the paper to orange. */
import { themeColour } from '../lib/colour';
import { settings } from '../app/settings.svelte';
import { ramp, type Ramp } from './ramp';

class Signed {
  readonly ramp: Ramp = $derived.by(() => {
    void settings.dark; // the colours below change with it
    return ramp([themeColour('--signed-minus'), themeColour('--signed-zero'), themeColour('--signed-plus')]);
  });
}

export const signed = new Signed();
