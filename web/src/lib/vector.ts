/**
 * What an element looks like on screen, as vector graphics: its text as text, its boxes as rectangles, its canvases as what they export
 * themselves as, or as images.
 *
 * The layout is the browser's own: every piece stands where it is seen. What a scrolled part hides stays hidden.
 */
import type { Attachment } from 'svelte/attachments';

const SVG = 'http://www.w3.org/2000/svg';
/** What a drawing inside the page takes from the style sheet. */
const INKED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'display',
  'visibility',
];

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A canvas as vector graphics, in CSS pixels from its upper left corner; null where an image of it is better. */
type Drawing = () => SVGElement | null;
const drawings = new WeakMap<Element, Drawing>();

/**
 * To be attached to a canvas: what it is exported as. One that WebGL drew needs this, because it is blank when it is read; of another, lines and
 * cells stay lines and cells.
 */
export const exportedAs =
  (drawing: Drawing): Attachment<HTMLCanvasElement> =>
  (canvas) => {
    drawings.set(canvas, drawing);
    return () => drawings.delete(canvas);
  };

/** An element as an SVG of its own, as large as it is on screen. */
export function svgOf(element: HTMLElement): SVGElement {
  const { group, width, height } = vectorOf(element);
  const svg = create('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(create('rect', { width, height, fill: paperUnder(element) }), group);
  return svg;
}

/** The colour that an element stands on, as computed: a custom property of the theme may have two, and a file does not know which is meant. */
export function paperUnder(element: Element): string {
  for (let under: Element | null = element; under; under = under.parentElement) {
    const { backgroundColor } = getComputedStyle(under);
    if (!transparent(backgroundColor)) return backgroundColor;
  }
  return 'white';
}

/** The picture of an element, `(0, 0)` at its upper left corner. Elements marked `data-not-exported` are left out. */
export function vectorOf(element: HTMLElement): { group: SVGElement; width: number; height: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  const group = create('g', { transform: `translate(${round(-left)} ${round(-top)})` });
  draw(element, group, { left, top, right: left + width, bottom: top + height });
  return { group, width, height };
}

function draw(element: Element, into: SVGElement, seen: Box): void {
  const style = getComputedStyle(element);
  if (element.hasAttribute('data-not-exported') || style.display === 'none' || style.visibility === 'hidden') return;
  if (style.clipPath.startsWith('inset(50%') || style.opacity === '0') return;
  const box = element.getBoundingClientRect();
  const group = style.opacity === '1' ? into : create('g', { opacity: style.opacity });
  if (group !== into) into.append(group);
  if (meet(box, seen)) drawBox(box, style, group);
  if (element instanceof HTMLCanvasElement) return drawImage(element, box, seen, group);
  if (element instanceof SVGSVGElement) return drawDrawing(element, box, seen, group);
  if (element instanceof HTMLSelectElement) return drawChoice(element, box, style, seen, group);
  const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  const inside = clips ? common(seen, box) : seen;
  const field = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  for (const node of field ? [] : element.childNodes) {
    if (node instanceof Text) drawText(node, style, inside, group);
    else if (node instanceof Element) draw(node, group, inside);
  }
}

function drawBox(box: Box, style: CSSStyleDeclaration, into: SVGElement): void {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (width <= 0 || height <= 0) return;
  const radius = parseFloat(style.borderTopLeftRadius) || 0;
  if (!transparent(style.backgroundColor))
    into.append(create('rect', { ...placed(box), rx: radius, fill: style.backgroundColor }));
  const sides = [
    ['Top', box.left, box.top, box.right, box.top],
    ['Right', box.right, box.top, box.right, box.bottom],
    ['Bottom', box.left, box.bottom, box.right, box.bottom],
    ['Left', box.left, box.top, box.left, box.bottom],
  ] as const;
  for (const [side, x1, y1, x2, y2] of sides) {
    const thick = parseFloat(style[`border${side}Width`]);
    const colour = style[`border${side}Color`];
    if (!thick || style[`border${side}Style`] === 'none' || transparent(colour)) continue;
    into.append(create('line', { x1, y1, x2, y2, stroke: colour, 'stroke-width': thick }));
  }
  const outline = parseFloat(style.outlineWidth);
  if (outline && style.outlineStyle !== 'none' && style.outlineStyle !== 'auto' && !transparent(style.outlineColor))
    into.append(
      create('rect', { ...placed(box), rx: radius, fill: 'none', stroke: style.outlineColor, 'stroke-width': outline }),
    );
}

function drawImage(canvas: HTMLCanvasElement, box: DOMRect, seen: Box, into: SVGElement): void {
  if (!canvas.width || !canvas.height || !meet(box, seen)) return;
  const own = drawings.get(canvas)?.();
  if (own) {
    const placed = create('g', { transform: `translate(${round(box.left)} ${round(box.top)})` });
    placed.append(own);
    return into.append(clipped(placed, box, seen));
  }
  const image = create('image', { ...placed(box), href: canvas.toDataURL(), preserveAspectRatio: 'none' });
  if (getComputedStyle(canvas).imageRendering === 'pixelated') image.setAttribute('image-rendering', 'pixelated');
  into.append(clipped(image, box, seen));
}

function drawDrawing(drawing: SVGSVGElement, box: DOMRect, seen: Box, into: SVGElement): void {
  if (!meet(box, seen)) return;
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const parts = [drawing, ...drawing.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((part, at) => {
    const style = getComputedStyle(parts[at]!);
    for (const name of INKED) part.setAttribute(name, style.getPropertyValue(name));
    part.removeAttribute('class');
    part.removeAttribute('style');
  });
  for (const [name, value] of Object.entries(placed(box))) copy.setAttribute(name, String(value));
  into.append(clipped(copy, box, seen));
}

/** What is chosen in a list that is closed: the browser lays its text out for itself. */
function drawChoice(
  list: HTMLSelectElement,
  box: DOMRect,
  style: CSSStyleDeclaration,
  seen: Box,
  into: SVGElement,
): void {
  const text = list.selectedOptions[0]?.text ?? '';
  if (!meet(box, seen) || !text) return;
  const size = parseFloat(style.fontSize);
  const line = create('text', {
    x: round(box.left + parseFloat(style.paddingLeft) + 4),
    y: round((box.top + box.bottom) / 2 + size * 0.34),
    fill: style.color,
    'font-family': style.fontFamily,
    'font-size': size,
  });
  line.textContent = text;
  into.append(clipped(line, box, seen));
}

/** Each line of a text where it stands. */
function drawText(node: Text, style: CSSStyleDeclaration, seen: Box, into: SVGElement): void {
  if (!node.data.trim()) return;
  const range = document.createRange();
  for (const { text, box } of lines(node, range)) {
    if (!meet(box, seen) || !text.trim()) continue;
    const size = parseFloat(style.fontSize);
    const sideways = style.writingMode.startsWith('vertical');
    const line = create('text', {
      x: round(box.left),
      y: round((box.top + box.bottom) / 2 + size * 0.34),
      fill: style.color,
      'font-family': style.fontFamily,
      'font-size': size,
      'font-weight': style.fontWeight,
      'font-style': style.fontStyle,
    });
    if (sideways) {
      const [x, y] = [round((box.left + box.right) / 2 + size * 0.34), round(box.bottom)];
      line.setAttribute('transform', `translate(${x} ${y}) rotate(-90)`);
      line.removeAttribute('x');
      line.removeAttribute('y');
    } else if (box.right > box.left) {
      line.setAttribute('textLength', String(round(box.right - box.left)));
      line.setAttribute('lengthAdjust', 'spacingAndGlyphs');
    }
    line.setAttributeNS('http://www.w3.org/XML/1998/namespace', 'xml:space', 'preserve');
    line.textContent = text;
    into.append(line);
  }
}

/** A text node's lines, found by where its characters stand. */
function lines(node: Text, range: Range): { text: string; box: Box }[] {
  const found: { text: string; box: Box }[] = [];
  for (let at = 0; at < node.data.length; at++) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const { left, top, right, bottom, width } = range.getBoundingClientRect(); // a DOMRect can't be spread
    const box = { left, top, right, bottom };
    if (!width) continue;
    const last = found.at(-1);
    if (last && Math.abs(last.box.top - box.top) < 2) {
      last.text += node.data[at];
      last.box = { ...last.box, right: box.right };
    } else found.push({ text: node.data[at] ?? '', box });
  }
  return found;
}

/** An element cut to what is seen of it. */
function clipped(element: SVGElement, box: Box, seen: Box): SVGElement {
  const part = common(box, seen);
  if (part.left <= box.left && part.top <= box.top && part.right >= box.right && part.bottom >= box.bottom)
    return element;
  const id = `clip-${crypto.randomUUID()}`;
  const path = create('clipPath', { id });
  path.append(create('rect', placed(part)));
  const group = create('g', { 'clip-path': `url(#${id})` });
  group.append(path, element);
  return group;
}

const transparent = (colour: string): boolean => !colour || colour === 'transparent' || /[,/]\s*0\)$/.test(colour);
const round = (x: number): number => Math.round(x * 100) / 100;
const placed = (box: Box) => ({
  x: round(box.left),
  y: round(box.top),
  width: round(box.right - box.left),
  height: round(box.bottom - box.top),
});
const meet = (a: Box, b: Box): boolean => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
const common = (a: Box, b: Box): Box => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
});

/** An SVG element with attributes. */
export function create(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
