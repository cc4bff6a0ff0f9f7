"""BertViz as it is meant to be used: Hugging Face's eager attentions handed over, a page of HTML back."""

from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks.peers.worker import Answer, load_plain, serve, timed, versions

# Imported by name, because only this peer's own environment has it.
bertviz: Any = import_module("bertviz")

model: Any = None
tokenizer: Any = None


def load(folder: str, threads: int, ids: list[int]) -> Answer:
    """The model opened with eager attention, and how far its logits for `ids` are from Hugging Face's fastest at most."""
    global model, tokenizer
    torch.set_num_threads(threads)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    batch = torch.tensor([ids])
    expected = load_plain(folder)(input_ids=batch, use_cache=False, logits_to_keep=1).logits
    logits = model(input_ids=batch, use_cache=False, logits_to_keep=1).logits
    return {"versions": versions("bertviz"), "difference": (logits - expected).abs().max().item()}


def page(ids: list[int], view: str, file: str) -> Answer:
    """Writes the page of `head_view` or `model_view`; the seconds are those of making it, without the forward pass."""
    attentions = model(input_ids=torch.tensor([ids]), output_attentions=True, use_cache=False).attentions
    tokens = tokenizer.convert_ids_to_tokens(ids)
    draw = getattr(bertviz, view)
    seconds, html = timed(lambda: draw(attentions, tokens, html_action="return").data)
    Path(file).write_text(f'<!doctype html><meta charset="utf-8"><body>{html}</body>', encoding="utf-8")
    return {"seconds": seconds, "bytes": Path(file).stat().st_size}


if __name__ == "__main__":
    serve({"load": load, "page": page})
