/** What of a long scroll is near the screen, and what passes the place where one reads. */
import type { Attachment } from 'svelte/attachments';

/** Says whether an element is on the screen or less than a screen away. */
export const near = (says: (near: boolean) => void): Attachment<Element> =>
  watching((entries) => says(entries.at(-1)?.isIntersecting === true), { rootMargin: '100%', scrollMargin: '100%' });

/** Says when an element passes a band in the upper third of the screen. */
export const passing = (says: () => void): Attachment<Element> =>
  watching((entries) => entries.at(-1)?.isIntersecting && says(), { rootMargin: '-30% 0px -65% 0px' });

/** Says when an element has become higher or lower. */
export const resizing =
  (says: () => void): Attachment<Element> =>
  (element) => {
    const observer = new ResizeObserver(says);
    observer.observe(element);
    return () => observer.disconnect();
  };

/** `scrollMargin` is for elements that scroll in themselves; a browser that does not know it leaves it out. */
function watching(
  says: (entries: IntersectionObserverEntry[]) => void,
  options: IntersectionObserverInit & { scrollMargin?: string },
): Attachment<Element> {
  return (element) => {
    const observer = new IntersectionObserver(says, options);
    observer.observe(element);
    return () => observer.disconnect();
  };
}
