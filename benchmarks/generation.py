"""What writing on costs against Transformers' own `generate`, with the same model in the same process.

    python -m benchmarks.generation [--prompts 14,512] [--counts 64,256] [--runs N] [--long 512] [--json FILE]

SmolLM2-135M, float32, the most probable token each time, from prompts of random tokens. In each round both write once, in turn; a
ratio is the median of the rounds' own. `model.generate` keeps the whole distribution of every step; `generate(do_sample=False)` keeps
its key-value cache alone. No token ends the text, so that both write as many.

Then one long text each, token by token: what a token costs at some positions, the median of those around it.
"""

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any

import torch
from transformers.utils import logging

import cutaway
from benchmarks.peers.rounds import interleave, ours, print_rows, ratio

LEAST = 0.9
"""The bar: tokens a second ÷ those of Transformers."""
POSITIONS = (50, 200, 500)
AROUND = 8
"""The median cost of a token is that of so many before and after it."""


def main() -> None:
    options = _options()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    torch.set_num_threads(options.threads)
    model = cutaway.load("smollm2")
    _never_end(model)
    print(f"SmolLM2-135M, float32, {torch.get_num_threads()} threads, torch {torch.__version__}")
    figures: dict[str, Any] = {"rates": [], "positions": []}
    for prompt in options.prompts:
        for count in options.counts:
            figures["rates"].append(_rate(model, prompt, count, options.runs))
    figures["positions"] = _positions(model, options.prompts[0], options.long, options.runs)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2))


def _rate(model: cutaway.Model, prompt: int, count: int, runs: int) -> dict[str, Any]:
    """Tokens a second of both, and their ratio."""
    ids = _text(prompt)
    same = _same(model, ids, count)
    seconds = interleave(
        {
            "model.generate": ours(lambda: model.generate(ids, count)),
            "Transformers' generate": ours(lambda: _theirs(model, ids, count)),
        },
        runs,
    )
    found = ratio(seconds["Transformers' generate"], seconds["model.generate"])
    rates = {name: count / statistics.median(measured) for name, measured in seconds.items()}
    print(f"\n{prompt} tokens, and {count} more; {same} of these are the same in both")
    print_rows(seconds)
    for name, rate in rates.items():
        print(f"  {name:58} {rate:12.1f} tokens/s")
    said = "" if found >= LEAST else "   BELOW THE BAR"
    print(f"  {'tokens/s ÷ Transformers':58} {found:12.3f}   bar ≥ {LEAST:.2f}{said}", flush=True)
    return {"prompt": prompt, "count": count, "same": same, "tokens/s": rates, "ratio": found, "seconds": seconds}


def _positions(model: cutaway.Model, prompt: int, count: int, runs: int) -> list[dict[str, float]]:
    """What a token costs, the farther into a text; each round writes it once with ours and once with theirs."""
    ids = _text(prompt)
    costs: dict[str, list[list[float]]] = {"ours": [], "theirs": []}
    for _ in range(runs):
        clock = _Clock()
        model.generate(ids, count, on_token=lambda _, clock=clock: clock.put())
        costs["ours"].append(clock.seconds)
        clock = _Clock()
        _theirs(model, ids, count, streamer=clock)
        costs["theirs"].append(clock.seconds[1:])  # the prompt is put first
    print(f"\na token, the farther into a text of {count} after {prompt} tokens")
    found: list[dict[str, float]] = []
    for position in POSITIONS:
        if position + AROUND > count:
            continue
        at = {name: [_around(each, position) for each in rounds] for name, rounds in costs.items()}
        row = {
            "position": position,
            "ours, ms": 1000 * statistics.median(at["ours"]),
            "theirs, ms": 1000 * statistics.median(at["theirs"]),
            "ratio": ratio(at["ours"], at["theirs"]),
        }
        found.append(row)
        print(
            f"  token {position:4}   ours {row['ours, ms']:8.1f} ms   theirs {row['theirs, ms']:8.1f} ms   ours ÷ theirs {row['ratio']:.3f}"
        )
    return found


class _Clock:
    """What passed between two tokens; a streamer, to Transformers."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._last = time.perf_counter()

    def put(self, _: Any = None) -> None:
        """Called at each token."""
        now = time.perf_counter()
        self.seconds.append(now - self._last)
        self._last = now

    def end(self) -> None:
        """Called after the last."""


def _around(seconds: list[float], position: int) -> float:
    return statistics.median(seconds[position - AROUND : position + AROUND])


def _theirs(model: cutaway.Model, ids: list[int], count: int, **options: Any) -> list[int]:
    hf: Any = model.hf
    given = torch.tensor([ids])
    mask = torch.ones_like(given)
    written = hf.generate(given, attention_mask=mask, max_new_tokens=count, do_sample=False, pad_token_id=0, **options)
    return written[0, len(ids) :].tolist()


def _same(model: cutaway.Model, ids: list[int], count: int) -> int:
    """How many tokens both write alike: a text read in parts has other roundings, by which two tokens may change places."""
    tree = model.generate(ids, count)
    one, other = [step.id for step in tree.steps(tree.ends[0])], _theirs(model, ids, count)
    if len(one) != len(other):
        raise SystemExit(f"error: {len(one)} tokens were written, and {len(other)} by Transformers.")
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))


def _never_end(model: cutaway.Model) -> None:
    hf: Any = model.hf
    hf.generation_config.eos_token_id = None
    hf.config.eos_token_id = None


def _text(length: int) -> list[int]:
    """Random tokens, the same ones for the same length."""
    return torch.randint(100, 40_000, (length,), generator=torch.Generator().manual_seed(length)).tolist()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prompts", type=lambda s: [int(n) for n in s.split(",")], default=[14, 512])
    parser.add_argument("--counts", type=lambda s: [int(n) for n in s.split(",")], default=[64, 256])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--long", type=int, default=512, help="tokens of the long text")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
