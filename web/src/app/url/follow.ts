/** Links within the page. */
import { route } from './route.svelte';

/** Goes to a place by a link; with a modifier key the browser opens the link's address in a tab or window of its own. */
export function follow(event: MouseEvent, place: Parameters<typeof route.go>[0]): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  route.go(place);
}
