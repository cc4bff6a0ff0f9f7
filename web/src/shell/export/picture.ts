/** The view on screen as a picture with a caption, made in the browser alone. */
import { create, paperUnder, vectorOf } from '../../lib/vector';

const LINE = 18;
const MARGIN = 16;

/** An element as an SVG of its own, with the caption under it. */
export function captioned(element: HTMLElement, caption: readonly string[]): SVGElement {
  const [paper, ink] = [paperUnder(element), getComputedStyle(element).color];
  const { group, width, height } = vectorOf(element);
  const whole = height + caption.length * LINE + 2 * MARGIN;
  const svg = create('svg', { width, height: whole, viewBox: `0 0 ${width} ${whole}` });
  const [title, description] = [create('title', {}), create('desc', {})];
  [title.textContent, description.textContent] = [caption[0] ?? '', caption.slice(1).join('\n')];
  svg.append(title, description, create('rect', { width, height: whole, fill: paper }), group);
  caption.forEach((line, at) => {
    const y = height + MARGIN + (at + 0.7) * LINE;
    const size = at ? 12 : 14;
    const text = create('text', { x: MARGIN, y, fill: ink, 'font-family': 'sans-serif', 'font-size': size });
    text.textContent = fitted(line, (width - 2 * MARGIN) / (size * 0.49));
    svg.append(text);
  });
  return svg;
}

/** The same as a PNG of twice the size. */
export async function pngOf(svg: SVGElement, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Number(svg.getAttribute('width')) * scale;
  canvas.height = Number(svg.getAttribute('height')) * scale;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no canvas to draw on');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png'),
  );
}

/** Hands a file to the browser's downloads. */
export function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const fitted = (line: string, signs: number): string => {
  const all = Array.from(line);
  return all.length <= signs ? line : all.slice(0, Math.max(1, Math.floor(signs) - 1)).join('') + '…';
};
