/** The theme's colours as numbers, for drawings on a canvas. Read a `Theme`’s `dark` beside these, so that a change of theme redraws. */

export type Rgb = readonly [red: number, green: number, blue: number];

let probe: HTMLElement | null = null;

/** A custom property of theme.css, such as '--accent', as it is in the present theme: red, green, blue from 0 to 255. */
export function themeColour(property: `--${string}`): Rgb {
  if (!probe) {
    probe = document.createElement('span');
    probe.hidden = true;
    // Where the system sets the colours, those of drawings still tell numbers apart.
    probe.style.setProperty('forced-color-adjust', 'none');
    document.body.append(probe);
  }
  probe.style.color = `var(${property})`;
  const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  return [Number(parts[0] ?? 0), Number(parts[1] ?? 0), Number(parts[2] ?? 0)];
}

/** The colour at `t` (0 to 1) of the straight way from one colour to another. */
export const mix = (from: Rgb, to: Rgb, t: number): Rgb => [
  from[0] + (to[0] - from[0]) * t,
  from[1] + (to[1] - from[1]) * t,
  from[2] + (to[2] - from[2]) * t,
];
