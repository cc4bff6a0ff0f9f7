/** The view on screen as a picture with a caption, made in the browser alone. */

const LINE = 18;
const MARGIN = 16;
const SVG = 'http://www.w3.org/2000/svg';

/** An element as a self-contained SVG: its fonts and drawings are in it, and the caption stands under it. */
export async function svgOf(element: HTMLElement, caption: readonly string[]): Promise<SVGElement> {
  const { domToForeignObjectSvg } = await import('modern-screenshot');
  const style = getComputedStyle(document.documentElement);
  const paper = style.getPropertyValue('--paper').trim();
  const ink = style.getPropertyValue('--ink').trim();
  const width = Math.max(element.scrollWidth, element.clientWidth);
  const height = Math.max(element.scrollHeight, element.clientHeight);
  const drawn = await domToForeignObjectSvg(element, {
    width,
    height,
    backgroundColor: paper,
    style: { overflow: 'visible', height: `${height}px`, width: `${width}px` },
    filter: (node) => !(node instanceof Element && node.hasAttribute('data-not-exported')),
  });
  const below = caption.length * LINE + 2 * MARGIN;
  drawn.setAttribute('width', String(width));
  drawn.setAttribute('height', String(height + below));
  drawn.setAttribute('viewBox', `0 0 ${width} ${height + below}`);
  drawn.prepend(described('title', caption[0] ?? ''), described('desc', caption.slice(1).join('\n')));
  const ground = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ y: height, width, height: below, fill: paper }))
    ground.setAttribute(name, String(value));
  drawn.append(ground);
  caption.forEach((line, at) => {
    const text = document.createElementNS(SVG, 'text');
    text.setAttribute('x', String(MARGIN));
    text.setAttribute('y', String(height + MARGIN + (at + 0.7) * LINE));
    text.setAttribute('fill', ink);
    text.setAttribute('font-family', 'sans-serif');
    text.setAttribute('font-size', at ? '12' : '14');
    text.textContent = fitted(line, (width - 2 * MARGIN) / (at ? 5.8 : 6.8));
    drawn.append(text);
  });
  return drawn;
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

function described(tag: 'title' | 'desc', text: string): SVGElement {
  const element = document.createElementNS(SVG, tag);
  element.textContent = text;
  return element;
}

const fitted = (line: string, signs: number): string => {
  const all = Array.from(line);
  return all.length <= signs ? line : all.slice(0, Math.max(1, Math.floor(signs) - 1)).join('') + '…';
};
