"""What recording and reading cost, against Hugging Face's own forward pass, all in one interleaved run.

    python -m benchmarks.first_light [--lengths 14,128,512,2048] [--runs N] [--json FILE]

Every figure is a median over rounds; in each round every row runs once, in turn, so that a drift of the machine's speed
meets all rows alike. The ratio is the median of the rounds' own ratios to the plain forward pass of the same round.

- plain: Hugging Face, `sdpa` attention, logits of the last position only, no cache.
- plain, all logits: the same with the logits of every position.
- record: `model.trace(ids)`.
- eager, all outputs: Hugging Face with `output_attentions` and `output_hidden_states`, logits of the last position.
- one head's pattern: `trace.read("layers.I.attn.pattern", (H,))`, from the keyframe.
- slowest site: whichever single site of one block takes longest to read, each read with no replayed block kept.
- a layer's everything: all sites of one block.
"""

import argparse
import gc
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM
from transformers.utils import logging

import cutaway
from cutaway.models.fetch import ensure
from cutaway.trace.trace import Trace

LAYER = 13
EAGER_CELLS = 30 * 9 * 2048 * 2048
"""The most attention cells that the eager pass may hold: 4.5 GB in float32."""


def main() -> None:
    options = _options()
    logging.disable_progress_bar()
    model = cutaway.load("smollm2")
    folder = ensure("smollm2").folder
    plain = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").eval()
    eager = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    print(
        f"SmolLM2-135M, float32, {torch.get_num_threads()} threads, torch {torch.__version__}, median of {options.runs} rounds"
    )
    tables = [measure(model, plain, eager, length, options.runs) for length in options.lengths]
    if options.json:
        options.json.write_text(json.dumps(tables, indent=2))


def measure(model: cutaway.Model, plain: Any, eager: Any, length: int, runs: int) -> dict[str, Any]:
    """Prints one table and returns its figures."""
    ids = torch.randint(100, 40_000, (1, length), generator=torch.Generator().manual_seed(length))
    layers, heads = model.facts.layers, model.facts.heads
    trace = model.trace(ids[0].tolist())
    slowest = _slowest_site(trace)
    rows: dict[str, Callable[[], Any]] = {
        "plain": lambda: plain(input_ids=ids, use_cache=False, logits_to_keep=1),
        "record": lambda: model.trace(ids[0].tolist()),
        "plain, all logits": lambda: plain(input_ids=ids, use_cache=False),
    }
    if layers * heads * length**2 <= EAGER_CELLS:
        rows["eager, all outputs"] = lambda: eager(
            input_ids=ids, use_cache=False, logits_to_keep=1, output_attentions=True, output_hidden_states=True
        )
    rows |= {
        "one head's pattern": lambda: trace.read(f"layers.{LAYER}.attn.pattern", (4,)),
        f"slowest site ({slowest})": lambda: _fresh(trace)[f"layers.{LAYER}.{slowest}"],
        "a layer's everything": lambda: _read_layer(_fresh(trace)),
        "all logits from the trace": lambda: trace["logits"],
    }
    seconds: dict[str, list[float]] = {name: [] for name in rows}
    with torch.no_grad():
        for round_ in range(runs + 1):
            for name, work in rows.items():
                gc.collect()
                started = time.perf_counter()
                result = work()
                if round_:
                    seconds[name].append(time.perf_counter() - started)
                del result
    print(f"\n{length} tokens: {trace.bytes_held / 2**20:,.1f} MiB held by the trace")
    print(f"  {'':34} {'ms':>9} {'÷ plain':>9} {'÷ (plain ÷ layers)':>20}")
    figures = {}
    for name, measured in seconds.items():
        ratio = statistics.median(a / b for a, b in zip(measured, seconds["plain"], strict=True))
        figures[name] = {"seconds": statistics.median(measured), "ratio": ratio}
        print(f"  {name:34} {1000 * figures[name]['seconds']:9.1f} {ratio:9.3f} {ratio * layers:20.2f}")
    return {"tokens": length, "bytes_held": trace.bytes_held, "rows": figures}


def _slowest_site(trace: Trace) -> str:
    """The site of a block that takes longest to read, each read twice and the quicker taken."""

    def cost(site: str) -> float:
        return min(_seconds(lambda: _fresh(trace)[f"layers.{LAYER}.{site}"]) for _ in range(2))

    prefix = f"layers.{LAYER}."
    return max((site.removeprefix(prefix) for site in trace if site.startswith(prefix)), key=cost)


def _read_layer(trace: Trace) -> list[torch.Tensor]:
    return [trace[site] for site in trace if site.startswith(f"layers.{LAYER}.")]


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _fresh(trace: Trace) -> Trace:
    """The same recording with no replayed block kept, so that a read pays for its replay."""
    return Trace(trace.model, trace.tokens, trace.recording)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lengths", type=lambda s: [int(n) for n in s.split(",")], default=[14, 128, 512, 2048])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
