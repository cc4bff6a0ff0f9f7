"""From opening the logit lens until every cell in view is drawn, against the bare arithmetic of the same cells, in one interleaved run.

    python -m benchmarks.lens [--tokens N] [--runs N]

A real server, SmolLM2 (30 layers) and a real Chromium. In each round a text of so many tokens, another one each time, is traced; then the
lens is opened, and the page's own clock takes the time from that click until the frame in which no cell in view is missing. The bare
arithmetic is Hugging Face's own norm and unembedding, softmax and top-1 of as many vectors, in the same portions as the page asked for,
in this process, with the server idle.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import torch
from playwright.sync_api import Page, Request, sync_playwright
from transformers import AutoModelForCausalLM
from transformers.utils import logging

import cutaway
from benchmarks.attention_page import text_of
from cutaway.models.fetch import ensure

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser.serving import Server, running, wait_until_ready
from support.chromium import executable

REST = 1.0
"""Seconds of quiet before each measured thing."""
PLACES = ("Rome", "Oslo", "Lima", "Cairo", "Delhi", "Tokyo", "Paris", "Quito", "Bern", "Sofia", "Riga", "Minsk")

MEASURE = """() => new Promise(resolve => {
  const inView = (cell, box) => {
    const { left, right, top, bottom } = cell.getBoundingClientRect();
    return right > box.left && left < box.right && bottom > box.top && top < box.bottom;
  };
  const observer = new MutationObserver(() => {
    const grid = document.querySelector('[role=grid][aria-label^="The logit lens"]');
    if (!grid || grid.classList.contains('stale')) return;
    const corner = grid.querySelector('[role=columnheader]').getBoundingClientRect();  // it and its like cover cells
    const { right, bottom } = grid.getBoundingClientRect();
    const box = { left: corner.right, top: corner.bottom, right, bottom };
    const cells = [...grid.querySelectorAll('[role=gridcell]')].filter(cell => inView(cell, box));
    if (!cells.length || cells.some(cell => cell.classList.contains('missing'))) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve([performance.now() - started, cells.length])));
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  const started = performance.now();
  document.querySelector('input[type=radio][value=lens]').click();
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    logging.disable_progress_bar()
    hf = AutoModelForCausalLM.from_pretrained(ensure("smollm2").folder, dtype=torch.float32, attn_implementation="sdpa")
    hf.eval()
    text = text_of(cutaway.tokenizer("smollm2"), options.tokens)
    found: list[tuple[float, float, int, int]] = []
    with running() as server, sync_playwright() as playwright:
        wait_until_ready(server, "smollm2")
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
        for round_ in range(options.runs + 1):
            elapsed, cells, asked = open_lens(page, server, text.replace("pier", PLACES[round_ % len(PLACES)], 1))
            page.goto("about:blank")  # the page reads on, and would compete
            time.sleep(REST)
            if round_:
                found.append((elapsed, arithmetic_seconds(hf, asked), cells, sum(asked)))
        browser.close()
    pages, plains, cells, rows = zip(*found, strict=True)
    beyond = [a - b for a, b in zip(pages, plains, strict=True)]
    print(
        f"SmolLM2, {options.tokens} tokens, {cells[0]} cells in view, median of {options.runs} rounds (lowest to highest)"
    )
    for name, values in (
        ("lens opened to all cells in view", pages),
        (f"bare arithmetic of {rows[0]} cells", plains),
        ("beyond it", beyond),
    ):
        ms = [1000 * value for value in values]
        print(f"  {name:36} {statistics.median(ms):7.1f} ms   ({min(ms):.1f} to {max(ms):.1f})")


def open_lens(page: Page, server: Server, text: str) -> tuple[float, int, list[int]]:
    """Seconds from the click to the picture, how many cells are in view, and of how many each portion was that was asked for until then."""
    asked: list[int] = []

    def heard(request: Request) -> None:
        query = parse_qs(urlsplit(request.url).query)
        if "rows" in query and "positions" in query:
            start, _, stop = query["positions"][0].partition(":")
            asked.append(len(query["rows"]) * (int(stop) - int(start)))

    page.goto(server.at("prediction", text=text))
    page.get_by_role("list", name="The most probable tokens").wait_for()
    page.wait_for_timeout(1000 * REST)
    page.on("requestfinished", heard)
    elapsed, cells = page.evaluate(MEASURE)
    page.remove_listener("requestfinished", heard)
    return float(elapsed) / 1000, int(cells), needed(asked, int(cells))


def needed(asked: list[int], cells: int) -> list[int]:
    """The first portions, until they have as many cells as are in view: what was read ahead of need is not counted."""
    found: list[int] = []
    for portion in asked:
        if sum(found) < cells:
            found.append(portion)
    return found


def arithmetic_seconds(hf: Any, portions: list[int]) -> float:
    """Norm, unembedding, softmax and top-1 of so many vectors, portion after portion."""
    vectors = torch.randn(max(portions), hf.config.hidden_size)
    started = time.perf_counter()
    with torch.no_grad():
        for portion in portions:
            hf.lm_head(hf.model.norm(vectors[:portion])).softmax(-1).max(-1)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
