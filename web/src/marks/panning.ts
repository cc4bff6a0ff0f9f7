/** What pointers, fingers and a wheel do to a picture that can be moved and come nearer to. */
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
  zoom: (factor: number, at: Point) => void;
  /** What the wheel does to this picture; null: it scrolls the page. */
  wheel: (event: WheelEvent) => 'zoom' | 'move' | null;
  click: (at: Point) => void;
}

interface Point {
  x: number;
  y: number;
}

/** A pointer that moved less than this many pixels has not been dragged. */
const SLACK = 4;
/** A touchpad's many small turns, or two fingers that part slowly, are one step when they come to this factor. */
const STEP = 1.12;
const PER_PIXEL = 0.0025;
/** A wheel may tell lines and not pixels. */
const LINE = 16;

export function panning(pan: Pan): Attachment<HTMLElement> {
  return (element) => {
    /** Where a pointer went down; once it was moved far, or a second finger came, it is no click. */
    let drag: (Point & { from: View; far: boolean }) | null = null;
    const fingers = new Map<number, Point>();
    let spread = 0;
    let turned = 0;
    let rolled = { x: 0, y: 0 };

    const place = ({ clientX, clientY }: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      return { x: clientX - box.left, y: clientY - box.top };
    };

    function pinch(): void {
      const [a, b] = [...fingers.values()] as [Point, Point];
      const now = Math.hypot(a.x - b.x, a.y - b.y);
      if (!spread) spread = now;
      if (Math.abs(Math.log(now / spread)) < Math.log(STEP)) return;
      pan.zoom(now / spread, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
      spread = now;
    }

    function roll(right: number, down: number): void {
      const { row, column } = pan.scale();
      rolled = { x: rolled.x + right, y: rolled.y + down };
      const items = { down: Math.trunc(rolled.y / row), right: Math.trunc(rolled.x / column) };
      if (!items.down && !items.right) return;
      rolled = { x: rolled.x - items.right * column, y: rolled.y - items.down * row };
      pan.move(pan.start(), items.down, items.right);
    }

    const events = {
      pointerdown(event: PointerEvent) {
        if (event.button !== 0) return;
        if (event.pointerType === 'touch') fingers.set(event.pointerId, place(event));
        drag = { x: event.clientX, y: event.clientY, from: pan.start(), far: fingers.size > 1 };
        spread = 0;
      },
      pointermove(event: PointerEvent) {
        if (fingers.has(event.pointerId)) fingers.set(event.pointerId, place(event));
        if (fingers.size > 1) return pinch();
        if (!drag || !(event.buttons & 1)) return;
        const [right, down] = [drag.x - event.clientX, drag.y - event.clientY];
        if (!drag.far && Math.hypot(right, down) < SLACK) return;
        if (!drag.far) element.setPointerCapture(event.pointerId);
        drag.far = true;
        const { row, column } = pan.scale();
        pan.move(drag.from, down / row, right / column);
      },
      pointerup(event: PointerEvent) {
        if (!fingers.delete(event.pointerId) || !fingers.size) return;
        // The finger that stays goes on from where it is.
        const box = element.getBoundingClientRect();
        const [{ x, y }] = [...fingers.values()] as [Point];
        drag = { x: x + box.left, y: y + box.top, from: pan.start(), far: true };
      },
      pointercancel(event: PointerEvent) {
        fingers.delete(event.pointerId);
      },
      click(event: MouseEvent) {
        if (!drag?.far) pan.click(place(event));
        drag = null;
      },
      dblclick(event: MouseEvent) {
        pan.zoom(event.shiftKey ? 0.5 : 2, place(event));
      },
      wheel(event: WheelEvent) {
        const does = pan.wheel(event);
        if (!does) return;
        event.preventDefault();
        const unit = event.deltaMode === 1 ? LINE : 1;
        if (does === 'move') return roll(event.deltaX * unit, event.deltaY * unit);
        // Two fingers that part on a touchpad come as a wheel with Ctrl, in small turns.
        turned -= event.deltaY * unit * PER_PIXEL * (event.ctrlKey ? 3 : 1);
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
