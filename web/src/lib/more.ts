/** A box that scrolls sideways says so: a shade at the side where there is more, and the keyboard reaches it. */
import type { Attachment } from 'svelte/attachments';

const REACHABLE = 'a[href], button:not([tabindex="-1"]), input, select, textarea, [tabindex="0"]';

/** Marks the box while it holds more than it shows (`data-more`: left, right, or both); base.css draws the shade. */
export const more: Attachment<HTMLElement> = (box) => {
  // What is only read aloud lies inside too, and is not to widen the page.
  box.dataset['scrolls'] = '';
  const reachable = box.hasAttribute('tabindex');
  const look = () => {
    const rest = box.scrollWidth - box.clientWidth;
    const sides = [box.scrollLeft > 1 && 'left', box.scrollLeft < rest - 1 && 'right'].filter(Boolean).join(' ');
    if (sides) box.dataset['more'] = sides;
    else delete box.dataset['more'];
    if (reachable) return;
    if (rest > 1 && !box.querySelector(REACHABLE)) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver(look);
  sizes.observe(box);
  for (const child of box.children) sizes.observe(child);
  const changes = new MutationObserver(() => {
    for (const child of box.children) sizes.observe(child);
    look();
  });
  changes.observe(box, { childList: true, subtree: true });
  box.addEventListener('scroll', look, { passive: true });
  return () => {
    sizes.disconnect();
    changes.disconnect();
    box.removeEventListener('scroll', look);
  };
};
