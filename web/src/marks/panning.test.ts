// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { panning, type Pan } from './panning';
import type { View } from './viewing';

const view: View = { rows: [0, 20], columns: [0, 20] };
const pan = {
  scale: () => ({ row: 10, column: 20 }),
  start: () => view,
  move: vi.fn<Pan['move']>(),
  zoom: vi.fn<Pan['zoom']>(),
  wheel: vi.fn<Pan['wheel']>(() => 'zoom'),
  click: vi.fn<Pan['click']>(),
};
let element: HTMLElement;
let stop: void | (() => void);

beforeEach(() => {
  element = document.createElement('div');
  element.setPointerCapture = () => undefined;
  stop = panning(pan)(element);
});
afterEach(() => {
  stop?.();
  vi.clearAllMocks();
});

const pointer = (type: string, x: number, y: number, id = 1, pointerType = 'mouse') =>
  element.dispatchEvent(
    new PointerEvent(type, { clientX: x, clientY: y, pointerId: id, pointerType, buttons: 1, button: 0 }),
  );
const wheel = (deltaY: number, more: WheelEventInit = {}) => {
  const event = new WheelEvent('wheel', { deltaY, cancelable: true, ...more });
  element.dispatchEvent(event);
  return event.defaultPrevented;
};
const click = (x: number, y: number) => element.dispatchEvent(new MouseEvent('click', { clientX: x, clientY: y }));

describe('a pointer', () => {
  it('that is dragged moves the view, in items, and is no click', () => {
    pointer('pointerdown', 100, 100);
    pointer('pointermove', 102, 101);
    expect(pan.move).not.toHaveBeenCalled();
    pointer('pointermove', 60, 90);
    expect(pan.move).toHaveBeenLastCalledWith(view, 1, 2);
    pointer('pointerup', 60, 90);
    click(60, 90);
    expect(pan.click).not.toHaveBeenCalled();
  });
  it('that stays where it went down clicks there', () => {
    pointer('pointerdown', 30, 40);
    pointer('pointerup', 31, 40);
    click(31, 40);
    expect(pan.click).toHaveBeenCalledWith({ x: 31, y: 40 });
  });
});

describe('two fingers', () => {
  const finger = (type: string, x: number, y: number, id: number) => pointer(type, x, y, id, 'touch');

  it('that part come nearer to the point between them, and do not drag', () => {
    finger('pointerdown', 100, 100, 1);
    finger('pointerdown', 200, 100, 2);
    finger('pointermove', 205, 100, 2);
    expect(pan.zoom).not.toHaveBeenCalled();
    finger('pointermove', 300, 100, 2);
    const [factor, at] = pan.zoom.mock.lastCall!;
    expect(factor).toBeCloseTo(200 / 105, 1);
    expect(at).toEqual({ x: 200, y: 100 });
    expect(pan.move).not.toHaveBeenCalled();
  });
  it('that come together go farther away, and the one that stays drags on', () => {
    finger('pointerdown', 100, 100, 1);
    finger('pointerdown', 300, 100, 2);
    finger('pointermove', 299, 100, 2);
    finger('pointermove', 200, 100, 2);
    expect(pan.zoom.mock.lastCall![0]).toBeLessThan(1);
    finger('pointerup', 200, 100, 2);
    finger('pointermove', 60, 100, 1);
    expect(pan.move).toHaveBeenLastCalledWith(view, 0, 2);
    finger('pointerup', 60, 100, 1);
    click(60, 100);
    expect(pan.click).not.toHaveBeenCalled();
  });
});

describe('a wheel', () => {
  it('comes nearer by steps, however small its turns are', () => {
    for (let i = 0; i < 5; i++) expect(wheel(-4)).toBe(true);
    expect(pan.zoom).not.toHaveBeenCalled();
    for (let i = 0; i < 10; i++) wheel(-4);
    expect(pan.zoom).toHaveBeenCalledOnce();
    expect(pan.zoom.mock.lastCall![0]).toBeGreaterThan(1.1);
  });
  it('moves by whole items, and keeps what is left over', () => {
    pan.wheel.mockReturnValue('move');
    wheel(4);
    expect(pan.move).not.toHaveBeenCalled();
    wheel(8, { deltaX: 25 });
    expect(pan.move).toHaveBeenLastCalledWith(view, 1, 1);
    wheel(8);
    expect(pan.move).toHaveBeenLastCalledWith(view, 1, 0);
  });
  it('scrolls the page where the picture has no use for it', () => {
    pan.wheel.mockReturnValue(null);
    expect(wheel(100)).toBe(false);
  });
});
