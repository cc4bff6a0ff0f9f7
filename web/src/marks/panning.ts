/** What a pointer and a wheel do to a picture that can be moved and come nearer to. */
import type { Attachment } from 'svelte/attachments';
import type { View } from './viewing';

export interface Pan {
  /** How large an item is, in CSS pixels. */
  scale: () => { row: number; column: number };
  /** The view that a drag starts from. */
  start: () => View;
  /** Asks for the view `from`, moved by some items. */
  move: (from: View, down: number, right: number) => void;
  /** Asks to come `factor` times nearer to a point of the picture. */
  zoom: (factor: number, at: { x: number; y: number }) => void;
  /** Whether the wheel is for this picture; else the page scrolls. */
  canZoom: (nearer: boolean) => boolean;
  click: () => void;
}

/** A pointer that moved less than this many pixels has not been dragged. */
const SLACK = 4;
/** A touchpad's many small turns are one step when they come to this factor. */
const STEP = 1.12;
const PER_PIXEL = 0.0025;

export function panning(pan: Pan): Attachment<HTMLElement> {
  return (element) => {
    let drag: { x: number; y: number; from: View; far: boolean } | null = null;
    let turned = 0;
    const place = (event: MouseEvent) => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const events = {
      pointerdown(event: PointerEvent) {
        if (event.button === 0) drag = { x: event.clientX, y: event.clientY, from: pan.start(), far: false };
      },
      pointermove(event: PointerEvent) {
        if (!drag || !(event.buttons & 1)) return;
        const [right, down] = [drag.x - event.clientX, drag.y - event.clientY];
        if (!drag.far && Math.hypot(right, down) < SLACK) return;
        if (!drag.far) element.setPointerCapture(event.pointerId);
        drag.far = true;
        const { row, column } = pan.scale();
        pan.move(drag.from, down / row, right / column);
      },
      click() {
        if (!drag?.far) pan.click();
        drag = null;
      },
      dblclick(event: MouseEvent) {
        pan.zoom(event.shiftKey ? 0.5 : 2, place(event));
      },
      wheel(event: WheelEvent) {
        if (!pan.canZoom(event.deltaY < 0)) return;
        event.preventDefault();
        turned -= event.deltaY * (event.deltaMode === 1 ? 16 : 1) * PER_PIXEL;
        if (Math.abs(turned) < Math.log(STEP)) return;
        pan.zoom(Math.exp(Math.max(-1, Math.min(1, turned))), place(event));
        turned = 0;
      },
    };
    const entries = Object.entries(events) as [string, EventListener][];
    for (const [name, listener] of entries) element.addEventListener(name, listener, { passive: false });
    return () => entries.forEach(([name, listener]) => element.removeEventListener(name, listener));
  };
}
