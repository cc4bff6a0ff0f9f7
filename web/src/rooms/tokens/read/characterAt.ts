/** Which character of a text lies under a point of the screen. */

/** The offset in UTF-16 units of the character drawn at a point, or null where there is none. `element` has one text node. */
export function characterAt(element: HTMLElement, x: number, y: number): number | null {
  const caret = caretAt(x, y);
  const node = element.firstChild;
  if (!caret || !node || caret.node !== node || !(node instanceof Text)) return null;
  // A caret stands between two characters; the point is in one of them.
  for (const offset of [caret.offset, caret.offset - 1]) {
    if (offset < 0 || offset >= node.length) continue;
    const range = new Range();
    range.setStart(node, offset);
    range.setEnd(node, offset + 1);
    for (const box of range.getClientRects())
      if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return offset;
  }
  return null;
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const found = document.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  // Safari's older name for it
  const old = document as unknown as { caretRangeFromPoint?: (x: number, y: number) => Range | null };
  const found = old.caretRangeFromPoint?.(x, y);
  return found ? { node: found.startContainer, offset: found.startOffset } : null;
}
