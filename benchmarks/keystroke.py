"""From the last keystroke to new predictions on the page, against a plain forward pass of the same text, in one interleaved run.

    python -m benchmarks.keystroke [--runs N]

A real server, SmolLM2 and a real Chromium, on a text of 20 tokens. In each round one letter is typed at the end of the text,
and the page's own clock takes the time from that key event until the frame with the new prediction has been drawn (the list of
candidates has changed and is no longer dimmed). Then the same text goes through Hugging Face's own forward pass (`sdpa`, last
position's logits), in this process, with the server idle.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import torch
from playwright.sync_api import Page, sync_playwright
from transformers import AutoModelForCausalLM
from transformers.utils import logging

import cutaway
from cutaway.models.fetch import ensure

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser.serving import running, wait_until_ready
from support.chromium import executable

TEXT = "When the little boat came home at last, the old man on the pier was so glad that"
REST = 0.6
"""Seconds of quiet before each measured thing: about a typist's thought."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"

MEASURE = """() => new Promise(resolve => {
  const box = document.getElementById('text');
  const list = () => document.querySelector('ol[aria-label="The most probable tokens"]');
  const before = list().textContent;
  let started = 0;
  box.addEventListener('keydown', event => (started = event.timeStamp), { once: true });
  const observer = new MutationObserver(() => {
    const now = list();
    if (!started || !now || now.closest('.stale') || now.textContent === before) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    logging.disable_progress_bar()
    hf = AutoModelForCausalLM.from_pretrained(ensure("smollm2").folder, dtype=torch.float32, attn_implementation="sdpa")
    hf.eval()
    encode = cutaway.tokenizer("smollm2").encode
    pages: list[float] = []
    plains: list[float] = []
    with running() as server, sync_playwright() as playwright:
        wait_until_ready(server, "smollm2")
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        page.goto(server.at("prediction", text=TEXT))
        page.get_by_role("list", name="The most probable tokens").wait_for()
        for round_ in range(runs + 2):
            letter = LETTERS[round_ % len(LETTERS)]
            elapsed = type_and_wait(page, letter)
            plain = forward_seconds(hf, encode(TEXT + " " + letter))
            if round_ > 1:
                pages.append(elapsed)
                plains.append(plain)
        browser.close()
    beyond = [a - b for a, b in zip(pages, plains, strict=True)]
    print(f"SmolLM2, {len(encode(TEXT + ' a'))} tokens, median of {runs} rounds (lowest to highest)")
    for name, values in (
        ("keystroke to new predictions drawn", pages),
        ("plain forward", plains),
        ("beyond plain", beyond),
    ):
        ms = [1000 * v for v in values]
        print(f"  {name:36} {statistics.median(ms):7.1f} ms   ({min(ms):.1f} to {max(ms):.1f})")


def type_and_wait(page: Page, letter: str) -> float:
    """Types " x" and then only the letter again, timed; returns seconds from key to picture."""
    box = page.get_by_role("textbox", name="Text")
    box.fill(TEXT + " ")
    page.wait_for_timeout(1000 * REST)
    box.press("End")
    page.evaluate(f"void (window.measured = ({MEASURE})())")  # awaiting it here would wait for ever
    box.press(letter)
    return float(page.evaluate("window.measured")) / 1000


def forward_seconds(hf: torch.nn.Module, ids: list[int]) -> float:
    """One plain forward pass, after the same rest as before the keystroke."""
    time.sleep(REST)
    started = time.perf_counter()
    with torch.no_grad():
        hf(input_ids=torch.tensor([ids]), use_cache=False, logits_to_keep=1)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
