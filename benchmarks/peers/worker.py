"""The peer's side of the conversation: one JSON object a line comes in, one goes out, and nothing is computed in between."""

import gc
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from typing import Any

import torch
from transformers import AutoModelForCausalLM

Answer = dict[str, Any]


def serve(answers: Mapping[str, Callable[..., Answer]]) -> None:
    """Answers requests until standard input ends; a request names one of `answers` and its arguments.

    What a library prints goes to standard error, so that only answers are on standard output.
    """
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    torch.set_grad_enabled(False)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = answers[request.pop("ask")](**request)
        except Exception:
            answer = {"error": traceback.format_exc()}
        gc.collect()
        print(json.dumps(answer), file=out, flush=True)


def load_plain(folder: str) -> Any:
    """Hugging Face's own model with the fastest attention, float32, on the CPU."""
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").eval()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How many seconds it took, and what came of it."""
    gc.collect()
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def bytes_of(tensors: Iterable[torch.Tensor]) -> int:
    """Bytes that keeping these tensors keeps in memory: each storage once, whole, however many tensors look into it."""
    storages = {t.untyped_storage().data_ptr(): t.untyped_storage().nbytes() for t in tensors}
    return sum(storages.values())


def versions(package: str) -> Answer:
    """What is installed here."""
    return {name: version(name) for name in (package, "torch", "transformers")}
