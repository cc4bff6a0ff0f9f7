"""What a long text costs: time, and the most memory that the process ever held, in a process of its own.

    python -m benchmarks.long_text [--tokens 8192] [--json FILE]

Steps, in turn: recording, an overview of one head (512 cells), a window of it, one layer's z. Beside them, in a second process, Hugging
Face's own `sdpa` forward pass with the last position's logits only.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

LAYER, HEAD = 13, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=int, default=8192)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", choices=("plain", "trace"), help="this half alone, as JSON")
    options = parser.parse_args()
    if options.only:
        print(json.dumps((plain if options.only == "plain" else trace)(options.tokens)))
        return
    halves = {half: _alone(half, options.tokens) for half in ("plain", "trace")}
    print(
        f"SmolLM2-135M, float32, {options.tokens:,} tokens, {torch.get_num_threads()} threads, torch {torch.__version__}"
    )
    for half, figures in halves.items():
        print(f"\n{half}")
        for name, figure in figures.items():
            print(f"  {name:28} {figure:10.2f}")
    ratio = halves["trace"]["recording, s"] / halves["plain"]["forward, s"]
    print(
        f"\nrecording ÷ plain {ratio:.3f}; memory ÷ plain {halves['trace']['peak, GiB'] / halves['plain']['peak, GiB']:.2f}"
    )
    if options.json:
        options.json.write_text(json.dumps(halves, indent=2))


def plain(tokens: int) -> dict[str, float]:
    """Hugging Face's own forward pass."""
    from transformers import AutoModelForCausalLM

    from cutaway.models.fetch import ensure

    folder = ensure("smollm2").folder
    hf = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").eval()
    ids = _ids(tokens)
    with torch.no_grad():
        seconds, _ = _timed(lambda: hf(input_ids=ids, use_cache=False, logits_to_keep=1))
    return {"forward, s": seconds, "peak, GiB": _peak()}


def trace(tokens: int) -> dict[str, float]:
    """Recording, and reading of what a page shows of one head."""
    import cutaway

    model = cutaway.load("smollm2")
    recording, found = _timed(lambda: model.trace(_ids(tokens)[0].tolist()))
    overview, _ = _timed(lambda: found.pattern(LAYER, HEAD, pool=512))
    window, _ = _timed(lambda: found.pattern(LAYER, HEAD, queries=slice(tokens - 256, tokens), keys=slice(0, 256)))
    z, _ = _timed(lambda: found[f"layers.{LAYER}.attn.z"])
    return {
        "recording, s": recording, "overview of a head, s": overview, "window of a head, s": window, "z of a layer, s": z,
        "held, GiB": found.bytes_held / 2**30, "peak, GiB": _peak(),
    }  # fmt: skip


def _alone(half: str, tokens: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.long_text", "--only", half, "--tokens", str(tokens)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _ids(tokens: int) -> torch.Tensor:
    return torch.randint(100, 40_000, (1, tokens), generator=torch.Generator().manual_seed(tokens))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _peak() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**30 if sys.platform == "darwin" else most / 2**20


if __name__ == "__main__":
    main()
