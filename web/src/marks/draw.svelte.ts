/** A mark in a page that is not made with Svelte. */
import { mount, unmount, type Component } from 'svelte';

export interface Drawn<Props, Exports> {
  /** What the mark can do, such as `toSvg`. */
  readonly mark: Exports;
  /** Draws it anew, with some of its properties changed. */
  update(changes: Partial<Props>): void;
  remove(): void;
}

/** As Svelte types what it mounts. */
type Any = any;

export function draw<Props extends Record<string, Any>, Exports extends Record<string, Any>>(
  Mark: Component<Props, Exports, Any>,
  target: Element,
  properties: NoInfer<Props>,
): Drawn<Props, Exports> {
  let now = $state.raw(properties);
  // A mark tells what it found out, such as what is in view, by setting its properties.
  const live = new Proxy(properties, {
    get: (_, name) => now[name as keyof Props],
    has: (_, name) => name in now,
    set: (_, name, value) => {
      now = { ...now, [name]: value };
      return true;
    },
  });
  const mark = mount(Mark, { target, props: live });
  return {
    mark,
    update: (changes) => (now = { ...now, ...changes }),
    remove: () => void unmount(mark),
  };
}
