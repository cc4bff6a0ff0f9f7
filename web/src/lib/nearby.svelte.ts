/** A part of a long page that is drawn only when it comes near what is seen: where rows have no common height, as in flowing text. */
import type { Attachment } from 'svelte/attachments';

export class Nearby {
  near = $state(false);
  /** How high it was when it was last drawn, in pixels; 0 before. */
  height = $state(0);

  /** @param margin how far outside the seen part counts as near, in pixels */
  constructor(private readonly margin = 900) {}

  /** To be attached to the part. */
  readonly attach: Attachment<HTMLElement> = (element) => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (!entry) return;
        if (this.near && !entry.isIntersecting) this.height = entry.boundingClientRect.height;
        this.near = entry.isIntersecting;
      },
      { root: scroller(element), rootMargin: `${this.margin}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
}

function scroller(element: HTMLElement): HTMLElement | null {
  let parent = element.parentElement;
  while (parent && !['auto', 'scroll'].includes(getComputedStyle(parent).overflowY)) parent = parent.parentElement;
  return parent;
}
