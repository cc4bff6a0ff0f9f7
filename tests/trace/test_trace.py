"""What a trace promises beside its numbers: names, parts of tensors, errors, and leaving the model as it was."""

from pathlib import Path
from typing import Any, Literal, cast

import pytest
import torch

import cutaway
from cutaway import Model
from cutaway.errors import BadIndex, BadText, Cancelled, NoSuchSite, TextTooLong
from cutaway.trace import attention_patterns
from cutaway.trace.replay import attention_calls
from support.architectures import CONFIGS, TARGET
from support.reference import FAMILIES, small

IDS = (3, 99, 12, 12, 57, 8, 41, 3, 76)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_part_read_alone_equals_that_part_of_the_whole(family: str) -> None:
    trace = Model(small(family)).trace(IDS)
    parts = ((4,), (slice(1, 3), slice(2, 7)), (0, -1), (slice(None), 3, slice(0, 5)))
    for site, shape in trace.sites.items():
        for index in parts:
            if len(index) > len(shape) or (isinstance(index[0], int) and index[0] >= shape[0]):
                continue
            torch.testing.assert_close(trace.read(site, index), trace[site][index], atol=1e-6, rtol=1e-5)


def test_a_pooled_pattern_is_the_maximum_of_each_window() -> None:
    trace = Model(small("llama")).trace(IDS)
    whole = trace["layers.2.attn.pattern"]
    pooled = trace.pooled("layers.2.attn.pattern", (), 4)  # nine tokens, windows of three
    rows = [torch.stack([whole[:, i : i + 3, j : j + 3].amax((1, 2)) for j in (0, 3, 6)], -1) for i in (0, 3, 6)]
    expected = torch.stack(rows, 1)
    torch.testing.assert_close(pooled, expected)
    torch.testing.assert_close(trace.pooled("layers.2.attn.pattern", (5,), 4), expected[5])
    assert torch.equal(trace.pooled("layers.2.attn.pattern", (), 9), whole)


def test_an_unknown_site_names_those_there_are() -> None:
    trace = Model(small("gpt2")).trace(IDS)
    with pytest.raises(NoSuchSite, match=r"layers\.0 to layers\.3 .*attn\.pattern"):
        trace["layers.0.mlp.gate"]
    with pytest.raises(NoSuchSite, match=r"Did you mean layers\.3\.attn\.pattern"):
        trace["layers.3.attn.patern"]
    with pytest.raises(BadIndex, match="axis 0"):
        trace.read("layers.0.attn.q", (6,))


def test_a_tensor_is_named_by_its_last_word_and_its_layer() -> None:
    trace = Model(small("llama")).trace(IDS)
    for asked, site in {
        ("pattern", 3): "layers.3.attn.pattern",
        ("attn.pattern", 0): "layers.0.attn.pattern",
        ("mlp.out", 1): "layers.1.mlp.out",
        ("resid_post", 2): "layers.2.resid_post",
    }.items():
        assert torch.equal(trace[asked], trace[site])
    with pytest.raises(NoSuchSite, match=r"2 tensors.*'out'.*layers\.1\.attn\.out, layers\.1\.mlp\.out"):
        trace["out", 1]
    with pytest.raises(NoSuchSite, match=r"'patern'.*attn\.pattern"):
        trace["patern", 1]
    with pytest.raises(NoSuchSite, match=r"no layer 4.*0 to 3"):
        trace["pattern", 4]
    for strange in ((), ("pattern",), ("pattern", "3"), (3, "pattern"), ("pattern", 1, 2), ("pattern", True)):
        with pytest.raises(NoSuchSite, match=r'trace\["pattern", 3\]'):
            trace[cast(Any, strange)]


def test_a_tensor_of_two_stacks_is_named_with_its_stack_or_attention(tmp_path: Path) -> None:
    trace = Model(CONFIGS["t5"]()).trace((3, 12, 57, 8), target=TARGET)
    for asked, site in {
        ("encoder.pattern", 1): "encoder.layers.1.attn.pattern",
        ("decoder.attn.pattern", 0): "decoder.layers.0.attn.pattern",
        ("cross_attn.pattern", 1): "decoder.layers.1.cross_attn.pattern",
        ("decoder.resid_post", 1): "decoder.layers.1.resid_post",
    }.items():
        assert torch.equal(trace[asked], trace[site])
    with pytest.raises(NoSuchSite, match=r"3 tensors.*encoder\.layers\.0\.attn.*decoder\.layers\.0\.cross_attn"):
        trace["pattern", 0]
    with pytest.raises(NoSuchSite, match=r"2 tensors.*'decoder\.pattern'"):
        trace["decoder.pattern", 0]
    trace.save(tmp_path / "some", ["*cross_attn.pattern"])
    assert torch.equal(cutaway.open_trace(tmp_path / "some")["pattern", 1], trace["cross_attn.pattern", 1])


def test_a_text_beyond_the_context_is_refused_with_the_limit() -> None:
    model = Model(small("llama"))
    with pytest.raises(TextTooLong, match=r"65 tokens.*64"):
        model.trace([1] * 65)
    assert len(model.trace([1] * 64).tokens) == 64
    with pytest.raises(BadText):
        model.trace([])
    with pytest.raises(BadIndex, match="101"):
        model.trace([101])


def test_a_pass_can_be_stopped_between_two_blocks_and_the_model_still_works() -> None:
    model = Model(small("llama"))
    reached: list[int] = []

    def stop_at_two(done: int, total: int) -> None:
        assert total == 4
        reached.append(done)
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        model.trace(IDS, on_block=stop_at_two)
    assert reached == [0, 1, 2]
    assert torch.equal(model.trace(IDS)["logits"], Model(small("llama")).trace(IDS)["logits"])


@pytest.mark.parametrize("family", FAMILIES)
def test_opening_and_tracing_leave_the_model_as_it_was(family: str) -> None:
    hf = small(family).train()
    before = hf.config._attn_implementation
    trace = Model(hf).trace(IDS)
    for site in trace:
        trace[site]
    assert hf.training
    assert hf.config._attn_implementation == before
    assert not any(m._forward_hooks or m._forward_pre_hooks or "forward" in vars(m) for m in hf.modules())


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("count", [9, 64])
def test_sites_read_together_equal_those_read_alone(family: str, count: int) -> None:
    model = Model(small(family))
    together, alone = (model.trace([i % 97 for i in range(count)]) for _ in range(2))
    found = together.read_all(reversed(list(together)))
    assert list(found) == list(reversed(list(alone)))
    for site, tensor in found.items():
        torch.testing.assert_close(tensor, alone[site], rtol=0, atol=0)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("what", ["scores", "pattern"])
@pytest.mark.parametrize("in_parts", [True, False])
def test_patterns_by_our_own_lines_equal_eager_attention(
    family: str, what: Literal["scores", "pattern"], in_parts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_parts:
        monkeypatch.setattr(attention_patterns, "_CACHED", 1)
        monkeypatch.setattr(attention_patterns, "_ROWS", 3)  # so that nine queries are computed in three goes
    model = Model(small(family))
    frames = model.trace(IDS).recording.keyframes
    for call in attention_calls(
        model, [(i, block.attentions[0]) for i, block in enumerate(model.anatomy.blocks)], frames
    ):
        assert attention_patterns._is_plain(call)
        for heads, queries in ((slice(0, 6), slice(0, 9)), (slice(1, 4), slice(3, 8))):
            ours, theirs = (
                way(call, heads, queries, what)
                for way in (attention_patterns._derive_plainly, attention_patterns._derive_eagerly)
            )
            torch.testing.assert_close(ours, theirs, atol=1e-6, rtol=1e-5)


def test_a_long_text_keeps_queries_and_keys_and_they_are_those_of_a_replay() -> None:
    model = Model(small("llama"))
    trace = model.trace([i % 97 for i in range(64)])
    frames = trace.recording.keyframes
    places = [(i, block.attentions[0]) for i, block in enumerate(model.anatomy.blocks)]
    for i, again in enumerate(attention_calls(model, places, frames)):
        (kept,) = frames[i].calls.values()
        assert torch.equal(kept.query, again.query)
        assert torch.equal(kept.key, again.key)
        assert torch.equal(trace[f"layers.{i}.attn.v"], again.value[0])


def test_attention_is_masked_although_the_kernel_is_ours() -> None:
    """Without a mask function of the same name, models silently go without a mask: later tokens would change earlier logits."""
    model = Model(small("llama"))
    torch.testing.assert_close(model.trace(IDS)["logits"][:5], model.trace(IDS[:5])["logits"], atol=1e-5, rtol=1e-5)


def test_what_a_recording_holds_grows_with_the_length_and_not_with_its_square() -> None:
    model = Model(small("llama"))
    held = {n: model.trace([5] * n).bytes_held for n in (15, 30, 60)}
    assert held[60] - held[30] == pytest.approx(2 * (held[30] - held[15]), rel=0.01)
