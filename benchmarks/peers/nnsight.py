"""nnsight as it is meant to be used: a trace that saves three tensors of each layer, around the plain Hugging Face model."""

from importlib import import_module
from typing import Any

import torch
from transformers import AutoTokenizer

from benchmarks.peers.worker import Answer, bytes_of, load_plain, serve, timed, versions

# Imported by name, because only this peer's own environment has it.
nnsight: Any = import_module("nnsight")

model: Any = None


def load(folder: str, threads: int, ids: list[int]) -> Answer:
    """The model opened, and how far its logits for `ids` are from Hugging Face's at most."""
    global model
    torch.set_num_threads(threads)
    plain = load_plain(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = nnsight.TransformersModel(plain, task="text-generation", tokenizer=tokenizer)
    expected = plain(input_ids=torch.tensor([ids]), use_cache=False, logits_to_keep=1).logits
    logits, _ = _traced(torch.tensor([ids]))
    return {"versions": versions("nnsight"), "difference": (logits - expected).abs().max().item()}


def save(ids: list[int]) -> Answer:
    """Attention inputs, MLP outputs and hidden states of all layers, and the last position's logits."""
    batch = torch.tensor([ids])
    seconds, (logits, saved) = timed(lambda: _traced(batch))
    return {"seconds": seconds, "bytes": bytes_of([logits, *saved])}


def _traced(batch: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
    with model.trace(batch, use_cache=False, logits_to_keep=1):
        saved = nnsight.save([])
        for layer in model.model.layers:
            saved.extend([layer.self_attn.input, layer.mlp.output, layer.output])
        logits = nnsight.save(model.output.logits)
    return logits, saved


if __name__ == "__main__":
    serve({"load": load, "save": save})
