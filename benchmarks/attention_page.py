"""Every head of SmolLM2 on a page: what is sent to the browser and when the picture is there, against BertViz, in one run.

    scripts/peers bertviz
    python -m benchmarks.attention_page [--lengths 64,128,512,2048,8192] [--bertviz 64,128] [--patience 90]

Ours is the attention room on a real server, in a real Chromium with an empty cache. Its bytes are all that the server sent: the page
itself, its fonts, the trace and the pictures of all heads. *Beyond the trace* is the time from the trace's answer, by the page's own
clock, to the frame with the pictures of all heads.

BertViz's `model_view` and `head_view` are pages of HTML with every weight in them; their bytes are the file's. They load three
libraries from the web: these are given to the browser from npm packages at once (jQuery 2.1.0 in place of 2.0.0, which npm does not
have). The time to the first drawing is from the navigation on, without making the page; after `--patience` seconds it is given up.
"""

import argparse
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Response, Route, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

import cutaway
from benchmarks.peers.process import Peer
from cutaway.models.fetch import ensure
from cutaway.tokens.tokenizer import Tokenizer

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser.serving import Server, running, wait_until_ready
from support.chromium import executable

SENTENCE = "The old man on the pier was glad that the little boat had come home at last, and so was the cat. "
LIBRARIES = {
    "require.js": ("requirejs@2.3.6", "package/require.js"),
    "d3": ("d3@5.7.0", "package/dist/d3.min.js"),
    "jquery": ("jquery@2.1.0", "package/dist/jquery.min.js"),
}
ALL_DRAWN = """layers => {
  const grid = document.querySelector('[role=grid]');
  if (!grid) return 0;
  const drawn = [...grid.querySelectorAll('[data-layer]')].filter(
    row => row.querySelector('canvas') && !row.classList.contains('stale'));
  if (drawn.length < layers) return 0;
  const trace = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/api/traces')).at(-1);
  return performance.now() - trace.responseEnd;
}"""
LAYERS, HEADS = 30, 9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lengths", type=_lengths, default=[64, 128, 512, 2048, 8192])
    parser.add_argument("--bertviz", type=_lengths, default=[64, 128])
    parser.add_argument("--patience", type=float, default=90)
    options = parser.parse_args()
    folder = ensure("smollm2").folder
    tokenizer = cutaway.tokenizer("smollm2")
    with running() as server, sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        wait_until_ready(server, "smollm2")
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        ours = {length: measure_ours(browser, server, text_of(tokenizer, length), length) for length in options.lengths}
        theirs: dict[int, dict[str, int]] = {}
        if options.bertviz:
            libraries = fetch_libraries(Path(scratch))
            with Peer("bertviz", folder, list(range(5, 20))) as peer:
                print(f"against bertviz {peer.versions['bertviz']}")
                for length in options.bertviz:
                    ids = tokenizer.encode(text_of(tokenizer, length))
                    theirs[length] = measure_bertviz(browser, peer, ids, libraries, Path(scratch), options.patience)
        browser.close()
    for length, views in theirs.items():
        for view, size in views.items():
            if length in ours:
                print(f"bytes at {length:,} tokens ÷ {view}: {ours[length] / size:.4f}   (bar ≤ 0.1 at 128)")


def measure_ours(browser: Browser, server: Server, text: str, length: int) -> int:
    """Opens the attention room in an empty browser and prints what came of it; returns the bytes that were sent."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    started = time.perf_counter()
    page.goto(server.at("attention", text=text))
    beyond = page.wait_for_function(ALL_DRAWN, arg=LAYERS, timeout=600_000, polling="raf").json_value()
    whole = time.perf_counter() - started
    sizes = [answer.request.sizes() for answer in answers if not answer.finished()]
    sent = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    print(
        f"Cutaway, {length:,} tokens: {sent / 2**20:.2f} MiB sent; all {LAYERS} × {HEADS} heads drawn {beyond / 1000:.2f} s beyond the"
        f" trace, {whole:.1f} s after the address was entered",
        flush=True,
    )
    context.close()
    return sent


def measure_bertviz(
    browser: Browser, peer: Peer, ids: list[int], libraries: dict[str, str], scratch: Path, patience: float
) -> dict[str, int]:
    """Makes each of BertViz's pages and opens it; returns their bytes."""
    found: dict[str, int] = {}
    for view in ("model_view", "head_view"):
        file = scratch / f"{view}.html"
        made = peer.ask("page", ids=ids, view=view, file=str(file))
        found[view] = made["bytes"]
        drawn = first_drawing(browser, file, libraries, patience)
        print(
            f"{view}, {len(ids):,} tokens: {made['bytes'] / 2**20:.2f} MiB, made in {made['seconds']:.1f} s beyond the forward pass,"
            f" first drawing {'after ' + format(drawn, '.1f') + ' s' if drawn else f'not within {patience:.0f} s'}",
            flush=True,
        )
        file.unlink()
    return found


def first_drawing(browser: Browser, file: Path, libraries: dict[str, str], patience: float) -> float | None:
    """Seconds until the page has a line of a pattern; None if it has none within `patience` seconds."""

    def give(route: Route) -> None:
        name = next((name for name in libraries if name in route.request.url), None)
        if name is None:
            route.abort()
        else:
            route.fulfill(body=libraries[name], content_type="text/javascript")

    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.route("https://**", give)
    started = time.perf_counter()
    try:
        page.goto(file.as_uri(), timeout=patience * 1000)
        left = max(1.0, patience - (time.perf_counter() - started))
        page.wait_for_function("() => document.querySelector('svg line, svg path')", timeout=left * 1000)
        return time.perf_counter() - started
    except TooLate:
        return None
    finally:
        context.close()


def fetch_libraries(scratch: Path) -> dict[str, str]:
    """The three libraries that BertViz loads, from npm."""
    found: dict[str, str] = {}
    for name, (package, member) in LIBRARIES.items():
        said = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=scratch, check=True, stdout=subprocess.PIPE, text=True
        )
        with tarfile.open(scratch / said.stdout.strip().splitlines()[-1]) as archive:
            content = archive.extractfile(member)
            assert content is not None
            found[name] = content.read().decode()
    return found


def text_of(tokenizer: Tokenizer, length: int) -> str:
    """A text of so many tokens."""
    words = (SENTENCE * (length // 20 + 2)).split(" ")
    low, high = 1, len(words)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if len(tokenizer.encode(" ".join(words[:middle]))) < length else (low, middle)
    text = " ".join(words[:low])
    assert len(tokenizer.encode(text)) == length, "each word of the sentence is one token"
    return text


def _lengths(said: str) -> list[int]:
    return [int(length) for length in said.split(",") if length]


if __name__ == "__main__":
    main()
