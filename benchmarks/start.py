"""A second start: from the command to the first picture in the browser.

    python -m benchmarks.start [--runs N]

Starts `cutaway` with the weights in the cache, opens its page in Chromium as soon as the address is printed, and waits until
the first candidate is drawn. Against it, in the same run, what Hugging Face needs in a new process to import, load the same
folder and predict the same word.
"""

import argparse
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from cutaway.models.fetch import ensure

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser.serving import running
from support.chromium import executable

TEXT = "The capital of France is"
PLAIN = """
import sys, torch
from transformers import AutoModelForCausalLM, AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32)
with torch.no_grad():
    print(tokenizer.decode(model(**tokenizer(sys.argv[2], return_tensors="pt")).logits[0, -1].argmax()))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    folder = str(ensure("smollm2").folder)
    pictures: list[float] = []
    plains: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        for round_ in range(runs + 1):
            started = time.perf_counter()
            with running() as server:
                page = browser.new_page()
                page.goto(server.at("prediction", text=TEXT))
                page.get_by_role("button", name=re.compile("Append ' Paris'")).wait_for(timeout=120_000)
                elapsed = time.perf_counter() - started
                page.close()
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", PLAIN, folder, TEXT], check=True, capture_output=True)
            if round_:
                pictures.append(elapsed)
                plains.append(time.perf_counter() - started)
        browser.close()
    ratio = statistics.median(a / b for a, b in zip(pictures, plains, strict=True))
    print(f"SmolLM2, weights in the cache, median of {runs} rounds")
    print(f"  start to first picture          {statistics.median(pictures):6.1f} s")
    print(f"  Hugging Face in a new process   {statistics.median(plains):6.1f} s")
    print(f"  ratio                           {ratio:6.2f}")


if __name__ == "__main__":
    main()
