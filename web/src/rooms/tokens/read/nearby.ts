/** Tells a part of a long page when it comes near the part that is seen, so that only that much is drawn. */
import type { Attachment } from 'svelte/attachments';

/** How far outside the seen part counts as near, in pixels. */
const MARGIN = 900;

/** Calls back with whether the element is near, and with its height when it ceases to be. */
export function nearby(
  changed: (near: boolean, height: number) => void,
  margin: number = MARGIN,
): Attachment<HTMLElement> {
  return (element) => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (entry) changed(entry.isIntersecting, entry.boundingClientRect.height);
      },
      { root: scroller(element), rootMargin: `${margin}px 0px` },
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
