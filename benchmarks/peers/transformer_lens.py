"""TransformerLens as it is meant to be used: a bridge around the Hugging Face model, `run_with_cache`, `generic_activation_patch`."""

from importlib import import_module
from typing import Any

import torch

from benchmarks.peers.worker import Answer, bytes_of, load_plain, serve, timed, versions

# Imported by name, because only this peer's own environment has them.
bridge: Any = import_module("transformer_lens.model_bridge").TransformerBridge
patching: Any = import_module("transformer_lens.patching")
pandas: Any = import_module("pandas")

model: Any = None


def load(folder: str, threads: int, ids: list[int]) -> Answer:
    """The model opened, and how far its logits for `ids` are from Hugging Face's at most."""
    global model
    torch.set_num_threads(threads)
    model = bridge.boot_transformers(folder, dtype=torch.float32, device="cpu")
    batch = torch.tensor([ids])
    expected = load_plain(folder)(input_ids=batch, use_cache=False).logits
    return {"versions": versions("transformer-lens"), "difference": (model(batch) - expected).abs().max().item()}


def cache(ids: list[int]) -> Answer:
    """`run_with_cache`, everything kept, as it is by default."""
    batch = torch.tensor([ids])
    seconds, (_, kept) = timed(lambda: model.run_with_cache(batch))
    return {"seconds": seconds, "bytes": bytes_of(t for t in kept.values() if t is not None)}


def patch(clean: list[int], corrupted: list[int], cells: list[list[int]], right: int, wrong: int) -> Answer:
    """The residual stream at each cell `[layer, position]` replaced by the clean text's, one logit difference each.

    The clean text's cache is made before the clock starts, and holds what is patched only.
    """
    _, kept = model.run_with_cache(torch.tensor([clean]), names_filter=lambda name: name.endswith("hook_resid_pre"))

    def metric(logits: torch.Tensor) -> torch.Tensor:
        return logits[0, -1, right] - logits[0, -1, wrong]

    seconds, values = timed(
        lambda: patching.generic_activation_patch(
            model,
            torch.tensor([corrupted]),
            kept,
            metric,
            patching.layer_pos_patch_setter,
            "resid_pre",
            index_df=pandas.DataFrame(cells, columns=["layer", "pos"]),
        )
    )
    return {"seconds": seconds, "values": values.tolist()}


if __name__ == "__main__":
    serve({"load": load, "cache": cache, "patch": patch})
