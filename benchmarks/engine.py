"""What the engine costs against plain Hugging Face, TransformerLens and nnsight, all in one interleaved run.

    scripts/peers
    python -m benchmarks.engine [--lengths 14,128,512,2048] [--runs N] [--seconds S] [--sweep-runs N] [--only recording,…] [--json FILE]

SmolLM2-135M, float32. In each round every row runs once, in turn; a ratio is the median of the rounds' own ratios.
With `--seconds`, a short text, whose passes differ more, has more rounds. A peer runs in its own process with its own environment, has
the same weights, threads and versions of torch and transformers, and computes only while everything else waits; before the first round
its logits are compared with Hugging Face's.

- plain: Hugging Face, `sdpa` attention, logits of the last position only, no cache: the same module that is recorded, called plainly,
  since a copy that lies elsewhere in memory is up to a twentieth faster or slower.
- record: `model.trace(ids)`.
- record, all patterns: `model.trace(ids, patterns=True).attentions`: the patterns of all layers and heads, kept while the model runs.
- nnsight: attention inputs, MLP outputs and hidden states of all layers saved, logits of the last position only.
- TransformerLens: `run_with_cache`, everything kept. Its bytes are those of the storages that its cache keeps, each counted once.
- ablation: each head's `attn.z` set to zero in turn, and one logit difference read: `sweep` against plain at the same batch size,
  times the number of heads divided by that size.
- patching: `layers.I.resid_pre` at one position replaced by another text's, each in turn, and one logit difference read: `sweep` against
  `generic_activation_patch`. Both have what they patch from before the clock starts, and both give the same differences.

Ablation and patching of long texts are measured on a part of the heads and cells; the part is centred on the middle of the model, since
what a sweep saves grows with the layer. The output says which part.
"""

import argparse
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
import torch
from transformers.utils import logging

import cutaway
from benchmarks.peers.process import Peer
from benchmarks.peers.rounds import Bar, Seconds, interleave, ours, print_bars, print_rows, print_table, ratio
from cutaway.models.fetch import ensure
from cutaway.trace.edits import ablate, replace
from cutaway.trace.sweep import logit_difference, sweep

WHOLE = 128
"""Up to this many tokens all heads are ablated."""
PARTS = 6
"""Of how many layers the heads or cells are tried in a longer text."""
BATCH_CELLS = 6144
"""Tokens in one batch of ablated passes: a layer's nine heads together, up to 682 tokens."""
BYTES = 4
SPARE = 2**31
"""Bytes that are left free beside what a row is expected to hold."""
MOST_DIFFERENCE = 1e-2
"""How far two float32 results of the same sweep may be apart."""


@dataclass(frozen=True)
class Bench:
    """What is measured with: the model, ours and plain Hugging Face's, and the peers."""

    model: cutaway.Model
    peers: dict[str, Peer]
    runs: int
    seconds: float
    sweep_runs: int

    def plain(self, batch: torch.Tensor) -> Any:
        """Hugging Face's own pass."""
        return self.model.hf(input_ids=batch, use_cache=False, logits_to_keep=1)


def main() -> None:
    options = _options()
    logging.disable_progress_bar()
    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    folder = ensure("smollm2").folder
    print(f"SmolLM2-135M, float32, {torch.get_num_threads()} threads, torch {torch.__version__}")
    needed = {name for part in options.only for name in PEERS[part]}
    with ExitStack() as stack:
        peers = {name: stack.enter_context(Peer(name, folder, _text(14))) for name in sorted(needed)}
        for peer in peers.values():
            print(f"against {', '.join(f'{name} {version}' for name, version in peer.versions.items())}")
        bench = Bench(cutaway.load("smollm2"), peers, options.runs, options.seconds, options.sweep_runs)
        tables: dict[int, list[Bar]] = {}
        measured: list[dict[str, Any]] = []
        for length in options.lengths:
            tables[length] = []
            for part in options.only:
                print(f"\n{part}, {length:,} tokens", flush=True)
                seconds, bars = MEASURES[part](bench, length)
                print_rows(seconds)
                print_bars(bars)
                tables[length] += bars
                measured.append(
                    {"what": part, "tokens": length, "seconds": seconds, "bars": [asdict(bar) for bar in bars]}
                )
                if options.json:
                    options.json.write_text(json.dumps(measured, indent=2))
    print_table(tables)


def measure_recording(bench: Bench, length: int) -> tuple[Seconds, list[Bar]]:
    """Recording, alone and with all patterns read, and what it keeps."""
    ids = _text(length)
    batch = torch.tensor([ids])
    held: dict[str, int] = {}

    def ask(name: str, what: str) -> float:
        answer = bench.peers[name].ask(what, ids=ids)
        held[name] = answer["bytes"]
        return answer["seconds"]

    rows = {
        "plain": ours(lambda: bench.plain(batch)),
        "record": ours(lambda: bench.model.trace(ids)),
        "record, all patterns": ours(lambda: _with_patterns(bench.model, ids)),
        "nnsight": lambda: ask("nnsight", "save"),
    }
    expected = _cache_bytes(bench, length)
    if fits := expected + SPARE < psutil.virtual_memory().available:
        rows["TransformerLens"] = lambda: ask("transformer_lens", "cache")
    else:
        print(f"  TransformerLens is left out: its cache takes about {expected / 2**30:.1f} GiB, which are not free.")
    seconds = interleave(rows, bench.runs, least=bench.seconds)
    print(f"  {len(seconds['plain'])} rounds")
    kept = bench.model.trace(ids).bytes_held
    bars = [
        Bar("record ÷ plain", ratio(seconds["record"], seconds["plain"]), 1.05),
        Bar("record ÷ nnsight", ratio(seconds["record"], seconds["nnsight"]), 1.0),
    ]
    if fits:
        cache = held["transformer_lens"]
        bars += [
            Bar(
                "record, all patterns ÷ TransformerLens",
                ratio(seconds["record, all patterns"], seconds["TransformerLens"]),
                0.7,
            ),
            Bar(
                "bytes held ÷ TransformerLens",
                kept / cache,
                0.1,
                f"{kept / 2**20:,.1f} MiB, {cache / 2**20:,.1f} MiB; nnsight's: {held['nnsight'] / 2**20:,.1f} MiB",
            ),
        ]
    return seconds, bars


def measure_ablation(bench: Bench, length: int) -> tuple[Seconds, list[Bar]]:
    """Each head taken away in turn, against as many whole passes."""
    trace = bench.model.trace(_text(length))
    heads, layers = bench.model.facts.heads, _layers(bench, length)
    edits = [ablate(f"layers.{layer}.attn.z", head=head) for layer in layers for head in range(heads)]
    size = max(1, min(heads, BATCH_CELLS // length))
    batch = torch.tensor([_text(length)]).expand(size, -1)
    metric = logit_difference(*_two_best(trace.recording.last_logits))

    def whole() -> Any:
        return bench.plain(batch)

    whole()
    rows = {
        f"plain, batch of {size}": ours(whole),
        f"sweep over {len(edits)} heads": ours(lambda: sweep(trace, edits, metric, batch=size)),
        f"plain, batch of {size}, again": ours(whole),
    }
    seconds = interleave(rows, bench.sweep_runs, warm=0)
    before, swept, after = seconds.values()
    passes = [len(edits) / size * (a + b) / 2 for a, b in zip(before, after, strict=True)]
    note = f"{len(edits)} heads, of {_listed(bench, layers)}; batches of {size}"
    return seconds, [Bar("ablating each head ÷ as many plain passes", ratio(swept, passes), 0.55, note)]


def measure_patching(bench: Bench, length: int) -> tuple[Seconds, list[Bar]]:
    """The residual stream of each layer and position patched in turn, against TransformerLens."""
    clean, corrupted = _text(length), _text(length)
    corrupted[length // 3] = _text(length + 1)[length // 3]
    source, trace = bench.model.trace(clean), bench.model.trace(corrupted)
    layers, positions = _layers(bench, length), _positions(length)
    cells = [(layer, position) for layer in layers for position in positions]
    edits = [replace(f"layers.{layer}.resid_pre", source, position=position) for layer, position in cells]
    right, wrong = _two_best(source.recording.last_logits)
    found: dict[str, torch.Tensor] = {}

    def patch() -> None:
        found["ours"] = sweep(trace, edits, logit_difference(right, wrong))

    def ask() -> float:
        answer = bench.peers["transformer_lens"].ask(
            "patch", clean=clean, corrupted=corrupted, cells=cells, right=right, wrong=wrong
        )
        found["theirs"] = torch.tensor(answer["values"], dtype=torch.float64)
        return answer["seconds"]

    seconds = interleave({"sweep": ours(patch), "TransformerLens": ask}, bench.sweep_runs, warm=0)
    apart = (found["ours"] - found["theirs"]).abs().max().item()
    if not apart <= MOST_DIFFERENCE:
        raise SystemExit(f"error: the patched logit differences of TransformerLens are up to {apart} from ours.")
    note = (
        f"{len(cells)} cells, {len(positions)} positions of {_listed(bench, layers)}; results at most {apart:.1e} apart"
    )
    bar = Bar("patching layers × positions ÷ TransformerLens", ratio(*seconds.values()), 0.5, note)
    return seconds, [bar]


MEASURES: dict[str, Callable[[Bench, int], tuple[Seconds, list[Bar]]]] = {
    "recording": measure_recording,
    "ablation": measure_ablation,
    "patching": measure_patching,
}
PEERS = {"recording": ("nnsight", "transformer_lens"), "ablation": (), "patching": ("transformer_lens",)}


def _with_patterns(model: cutaway.Model, ids: list[int]) -> tuple[torch.Tensor, ...]:
    return model.trace(ids, patterns=True).attentions


def _text(length: int) -> list[int]:
    """Random tokens, the same ones for the same length."""
    return torch.randint(100, 40_000, (length,), generator=torch.Generator().manual_seed(length)).tolist()


def _two_best(logits: torch.Tensor | None) -> tuple[int, int]:
    """The ids that are predicted first and second."""
    assert logits is not None
    first, second = logits.topk(2).indices.tolist()
    return first, second


def _layers(bench: Bench, length: int) -> list[int]:
    """All layers of a short text; of a long one some, as far before the middle of the model as after it."""
    layers = bench.model.facts.layers
    if length <= WHOLE:
        return list(range(layers))
    first = [int((part + 0.5) * layers / PARTS) for part in range(PARTS // 2)]
    return [*first, *(layers - 1 - layer for layer in reversed(first))]


def _positions(length: int) -> list[int]:
    """All positions of a very short text; of a longer one 16 at most, evenly spread, the fewer the longer it is."""
    count = length if length <= 16 else max(2, min(16, 4096 // length))
    return [(2 * number + 1) * length // (2 * count) for number in range(count)]


def _listed(bench: Bench, layers: list[int]) -> str:
    return "all layers" if len(layers) == bench.model.facts.layers else f"layers {', '.join(map(str, layers))}"


def _cache_bytes(bench: Bench, length: int) -> int:
    """What TransformerLens's cache is expected to take: measured on a short text, the patterns and scores scaled by the square."""
    short = min(length, 128)
    squares = 2 * bench.model.facts.layers * bench.model.facts.heads * BYTES
    measured = bench.peers["transformer_lens"].ask("cache", ids=_text(short))["bytes"]
    return (measured - squares * short**2) * length // short + squares * length**2


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lengths", type=lambda s: [int(n) for n in s.split(",")], default=[14, 128, 512, 2048])
    parser.add_argument("--runs", type=int, default=5, help="the least rounds of recording")
    parser.add_argument("--seconds", type=float, default=0.0, help="of a length, as many rounds as fit in these")
    parser.add_argument("--sweep-runs", type=int, default=2, help="rounds of ablation and patching, which take minutes")
    parser.add_argument("--only", type=lambda s: s.split(","), default=[*MEASURES])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
