"""What the face costs: megabytes a second that each tokenizer encodes through Cutaway, against its library called directly.

    python -m benchmarks.tokens [--tokenizers gpt2,cl100k,…] [--megabytes 1] [--runs N]

The text is mixed (see `benchmarks.replay`) and cut into texts of 20,000 characters, the length up to which the page reads at every
keystroke. All rows of a tokenizer use the same object of its library and are measured in CPU time. Text by text they run in turn, in an
order that changes, so that a drift of the machine's speed meets all rows alike. The ratio is the median of the rounds' own.

- direct: `tiktoken.Encoding.encode` with all special tokens allowed, or `tokenizers.Tokenizer.encode(…).ids`.
- encode: `cutaway.Tokenizer.encode`, the same ids.
- tokens: `cutaway.Tokenizer.tokens`, which gives each token's bytes, text and place as well.
"""

import argparse
import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

import tiktoken

import cutaway
from benchmarks.peers.rounds import Seconds, ratio
from benchmarks.replay import mixed
from cutaway.tokens.catalog import CATALOG

CHARACTERS = 20_000


def main() -> None:
    options = _options()
    text = mixed(int(options.megabytes * 1e6))
    texts = [text[at : at + CHARACTERS] for at in range(0, len(text), CHARACTERS)]
    size = len(text.encode()) / 1e6
    print(f"{size:.2f} MB in {len(texts)} texts; MB a second of CPU time; median of {options.runs} rounds\n")
    print("| tokenizer | direct | encode | tokens | encode ÷ direct, time | tokens ÷ direct, time |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in options.tokenizers.split(","):
        tokenizer = cutaway.tokenizer(name)
        direct = _direct(tokenizer.backend)
        assert [tokenizer.encode(each) for each in texts] == [direct(each) for each in texts]
        rows = {"direct": direct, "encode": tokenizer.encode, "tokens": tokenizer.tokens}
        seconds = _measured(rows, texts, options.runs)
        speeds = [f"{size / statistics.median(seconds[row]):.1f}" for row in rows]
        ratios = [f"{ratio(seconds[row], seconds['direct']):.2f}" for row in ("encode", "tokens")]
        print(f"| `{name}` | {' | '.join([*speeds, *ratios])} |", flush=True)


def _direct(own: Any) -> Callable[[str], list[int]]:
    """The library itself."""
    if isinstance(own, tiktoken.Encoding):
        return lambda text: own.encode(text, allowed_special="all")
    return lambda text: own.encode(text).ids


def _measured(rows: Mapping[str, Callable[[str], Any]], texts: list[str], runs: int) -> Seconds:
    """CPU seconds of each row over all texts, in each round; a first round is not counted."""
    seconds: Seconds = {name: [] for name in rows}
    lots = random.Random(7)
    for round_ in range(1 + runs):
        gc.collect()
        spent = dict.fromkeys(rows, 0.0)
        for text in texts:
            for name in lots.sample([*rows], len(rows)):
                started = time.process_time()
                rows[name](text)
                spent[name] += time.process_time() - started
        if round_:
            for name, each in spent.items():
                seconds[name].append(each)
    return seconds


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizers", default=",".join(CATALOG))
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
