"""How quick the page stays while much is written: the times between its frames.

    python -m benchmarks.writing [--count 2000]

In a real Chromium, with SmolLM2: the times between 120 frames before anything is written, after fifty tokens and fifty before the last,
with what a token costs then, as the server measures it.
"""

import argparse
import re
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser.serving import running, wait_until_ready
from support.chromium import executable

SLOW = 50
"""A frame that takes longer, in milliseconds, is one that people notice."""
FRAMES = """() => new Promise(done => {
  const found = [];
  let last = performance.now();
  const frame = now => {
    found.push(now - last);
    last = now;
    if (found.length < 120) requestAnimationFrame(frame);
    else done(found);
  };
  requestAnimationFrame(frame);
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    count = parser.parse_args().count
    with running() as server, sync_playwright() as playwright:
        wait_until_ready(server, "smollm2")
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.goto(server.at("prediction", text="Once upon a time", view="tree", write=count))
        still = frames(page)
        page.get_by_role("button", name="Write", exact=True).click()
        print(f"nothing written: frames {said(still)}")
        for at in (50, count - 50):
            wait_for(page, at)
            cost = of_a_token(page)
            print(f"after {at:,} tokens: frames {said(frames(page))}; a token {cost} ms")
        browser.close()


def wait_for(page: Page, count: int) -> None:
    while written(page) < count:
        if "ends the text" in status(page):
            raise SystemExit(f"the text ended after {written(page)} tokens")
        time.sleep(0.1)


def written(page: Page) -> int:
    found = re.search(r"Wrote (\d+)", status(page))
    return int(found[1]) if found else 0


def of_a_token(page: Page) -> str:
    found = re.search(r"([\d.,]+) ms", status(page))
    return found[1] if found else "?"


def status(page: Page) -> str:
    return " ".join(page.get_by_role("main").get_by_role("status").all_inner_texts())


def frames(page: Page) -> list[float]:
    return page.evaluate(FRAMES)


def said(times: list[float]) -> str:
    slow = sum(time > SLOW for time in times)
    return (
        f"median {statistics.median(times):.1f} ms, {slow} of {len(times)} over {SLOW} ms, longest {max(times):.1f} ms"
    )


if __name__ == "__main__":
    main()
