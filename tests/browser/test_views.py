"""Every view, in both themes and on a phone: no fault that axe finds, nothing too small to read, nothing too wide, nothing that jumps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.serving import Server, watch
from browser.views import VIEWS, enter, settle

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

FAULTS = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
  .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))"""

SMALL = """() => {
  const found = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, element = text.parentElement, range = document.createRange();
    range.selectNode(text);
    const { width, height } = range.getBoundingClientRect();
    if (!text.textContent.trim() || width < 2 || height < 2) continue;
    if (element.closest('.hidden-but-read, .katex')) continue;
    let size = parseFloat(getComputedStyle(element).fontSize);
    if (element.ownerSVGElement) {
      const { a, b, c, d } = element.getScreenCTM();
      size *= Math.sqrt(Math.abs(a * d - b * c));
    }
    if (size < 11.95) found.add(`${text.textContent.trim().slice(0, 20)}: ${size.toFixed(1)} px`);
  }
  return [...found];
}"""

# The page itself never scrolls sideways, and neither does the box of a whole room.
WIDE = """() => [document.documentElement, ...document.querySelectorAll('.room, main')]
  .filter((box) => box.scrollWidth > box.clientWidth + 1)
  .map((box) => `${box.tagName} ${box.className}: ${box.scrollWidth} in ${box.clientWidth}`)"""

# A box that holds more than it shows says so, and can be reached by keyboard.
SILENT = """() => [...document.querySelectorAll('[data-scrolls]')]
  .filter((box) => box.clientWidth && box.scrollWidth > box.clientWidth + 2)
  .filter((box) => !box.dataset.more || !(box.matches('[tabindex="0"]') || box.querySelector(
    'a[href], button, input, select, textarea, [tabindex="0"]')))
  .map((box) => box.outerHTML.slice(0, 160))"""

SHIFTS = """addEventListener('DOMContentLoaded', () => { window.moved = []; });
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) if (!hadRecentInput) window.moved.push([value,
      ...sources.map(({ node, previousRect, currentRect }) =>
        `${previousRect.y} → ${currentRect.y}: ${(node?.outerHTML ?? node?.textContent ?? '').slice(0, 160)}`)]);
  }).observe({ type: 'layout-shift', buffered: true });"""


def moved(page: Page) -> tuple[float, list[list[str | float]]]:
    """How much of the page has moved since it was loaded, and what."""
    found = page.evaluate("() => window.moved")
    return sum(value for value, *_ in found), found


@pytest.fixture(scope="module", params=["wide", "phone"])
def sight(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[Page]:
    """One page for all views, on a wide window and on a phone."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844} if request.param == "phone" else {"width": 1440, "height": 900},
        reduced_motion="reduce",
        bypass_csp=True,  # axe is put into the page
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    trouble = watch(page, server)
    enter(page, server, "as the model reads it")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    yield page
    context.close()
    assert trouble == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_can_be_read_and_used_by_everyone(sight: Page, server: Server, view: str) -> None:
    enter(sight, server, view)
    assert sight.evaluate(FAULTS) == []
    sight.emulate_media(color_scheme="dark")
    assert sight.evaluate(FAULTS) == []
    sight.emulate_media(color_scheme="light")
    assert sight.evaluate(SMALL) == []
    assert sight.evaluate(WIDE) == []
    assert sight.evaluate(SILENT) == []


@pytest.mark.parametrize("view", VIEWS)
def test_what_comes_later_pushes_nothing_away(page: Page, server: Server, view: str) -> None:
    page.add_init_script(SHIFTS)
    enter(page, server, view)
    settle(page)
    far, what = moved(page)
    assert far < 0.02, "\n".join(map(str, what))
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    settle(page)
    far, what = moved(page)
    assert far < 0.25, "\n".join(map(str, what))  # on a phone


@pytest.mark.parametrize(("width", "height"), [(720, 450), (390, 844), (800, 900)])
def test_a_table_of_tokens_and_a_head_fit_any_window(page: Page, server: Server, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for view in ("as a table", "a head", "a head's neurons", "the cache", "prompts", "side by side"):
        enter(page, server, view)
        assert page.evaluate(WIDE) == [], view
    enter(page, server, "a head")
    drawing = page.get_by_role("grid", name="Attention pattern").bounding_box()
    assert drawing is not None
    assert drawing["width"] > 0.5 * min(width, 700)


def test_drawings_tell_numbers_apart_where_the_system_sets_the_colours(page: Page, server: Server) -> None:
    """In forced colours too, a pattern has as many inks as in the page's own."""
    inks = """() => { const inks = new Set();
      for (const canvas of document.querySelectorAll('main canvas')) {
        if (!canvas.width || !canvas.height) continue;
        const copy = document.createElement('canvas'), { width, height } = Object.assign(copy, {
          width: canvas.width, height: canvas.height });
        const context = copy.getContext('2d');
        context.drawImage(canvas, 0, 0);
        const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
        for (const pixel of pixels) inks.add(pixel);
      }
      return inks.size; }"""
    found = []
    for colours in ("none", "active"):
        page.emulate_media(forced_colors=colours)
        enter(page, server, "as the model reads it")
        enter(page, server, "a head")
        page.reload()
        settle(page)
        found.append(page.evaluate(inks))
    assert found[1] == found[0] > 16
