"""Patterns that are kept while the model runs: those of an eager pass of Hugging Face, and a pass that is otherwise the same."""

import pytest
import torch

import cutaway
from cutaway import Model
from cutaway.model import Model as AnyModel
from cutaway.trace import attention_patterns, running
from cutaway.trace.attention_patterns import Overview
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, IDS, TARGET

REGISTRY = [
    "gpt2", "gpt_neox", "opt", "llama", "mistral", "mixtral", "qwen2", "qwen3", "qwen3_moe", "gemma", "gemma2", "gemma3_text", "phi",
    "phi3", "olmo", "smollm3", "deepseek_v3", "gpt_oss", "bert", "roberta", "distilbert", "albert", "electra", "modernbert",
]  # fmt: skip
"""One stack that calls attention through the registry: with sinks, soft-caps, windows, groups of heads, and without a causal mask."""
LONGER = tuple((7 * i) % 97 for i in range(running.LONG))


def patterns_of(kind: str, ids: tuple[int, ...]) -> tuple[tuple[torch.Tensor, ...], torch.Tensor]:
    """Hugging Face's own, eagerly, and its logits."""
    hf = CONFIGS[kind]()
    hf.set_attn_implementation("eager")
    with torch.no_grad():
        output = hf(torch.tensor([ids]), output_attentions=True)
    return output.attentions, output.logits[0]


def kept(trace: Trace) -> dict[str, torch.Tensor]:
    """Layer and attention → the pattern in the keyframe."""
    blocks = trace.model.anatomy.blocks
    frames = trace.recording.keyframes
    return {f"{b.name}.{name}": p for b, f in zip(blocks, frames, strict=True) for name, p in f.patterns.items()}


@pytest.mark.parametrize("kind", REGISTRY)
@pytest.mark.parametrize("rows", [attention_patterns._ROWS, 4], ids=["all queries at once", "a few at a time"])
def test_kept_patterns_and_logits_are_those_of_an_eager_pass(
    kind: str, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention_patterns, "_ROWS", rows)
    monkeypatch.setattr(attention_patterns, "_CACHED", 1)
    expected, logits = patterns_of(kind, IDS)
    trace = Model(CONFIGS[kind]()).trace(IDS, patterns=True)
    found = kept(trace)
    assert len(found) == len(expected)
    for ours, theirs in zip(found.values(), expected, strict=True):
        torch.testing.assert_close(ours, theirs[0], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(trace["logits"], logits, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("count", [running.LONG - 1, running.LONG])
def test_patterns_are_kept_where_queries_and_keys_are_as_well_and_where_not(count: int) -> None:
    expected, _ = patterns_of("qwen2", LONGER[:count])
    trace = Model(CONFIGS["qwen2"]()).trace(LONGER[:count], patterns=True)
    for ours, theirs in zip(trace.attentions, expected, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("kind", ["t5", "bart"])
def test_a_two_stack_model_keeps_the_patterns_of_every_attention(kind: str) -> None:
    """That they are Hugging Face's, `test_ecosystem` says."""
    trace = Model(CONFIGS[kind]()).trace(IDS, target=TARGET, patterns=True)
    assert [f"{name}.pattern" for name in kept(trace)] == [site for site in trace if site.endswith("attn.pattern")]
    assert any(name.endswith("cross_attn") for name in kept(trace))


@pytest.mark.parametrize("kind", ["gptj", "bloom", "mamba"])
def test_a_model_with_attention_in_its_own_code_or_none_keeps_nothing_and_is_read_as_ever(kind: str) -> None:
    model = Model(CONFIGS[kind]())
    trace, plain = model.trace(IDS, patterns=True), model.trace(IDS)
    assert not kept(trace)
    assert trace.sites == plain.sites
    assert all(torch.equal(trace[site], plain[site]) for site in plain)


@pytest.mark.parametrize("kind", ["llama", "gpt_oss"])
def test_what_is_read_of_a_pattern_is_what_was_kept(kind: str) -> None:
    """In whole, in part and from afar; it is counted, and other tensors are derived as ever."""
    model = Model(CONFIGS[kind]())
    trace, plain = model.trace(IDS, patterns=True), model.trace(IDS)
    site = "layers.1.attn.pattern"
    pattern = kept(trace)["layers.1.attn"]
    assert trace[site].data_ptr() == pattern.data_ptr()
    assert torch.equal(trace.read(site, (1, slice(2, 5))), pattern[1, 2:5])
    found = trace.pattern(1, 1, pool=3)
    assert isinstance(found, Overview)
    assert found.max.max() == pattern[1].max()
    assert torch.equal(trace.pooled(site, (1,), 3), found.max)
    held = sum(p.untyped_storage().nbytes() for p in kept(trace).values())  # a sink has a column there
    assert trace.bytes_held >= held
    assert trace.recording.bytes_held == plain.recording.bytes_held + held
    for name in plain:
        torch.testing.assert_close(trace[name], plain[name], atol=1e-5, rtol=1e-5)


def test_an_edit_is_read_where_it_changes_something_and_what_was_kept_where_it_does_not() -> None:
    model = Model(CONFIGS["llama"]())
    edits = cutaway.ablate("layers.1.attn.pattern", head=0)
    edited, plain = (model.trace(IDS, patterns=patterns).rerun(edits) for patterns in (True, False))
    assert [*kept(edited)] == ["layers.0.attn"]
    for ours, theirs in zip(edited.attentions, plain.attentions, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-6, rtol=1e-5)
    assert not edited["layers.1.attn.pattern"][0].any()


def test_smollm2_keeps_what_hugging_face_outputs(smollm2: AnyModel) -> None:
    ids = torch.randint(100, 40_000, (1, 400), generator=torch.Generator().manual_seed(0))
    before = str(smollm2.hf.config._attn_implementation)
    smollm2.hf.set_attn_implementation("eager")
    try:
        with torch.no_grad():
            expected = smollm2.hf(ids, output_attentions=True)
    finally:
        smollm2.hf.set_attn_implementation(before)
    trace = smollm2.trace(ids[0].tolist(), patterns=True)
    for ours, theirs in zip(trace.attentions, expected.attentions, strict=True):
        torch.testing.assert_close(ours, theirs, atol=2e-5, rtol=1e-4)
    torch.testing.assert_close(trace["logits"][-1], expected.logits[0, -1], atol=1e-3, rtol=1e-4)
