"""A model that asks PyTorch for attention itself is read as any other: its q, k, v and mask are in the call."""

from functools import cache

import pytest
import torch
from torch.nn import functional

import cutaway
from cutaway import Model, Trace
from support.handmade import HEADS, WAYS, handmade, mask

IDS = (11, 23, 42, 5, 71, 23, 8, 90, 33)


@cache
def traced(way: str) -> Trace:
    return Model(handmade(way), name=way).trace(IDS)


def close(ours: torch.Tensor, theirs: torch.Tensor) -> bool:
    return ours.shape == theirs.shape and torch.allclose(ours, theirs, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("way", WAYS)
def test_every_site_reads_and_patterns_follow_from_queries_keys_and_mask(way: str) -> None:
    trace = traced(way)
    assert {site: tuple(tensor.shape) for site, tensor in trace.items()} == dict(trace.sites)
    added, scale = mask(way, len(IDS)), 0.2 if way == "added" else (32 // HEADS) ** -0.5
    for layer in range(2):
        q, k, v = (trace[f"layers.{layer}.attn.{name}"] for name in "qkv")
        groups = HEADS // len(k)
        scores = scale * q @ k.repeat_interleave(groups, 0).mT + (0 if added is None else added)
        assert close(trace[f"layers.{layer}.attn.pattern"], scores.softmax(-1))
        assert close(trace[f"layers.{layer}.attn.z"], scores.softmax(-1) @ v.repeat_interleave(groups, 0))
        part = trace.read(f"layers.{layer}.attn.pattern", (1, slice(3, 6)))
        assert close(part, scores.softmax(-1)[1, 3:6])


@pytest.mark.parametrize("way", WAYS)
def test_the_stream_and_the_logits_are_those_of_a_plain_pass(way: str) -> None:
    trace, hf = traced(way), handmade(way)
    blocks = hf.encoder.layers if way.startswith("encoder") else hf.blocks
    seen: list[torch.Tensor] = []
    for block in blocks:
        block.register_forward_hook(lambda _, args, output: seen.append(args[0][0]))
    with torch.no_grad():
        logits = hf(torch.tensor([IDS])).logits[0]
    assert close(trace["logits"], logits)
    assert all(close(trace[f"layers.{layer}.resid_pre"], stream) for layer, stream in enumerate(seen))
    assert trace.model.facts.kind == ("encoder" if mask(way, 3) is None else "decoder")
    assert trace.model.facts.heads == HEADS


@pytest.mark.parametrize("way", [way for way in WAYS if not way.startswith("encoder") and way != "multihead"])
def test_queries_are_what_the_block_projects(way: str) -> None:
    trace, block = traced(way), handmade(way).blocks[1]
    with torch.no_grad():
        q, k, v = block.projected(block.norm1(trace["layers.1.resid_pre"][None]))
    for name, tensor in zip("qkv", (q, k, v), strict=True):
        assert close(trace[f"layers.1.attn.{name}"], tensor[0])


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_of_a_pattern_reaches_what_follows(way: str) -> None:
    trace = traced(way)
    even = torch.zeros(len(IDS), len(IDS)).fill_diagonal_(1)
    edited = trace.rerun(cutaway.replace("layers.0.attn.pattern", even, head=1))
    v = trace["layers.0.attn.v"]
    assert close(edited["layers.0.attn.z"][1], v[1 * len(v) // HEADS])
    assert not close(edited["logits"], trace["logits"])
    kept = Model(handmade(way)).trace(IDS, patterns=True)
    assert close(kept["layers.1.attn.pattern"], trace["layers.1.attn.pattern"])


def test_pytorch_s_function_is_its_own_again_afterwards() -> None:
    before = functional.scaled_dot_product_attention
    shortcut = torch.backends.mha.get_fastpath_enabled()
    Model(handmade("imported")).trace(IDS)["layers.0.attn.pattern"]
    assert functional.scaled_dot_product_attention is before
    assert torch.backends.mha.get_fastpath_enabled() == shortcut
