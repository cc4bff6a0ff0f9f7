// @vitest-environment happy-dom
import { flushSync, type ComponentProps } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draw, Matrix, nothingAbsent, proportional, sequential, type Drawn, type Layer } from './index';

/** What happy-dom does not do: it reads no style sheet here, lays nothing out, and draws nothing on a canvas. */
const THEME = {
  ...{ '--ramp-low': 'rgb(244, 238, 225)', '--ramp-high': 'rgb(36, 38, 44)' },
  ...{
    '--signed-minus': 'rgb(18, 100, 159)',
    '--signed-zero': 'rgb(249, 245, 235)',
    '--signed-plus': 'rgb(199, 92, 0)',
  },
};
const painted: { width: number; height: number; data: Uint8ClampedArray }[] = [];
beforeEach(() => {
  painted.length = 0;
  for (const [name, colour] of Object.entries(THEME)) document.documentElement.style.setProperty(name, colour);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 600, 400));
  vi.spyOn(Range.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 40, 14));
  vi.stubGlobal(
    'ImageData',
    class {
      constructor(
        readonly data: Uint8ClampedArray,
        readonly width: number,
        readonly height: number,
      ) {}
    },
  );
  const context = {
    putImageData: (image: (typeof painted)[number]) => painted.push(image),
    drawImage: () => undefined,
    clearRect: () => undefined,
  };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
});

const layer: Layer = {
  matrix: { rows: 2, columns: 3, values: Float32Array.of(-1, 0, 1, 0.5, NaN, 0.25) },
  ...{ row: 0, column: 0, window: [1, 1], peaks: null },
};
const data = {
  ...{ layers: [layer], rows: 2, columns: 3, view: null, shading: proportional(1, true), absent: nothingAbsent },
  ...{ name: 'Six numbers', rowTitle: 'position', columnTitle: 'dimension', row: 0, column: null, height: 200 },
  describe: (row: number, column: number) => `row ${row}, column ${column}`,
  figures: (value: number) => value.toFixed(2),
};

describe('a matrix from data alone', () => {
  const said = { pointed: [] as unknown[], picked: [] as unknown[], views: [] as unknown[] };
  let drawn: Drawn<ComponentProps<typeof Matrix>, { toSvg: () => SVGElement }>;
  const grid = () => document.querySelector<HTMLElement>('[role=grid]')!;
  const press = (key: string) => {
    grid().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    flushSync();
  };

  beforeEach(() => {
    for (const list of Object.values(said)) list.length = 0;
    drawn = draw(Matrix, document.body, {
      ...data,
      onpoint: (cell, by) => said.pointed.push([cell, by]),
      onpick: (cell) => said.picked.push(cell),
      onview: (view) => said.views.push(view),
    });
    flushSync();
  });
  afterEach(() => {
    drawn.remove();
    flushSync();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('is drawn: a pixel a cell, and none for what is no number', () => {
    const { width, height, data } = painted.at(-1)!;
    expect([width, height]).toEqual([3, 2]);
    expect([...data.slice(0, 3), ...data.slice(8, 11)]).toEqual([18, 100, 159, 199, 92, 0]);
    expect([3, 7, 11, 15, 19, 23].map((alpha) => data[alpha])).toEqual([255, 255, 255, 255, 0, 255]);
    expect(grid().getAttribute('aria-label')).toMatch(/^Six numbers\./);
    expect([grid().ariaRowCount ?? grid().getAttribute('aria-rowcount'), grid().getAttribute('aria-colcount')]).toEqual(
      ['2', '3'],
    );
    expect(document.body.textContent).toContain('dimension');
  });

  it('says which cell is pointed at, by pointer and by keys, and which is picked', () => {
    grid().dispatchEvent(new PointerEvent('pointermove', { clientX: 44 * 2 + 5, clientY: 22 + 50, bubbles: true }));
    expect(said.pointed.at(-1)).toEqual([{ row: 1, column: 2 }, 'pointer']);
    grid().dispatchEvent(new PointerEvent('pointerleave'));
    expect(said.pointed.at(-1)).toEqual([null, 'pointer']);
    press('ArrowDown');
    expect(said.pointed.at(-1)).toEqual([{ row: 1, column: 0 }, 'keys']);
    press('Enter');
    expect(said.picked).toEqual([{ row: 0, column: 0 }]);
  });

  it('is drawn anew with other properties, and says in words what the keys are on', () => {
    drawn.update({ row: 1, column: 2 });
    flushSync();
    expect(document.querySelector('[role=gridcell]')?.textContent?.trim()).toBe('row 1, column 2');
    drawn.update({ shading: sequential('linear') });
    flushSync();
    const { data: pixels } = painted.at(-1)!;
    expect([...pixels.slice(4, 7)]).toEqual([244, 238, 225]);
    expect([...pixels.slice(8, 11)]).toEqual([36, 38, 44]);
  });

  it('asks to come nearer, and for all of it again', () => {
    press('+');
    expect(said.views.at(-1)).toEqual({ rows: [0, 2], columns: [0, 3] });
    press('0');
    expect(said.views.at(-1)).toBeNull();
  });

  it('exports itself: a rectangle for each cell that has a number, and its labels as text', () => {
    drawn.update({ view: { rows: [0, 2], columns: [0, 3] } });
    flushSync();
    const svg = drawn.mark.toSvg();
    const cells = [...svg.querySelectorAll('[shape-rendering] rect')];
    expect(cells).toHaveLength(5);
    expect(cells.map((cell) => cell.getAttribute('fill'))[0]).toBe('#12649f');
    expect(new Set(cells.map((cell) => cell.getAttribute('fill'))).size).toBe(5);
    const texts = [...svg.querySelectorAll('text')].map(({ textContent }) => textContent);
    for (const text of ['position', 'dimension', '-1.00', '0.25']) expect(texts).toContain(text);
    expect(new XMLSerializer().serializeToString(svg)).toMatch(/^<svg/);
  });
});
