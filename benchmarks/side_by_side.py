"""From a keystroke to one text drawn under four tokenizers, against the libraries' own encoding of the same text, in one interleaved run.

    python -m benchmarks.side_by_side [--runs N] [--characters 1000,5000,20000]

A real server and a real Chromium, on Cutaway's own documentation cut to a number of characters. In each round one letter is typed at the
end of the text, and the page's own clock takes the time from that key event until the frame in which the new counts and the new grid have
been drawn. Then the server alone is asked for the same, without a page. Then the same text goes through tiktoken and the tokenizers
library in this process, with the server idle, one after the other.

The open model is one that can't read texts as long (MiniLM, 512 tokens), so that no forward pass runs beside what is measured.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from cutaway.models import fetch_tokenizer
from cutaway.progress import silent
from cutaway.tokens.tokenizer import Tokenizer

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser.serving import running, wait_until_ready
from support.chromium import executable

NAMES = ("gpt2", "cl100k", "o200k", "llama3")
REST = 0.6
"""Seconds of quiet before each measured thing: about a typist's thought."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"

MEASURE = """() => new Promise(resolve => {
  const box = document.getElementById('text');
  const said = () => [...document.querySelectorAll('main p')].find(p => p.textContent.includes('bytes in UTF-8'));
  const before = said().textContent;
  let started = 0;
  box.addEventListener('keydown', event => (started = event.timeStamp), { once: true });
  const observer = new MutationObserver(() => {
    const now = said();
    if (!started || !now || now.textContent === before) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--characters", default="1000,5000,20000")
    asked = parser.parse_args()
    tokenizers = [fetch_tokenizer.load(name, silent, lambda: False) for name in NAMES]
    print(f"{', '.join(NAMES)}; median of {asked.runs} rounds (lowest to highest), ms")
    with running("--model", "minilm") as server, sync_playwright() as playwright:
        wait_until_ready(server, "minilm")
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        for length in map(int, asked.characters.split(",")):
            text = prose(length)
            page.goto("about:blank")
            page.goto(server.at("tokens", model="minilm", view="side", tk=",".join(NAMES), text=text))
            page.get_by_role("combobox", name="Copy what").nth(len(NAMES) - 1).wait_for()
            drawn, answered, plain = rounds(page, server.url, text, tokenizers, asked.runs)
            print(f"{length:,} characters, {', '.join(f'{len(each.encode(text)):,}' for each in tokenizers)} tokens")
            report("keystroke to drawn", drawn)
            report("the libraries' own encoding", plain)
            report("drawn, beyond the libraries", [a - b for a, b in zip(drawn, plain, strict=True)])
            report("the server alone, beyond them", [a - b for a, b in zip(answered, plain, strict=True)])
        browser.close()


def prose(length: int) -> str:
    """The first characters of Cutaway's documentation."""
    docs = Path(__file__).parents[1] / "docs"
    return "\n".join((docs / name).read_text() for name in ("engine.md", "wire.md", "benchmarks.md"))[:length]


def rounds(page: Page, url: str, text: str, tokenizers: list[Tokenizer], runs: int) -> tuple[list[float], ...]:
    """Seconds from key to picture, from the server's answer alone, and from the libraries, of so many rounds; the first two don't count."""
    drawn: list[float] = []
    answered: list[float] = []
    plain: list[float] = []
    client = httpx.Client(base_url=url, timeout=60)
    box = page.get_by_role("textbox", name="Text")
    box.press("Control+End")
    for round_ in range(runs + 2):
        letter = LETTERS[round_ % len(LETTERS)]
        text += letter
        page.wait_for_timeout(1000 * REST)
        page.evaluate(f"void (window.measured = ({MEASURE})())")  # awaiting it here would wait for ever
        box.press(letter)
        drawn.append(float(page.evaluate("window.measured")) / 1000)
        time.sleep(REST)
        started = time.perf_counter()
        client.post("api/tokenizers/compare", json={"text": text, "tokenizers": NAMES}).raise_for_status()
        answered.append(time.perf_counter() - started)
        time.sleep(REST)
        started = time.perf_counter()
        for tokenizer in tokenizers:
            encode(tokenizer, text)
        plain.append(time.perf_counter() - started)
    return drawn[2:], answered[2:], plain[2:]


def encode(tokenizer: Tokenizer, text: str) -> None:
    """What a program without Cutaway would call."""
    library = tokenizer.backend
    if type(library).__module__.startswith("tiktoken"):
        library.encode(text, allowed_special="all")
    else:
        _ = library.encode(text).ids


def report(name: str, seconds: list[float]) -> None:
    ms = [1000 * each for each in seconds]
    print(f"  {name:30} {statistics.median(ms):7.1f}   ({min(ms):.1f} to {max(ms):.1f})")


if __name__ == "__main__":
    main()
