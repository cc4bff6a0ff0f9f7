"""Every edit equals an eager pass of Hugging Face's own code with hooks made by hand, and an edited trace is a trace."""

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from torch import nn
from transformers import PreTrainedModel

from cutaway import Model
from cutaway.errors import BadIndex, Cancelled, NoSuchSite
from cutaway.trace.edits import BadEdit, Edit, ablate, earliest, freeze, replace, steer, visits
from cutaway.trace.running import replay_block
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, TARGET
from support.reference import FAMILIES, small

IDS = (3, 95, 12, 12, 57, 8, 41, 3, 76)
OTHER = (44, 7, 91, 60, 2, 2, 18, 83, 25)
LONGER = (5, 66, 71, 30, 9, 14, 52, 97, 10, 38, 4, 21)
HEADS, WIDTH = 6, 8


@dataclass(frozen=True)
class Parts:
    """Where a family keeps what edits change."""

    block: str
    projection: str
    down: str
    values: Callable[[PreTrainedModel, int, dict[str, torch.Tensor]], torch.Tensor]
    """What attention of a layer sums up, (1, heads, positions, width), from what `recorded` modules gave."""
    recorded: tuple[str, ...]


def heads_of(flat: torch.Tensor) -> torch.Tensor:
    return flat.unflatten(-1, (-1, WIDTH)).transpose(1, 2)


PARTS = {
    "llama": Parts(
        block="model.layers.{}", projection="model.layers.{}.self_attn.o_proj", down="model.layers.{}.mlp.down_proj",
        values=lambda hf, i, seen: heads_of(seen[f"model.layers.{i}.self_attn.v_proj"]).repeat_interleave(3, 1),
        recorded=("model.layers.{}.self_attn.v_proj",),
    ),
    "gpt2": Parts(
        block="transformer.h.{}", projection="transformer.h.{}.attn.c_proj", down="transformer.h.{}.mlp.c_proj",
        values=lambda hf, i, seen: heads_of(seen[f"transformer.h.{i}.attn.c_attn"].chunk(3, -1)[2]),
        recorded=("transformer.h.{}.attn.c_attn",),
    ),
    "bert": Parts(
        block="bert.encoder.layer.{}", projection="bert.encoder.layer.{}.attention.output.dense",
        down="bert.encoder.layer.{}.output.dense",
        values=lambda hf, i, seen: heads_of(seen[f"bert.encoder.layer.{i}.attention.self.value"]),
        recorded=("bert.encoder.layer.{}.attention.self.value", "bert.encoder.layer.{}.attention.self.query",
                  "bert.encoder.layer.{}.attention.self.key"),
    ),
}  # fmt: skip

Change = Callable[[torch.Tensor], torch.Tensor]


@contextmanager
def hooked(hf: nn.Module, given: dict[str, Change], gave: dict[str, Change]) -> Iterator[None]:
    """Changes what modules are given, and what they give."""

    def before(change: Change) -> Callable:
        def hook(_: nn.Module, args: tuple, kwargs: dict) -> tuple[tuple, dict]:
            if args:
                return (change(args[0]), *args[1:]), kwargs
            return args, {**kwargs, "hidden_states": change(kwargs["hidden_states"])}

        return hook

    def after(change: Change) -> Callable:
        def hook(_: nn.Module, args: tuple, output: Any) -> Any:
            return (change(output[0]), *output[1:]) if isinstance(output, tuple) else change(output)

        return hook

    handles = [hf.get_submodule(p).register_forward_pre_hook(before(c), with_kwargs=True) for p, c in given.items()]
    handles += [hf.get_submodule(p).register_forward_hook(after(c)) for p, c in gave.items()]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def logits_with(
    family: str,
    given: dict[str, Change] | None = None,
    gave: dict[str, Change] | None = None,
    ids: tuple[int, ...] = IDS,
) -> torch.Tensor:
    """Logits of an eager pass in which hooks change things."""
    hf = small(family)
    hf.set_attn_implementation("eager")
    with torch.no_grad(), hooked(hf, given or {}, gave or {}):
        return hf(torch.tensor([ids])).logits[0]


def seen_with(family: str, path: str, end: str, ids: tuple[int, ...]) -> torch.Tensor:
    """What a module is given, or gives, in an eager pass."""
    found: list[torch.Tensor] = []

    def note(tensor: torch.Tensor) -> torch.Tensor:
        found.append(tensor)
        return tensor

    logits_with(family, {path: note} if end == "given" else {}, {path: note} if end == "gave" else {}, ids)
    return found[0][0]


def setting(value: torch.Tensor | float, *index: int | slice | torch.Tensor) -> Change:
    def change(tensor: torch.Tensor) -> torch.Tensor:
        changed = tensor.clone()
        changed[(0, *index)] = value
        return changed

    return change


def traced(family: str, ids: tuple[int, ...] = IDS) -> Trace:
    return Model(small(family)).trace(ids)


def close(ours: torch.Tensor, theirs: torch.Tensor) -> None:
    torch.testing.assert_close(ours, theirs, atol=2e-5, rtol=1e-4)


def columns(head: int) -> slice:
    return slice(head * WIDTH, (head + 1) * WIDTH)


@pytest.mark.parametrize("family", FAMILIES)
def test_ablating_a_head_equals_a_pass_with_zeros_in_its_columns_of_the_projection_s_input(family: str) -> None:
    edited = traced(family).rerun(ablate("layers.2.attn.z", head=4))
    expected = logits_with(family, {PARTS[family].projection.format(2): setting(0, slice(None), columns(4))})
    close(edited["logits"], expected)
    assert (edited["logits"] - traced(family)["logits"]).abs().max() > 0.01


@pytest.mark.parametrize("family", FAMILIES)
def test_ablating_a_head_to_its_mean_puts_in_the_mean_over_all_positions_of_the_other_texts(family: str) -> None:
    trace = traced(family)
    over = [trace.model.trace(ids) for ids in (OTHER, LONGER)]
    path = PARTS[family].projection.format(1)
    mean = torch.cat([seen_with(family, path, "given", ids)[:, columns(2)] for ids in (OTHER, LONGER)]).mean(0)
    edited = trace.rerun(ablate("layers.1.attn.z", head=2, to="mean", over=over))
    close(edited["logits"], logits_with(family, {path: setting(mean, slice(None), columns(2))}))
    one = trace.rerun(ablate("layers.1.attn.z", head=2, position=[3, 5], to="mean", over=over))
    close(one["logits"], logits_with(family, {path: setting(mean, slice(3, 6, 2), columns(2))}))


def test_resampling_puts_in_what_one_of_the_other_texts_has_at_the_same_place() -> None:
    trace = traced("gpt2")
    over = [trace.model.trace(ids) for ids in (OTHER, LONGER)]
    path = PARTS["gpt2"].projection.format(1)
    expected = []
    for ids in (OTHER, LONGER):
        there = seen_with("gpt2", path, "given", ids)[2:7, columns(5)]
        expected.append(logits_with("gpt2", {path: setting(there, slice(2, 7), columns(5))}))
    found = [
        trace.rerun(ablate("layers.1.attn.z", head=5, position=slice(2, 7), to="resample", over=over, seed=seed))[
            "logits"
        ]
        for seed in range(8)
    ]
    which = [[torch.allclose(each, one, atol=2e-5, rtol=1e-4) for one in expected] for each in found]
    assert all(sum(row) == 1 for row in which)
    assert all(any(column) for column in zip(*which, strict=True))


@pytest.mark.parametrize("family", FAMILIES)
def test_replacing_the_stream_at_a_position_equals_a_hook_on_the_block(family: str) -> None:
    trace = traced(family)
    block = PARTS[family].block.format(2)
    there = seen_with(family, block, "given", OTHER)[5]
    expected = logits_with(family, {block: setting(there, 5)})
    source = trace.model.trace(OTHER)
    close(trace.rerun(replace("layers.2.resid_pre", source, position=5))["logits"], expected)
    close(trace.rerun(replace("layers.2.resid_pre", there, position=-4))["logits"], expected)


@pytest.mark.parametrize("family", FAMILIES)
def test_steering_equals_a_hook_that_adds_to_what_the_block_gives(family: str) -> None:
    direction = torch.randn(48, generator=torch.Generator().manual_seed(3))
    block = PARTS[family].block.format(1)
    everywhere = traced(family).rerun(steer("layers.1.resid_post", direction, scale=-2.5))
    close(everywhere["logits"], logits_with(family, gave={block: lambda stream: stream - 2.5 * direction}))
    mask = torch.tensor([0, 0, 1, 1, 1, 0, 0, 0, 1.0])[:, None]
    some = traced(family).rerun(steer("layers.1.resid_post", direction, position=[2, 3, 4, 8]))
    close(some["logits"], logits_with(family, gave={block: lambda stream: stream + mask * direction}))


@pytest.mark.parametrize("family", FAMILIES)
def test_ablating_neurons_equals_a_hook_on_the_input_of_the_second_product(family: str) -> None:
    down = PARTS[family].down.format(3)
    edited = traced(family).rerun(ablate("layers.3.mlp.post", neuron=(0, 17, -1), position=6))
    close(edited["logits"], logits_with(family, {down: setting(0, 6, torch.tensor([0, 17, -1]))}))


def attention_by_hand(
    family: str, layers: tuple[int, ...], pattern_of: Callable[[int, dict[str, torch.Tensor]], torch.Tensor]
) -> torch.Tensor:
    """Logits of a pass whose attention, in some layers, is the sum of its own values weighted by a pattern made by hand."""
    parts, seen = PARTS[family], {}

    def note(path: str) -> Change:
        def change(tensor: torch.Tensor) -> torch.Tensor:
            seen[path] = tensor
            return tensor

        return change

    def weighted(layer: int) -> Change:
        def change(_: torch.Tensor) -> torch.Tensor:
            z = pattern_of(layer, seen) @ parts.values(hf, layer, seen)
            return z.transpose(1, 2).flatten(2)

        return change

    hf = small(family)
    hf.set_attn_implementation("eager")
    gave = {path.format(i): note(path.format(i)) for path in parts.recorded for i in layers}
    with torch.no_grad(), hooked(hf, {parts.projection.format(i): weighted(i) for i in layers}, gave):
        return hf(torch.tensor([IDS])).logits[0]


def patterns_of(family: str, ids: tuple[int, ...]) -> tuple[torch.Tensor, ...]:
    hf = small(family)
    hf.set_attn_implementation("eager")
    with torch.no_grad():
        return hf(torch.tensor([ids]), output_attentions=True).attentions


@pytest.mark.parametrize("family", FAMILIES)
def test_freezing_keeps_the_patterns_of_another_text(family: str) -> None:
    trace, there = traced(family), patterns_of(family, OTHER)
    source = trace.model.trace(OTHER)
    close(trace.rerun(freeze(source))["logits"], attention_by_hand(family, (0, 1, 2, 3), lambda i, _: there[i]))
    some = trace.rerun(freeze(source, layers=[1, -1]))
    close(some["logits"], attention_by_hand(family, (1, 3), lambda i, _: there[i]))
    close(trace.rerun(freeze(trace))["logits"], trace["logits"])


def test_freezing_some_heads_leaves_the_others_to_themselves() -> None:
    trace, there = traced("gpt2"), patterns_of("gpt2", OTHER)
    edited = trace.rerun(freeze(trace.model.trace(OTHER), layers=2, heads=(1, 4)))
    own = patterns_of("gpt2", IDS)[2].clone()
    own[:, [1, 4]] = there[2][:, [1, 4]]
    close(edited["logits"], attention_by_hand("gpt2", (2,), lambda *_: own))


@pytest.mark.parametrize("family", ["gpt2", "bert"])
def test_hiding_a_key_in_the_scores_of_a_head_equals_attention_without_it(family: str) -> None:
    def pattern(layer: int, seen: dict[str, torch.Tensor]) -> torch.Tensor:
        if family == "gpt2":
            query, key, _ = (heads_of(t) for t in seen[f"transformer.h.{layer}.attn.c_attn"].chunk(3, -1))
            mask = torch.full((9, 9), -math.inf).triu(1)
        else:
            query, key = (heads_of(seen[f"bert.encoder.layer.{layer}.attention.self.{n}"]) for n in ("query", "key"))
            mask = torch.zeros(9, 9)
        scores = query @ key.transpose(-1, -2) / math.sqrt(WIDTH) + mask
        scores[:, 3, 4:, 1] = -math.inf
        return scores.softmax(-1)

    hidden = replace("layers.1.attn.scores", torch.tensor(-math.inf), head=3, position=slice(4, None), key=1)
    edited = traced(family).rerun(hidden)
    close(edited["logits"], attention_by_hand(family, (1,), pattern))
    assert not edited["layers.1.attn.pattern"][3, 4:, 1].any()
    torch.testing.assert_close(edited["layers.1.attn.pattern"].sum(-1), torch.ones(HEADS, 9))


def test_a_zero_in_a_pattern_does_not_make_the_other_weights_larger() -> None:
    trace = traced("llama")
    edited = trace.rerun(ablate("layers.0.attn.pattern", head=2, position=8, key=0))
    expected = trace["layers.0.attn.pattern"].clone()
    expected[2, 8, 0] = 0
    torch.testing.assert_close(edited["layers.0.attn.pattern"], expected)
    whole = patterns_of("llama", IDS)[0].clone()
    whole[0, 2, 8, 0] = 0
    close(edited["logits"], attention_by_hand("llama", (0,), lambda *_: whole))


def test_queries_keys_and_values_are_edited_by_their_own_heads() -> None:
    def zeroed(name: str, head: int) -> torch.Tensor:
        return logits_with(
            "llama", gave={f"model.layers.1.self_attn.{name}_proj": setting(0, slice(None), columns(head))}
        )

    trace = traced("llama")  # six query heads, two key/value heads; zero stays zero under rotary embedding
    for name, head in (("q", 5), ("k", 1), ("v", 0)):
        close(trace.rerun(ablate(f"layers.1.attn.{name}", head=head))["logits"], zeroed(name, head))


def test_one_head_s_result_is_edited_after_the_projection() -> None:
    direction = torch.randn(48, generator=torch.Generator().manual_seed(5))
    for family in FAMILIES:
        edited = traced(family).rerun(steer("layers.2.attn.result", direction, head=1, position=4))
        where = torch.zeros(9, 1)
        where[4] = 1
        path = PARTS[family].projection.format(2)
        added = logits_with(family, gave={path: lambda out, where=where: out + where * direction})
        close(edited["logits"], added)
        without = traced(family).rerun(ablate("layers.2.attn.result", head=4))
        close(without["logits"], logits_with(family, {path: setting(0, slice(None), columns(4))}))


@pytest.mark.parametrize("family", FAMILIES)
def test_edits_of_several_layers_and_of_one_tensor_come_together(family: str) -> None:
    parts = PARTS[family]
    direction = torch.randn(48, generator=torch.Generator().manual_seed(3))
    edits = [
        steer("layers.1.resid_post", direction),
        ablate("layers.3.attn.z", head=0),
        ablate("layers.0.mlp.post", neuron=slice(0, 20)),
        ablate("layers.3.attn.z", head=3, position=7),
    ]

    def both(tensor: torch.Tensor) -> torch.Tensor:
        return setting(0, 7, columns(3))(setting(0, slice(None), columns(0))(tensor))

    expected = logits_with(
        family,
        {parts.projection.format(3): both, parts.down.format(0): setting(0, slice(None), slice(0, 20))},
        {parts.block.format(1): lambda stream: stream + direction},
    )
    close(traced(family).rerun(edits)["logits"], expected)
    one_by_one = traced(family)
    for edit in edits:
        one_by_one = one_by_one.rerun(edit)
    close(one_by_one["logits"], expected)
    assert one_by_one.edits == tuple(edits)


def test_the_last_of_two_edits_of_the_same_numbers_wins() -> None:
    trace = traced("gpt2")
    ones = torch.ones(48)
    edited = trace.rerun(
        [replace("layers.1.resid_pre", ones, position=2), steer("layers.1.resid_pre", ones, position=2)]
    )
    assert edited.read("layers.1.resid_pre", (2,)).tolist() == [2.0] * 48
    again = edited.rerun(ablate("layers.1.resid_pre", position=2))
    assert not again.read("layers.1.resid_pre", (2,)).any()


@pytest.mark.parametrize("family", FAMILIES)
def test_what_lies_outside_the_blocks_can_be_edited(family: str) -> None:
    values = torch.randn(48, generator=torch.Generator().manual_seed(3))
    for site, path in FAMILIES[family].stem.items():
        edited = traced(family).rerun(replace(site, values, position=2))
        close(edited["logits"], logits_with(family, gave={path: setting(values, 2)}))
        close(edited.read(site, (2,)), values)
    norm = FAMILIES[family].final_norm
    if norm is not None:
        edited = traced(family).rerun(replace("final_norm", values, position=2))
        close(edited["logits"], logits_with(family, gave={norm: setting(values, 2)}))
    trace = traced(family)
    last = trace.rerun(ablate("logits", neuron=7))
    expected = trace["logits"].clone()
    expected[:, 7] = 0
    torch.testing.assert_close(last["logits"], expected)
    torch.testing.assert_close(last.read("logits", (-1,)), expected[-1])


@pytest.mark.parametrize("family", FAMILIES)
def test_every_site_of_an_edited_trace_is_what_the_edit_says_and_its_end_changes(family: str) -> None:
    trace = traced(family)
    for site, shape in trace.sites.items():
        values = torch.rand(shape, generator=torch.Generator().manual_seed(1))
        edited = trace.rerun(replace(site, values))
        torch.testing.assert_close(edited[site], values, msg=lambda text, site=site: f"{site}: {text}")
        assert not torch.equal(edited["logits"], trace["logits"]), site


@pytest.mark.parametrize("family", FAMILIES)
def test_replaying_an_edited_block_gives_the_next_keyframe_bit_for_bit(family: str) -> None:
    edits = [
        ablate("layers.1.attn.pattern", head=2, key=0), ablate("layers.1.mlp.post", neuron=3),
        steer("layers.2.resid_pre", torch.ones(48)), steer("layers.2.resid_post", torch.ones(48)), ablate("layers.3.attn.z", head=1),
    ]  # fmt: skip
    edited = traced(family).rerun(edits)
    frames = edited.recording.keyframes
    short = visits([[e for e in edits if e.site != "layers.2.resid_pre"]])
    for i in range(4):
        own = {
            site.removeprefix(f"layers.{i}."): visit for site, visit in short.items() if site.startswith(f"layers.{i}.")
        }
        given = replay_block(edited.model, i, frames[i], own)
        given = given[0] if isinstance(given, tuple) else given
        following = frames[i + 1].residual if i < 3 else edited.recording.last
        if i == 1:
            following = following - 1  # what the edit of the next block's stream added
            torch.testing.assert_close(given, following, atol=1e-6, rtol=1e-6)
        else:
            assert torch.equal(given, following)
    torch.testing.assert_close(edited["layers.2.attn.out"] + edited["layers.2.resid_pre"], edited["layers.2.resid_mid"])


@pytest.mark.parametrize("family", FAMILIES)
def test_editing_leaves_the_model_and_the_first_trace_as_they_were(family: str) -> None:
    hf = small(family).train()
    parameters = {name: p.clone() for name, p in hf.named_parameters()}
    trace = Model(hf).trace(IDS)
    before = {site: trace[site].clone() for site in trace}
    source = trace.model.trace(OTHER)
    for site in trace.sites:
        trace.rerun([ablate(site), replace(site, source)])
    assert all(torch.equal(trace[site], tensor) for site, tensor in before.items())
    assert all(torch.equal(p, parameters[name]) for name, p in hf.named_parameters())
    assert hf.training
    assert not any(m._forward_hooks or m._forward_pre_hooks or "forward" in vars(m) for m in hf.modules())


def test_only_the_blocks_from_the_first_edited_one_on_are_computed_again() -> None:
    trace = traced("llama")
    computed: list[int] = []
    for i in range(4):
        trace.model.hf.get_submodule(f"model.layers.{i}.mlp").register_forward_hook(lambda *_, i=i: computed.append(i))
    edited = trace.rerun([ablate("layers.3.attn.z", head=0), ablate("layers.2.resid_pre", position=1)])
    assert computed == [2, 3]
    pairs = zip(edited.recording.keyframes, trace.recording.keyframes, strict=True)
    assert [ours is theirs for ours, theirs in pairs] == [True, True, False, False]
    computed.clear()
    edited.rerun(ablate("final_norm", position=0))
    assert computed == []
    anatomy = trace.model.anatomy
    starts = {"embed": 0, "layers.0.attn.q": 0, "layers.3.resid_post": 3, "final_norm": 4, "logits": 4}
    assert {site: earliest([ablate(site)], anatomy) for site in starts} == starts
    assert earliest([], anatomy) == 4


def test_a_rerun_can_be_stopped_between_two_blocks() -> None:
    trace = traced("gpt2")

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        trace.rerun(ablate("layers.0.attn.z"), on_block=stop)
    assert torch.equal(trace.rerun([])["logits"], trace["logits"])


def test_a_block_called_several_times_is_edited_in_the_call_that_was_named() -> None:
    hf = CONFIGS["albert"]()
    trace = Model(hf).trace(IDS)
    edited = trace.rerun(ablate("layers.1.attn.z", head=2))
    dense = hf.get_submodule("albert.encoder.albert_layer_groups.0.albert_layers.0.attention.dense")
    calls = iter(range(99))

    def second(_: nn.Module, args: tuple) -> tuple:
        return (setting(0, slice(None), columns(2))(args[0]),) if next(calls) == 1 else args

    handle = dense.register_forward_pre_hook(second)
    with torch.no_grad():
        expected = hf(torch.tensor([IDS])).logits[0]
    handle.remove()
    close(edited["logits"], expected)
    assert torch.equal(edited["layers.0.resid_post"], trace["layers.0.resid_post"])


@pytest.mark.parametrize("architecture", ["bart", "t5"])
def test_both_stacks_and_cross_attention_can_be_edited(architecture: str) -> None:
    hf = CONFIGS[architecture]()
    trace = Model(hf).trace(IDS, target=TARGET)
    paths = {
        "bart": ("model.encoder.layers.1.self_attn.out_proj", "model.decoder.layers.2.encoder_attn.out_proj", 8),
        "t5": ("encoder.block.1.layer.0.SelfAttention.o", "decoder.block.2.layer.1.EncDecAttention.o", 12),
    }
    first, cross, width = paths[architecture]
    target = trace.recording.inputs.target
    for site, path in (("encoder.layers.1.attn.z", first), ("decoder.layers.2.cross_attn.z", cross)):
        edited = trace.rerun(ablate(site, head=1, position=3))
        change = setting(0, 3, slice(width, 2 * width))
        with torch.no_grad(), hooked(hf, {path: change}, {}):
            expected = hf(torch.tensor([IDS]), decoder_input_ids=target).logits[0]
        close(edited["logits"], expected)
        assert not torch.allclose(edited["logits"], trace["logits"], atol=1e-3)
    anatomy = trace.model.anatomy
    starts = {
        "encoder.embed": 0,
        "encoder.final_norm": 2,
        "decoder.embed": 2,
        "decoder.layers.1.cross_attn.k": 3,
        "logits": 5,
    }
    assert {s: earliest([ablate(s)], anatomy) for s in starts if s in trace.sites}.items() <= starts.items()


def test_an_edit_that_can_t_be_made_says_what_can() -> None:
    trace = traced("llama")

    def refused(edit: Edit, kind: type[Exception], words: str) -> None:
        with pytest.raises(kind, match=words):
            trace.rerun(edit)

    refused(ablate("layers.1.attn.zz"), NoSuchSite, r"Did you mean layers\.1\.attn\.z\?")
    refused(ablate("layers.1.resid_pre", head=0), BadIndex, "no heads.*positions, neurons")
    refused(ablate("layers.1.attn.k", head=2), BadIndex, "no head 2.*2 heads.*share")
    refused(ablate("layers.1.attn.q", head=[0, 6]), BadIndex, "no head 6.*0 to 5")
    refused(ablate("layers.1.resid_pre", position=9), BadIndex, "no position 9.*0 to 8")
    refused(ablate("layers.1.attn.pattern", neuron=0), BadIndex, "no neurons.*heads, positions, keys")
    refused(ablate("layers.1.mlp.post", key=0), BadIndex, "no keys")
    refused(ablate("layers.1.mlp.post", neuron=slice(80, 90)), BadIndex, "No neuron")
    refused(ablate("layers.1.mlp.post", neuron=[]), BadIndex, "None chooses all")
    refused(replace("layers.1.resid_pre", torch.ones(47)), BadEdit, r"\(47,\).*\(9, 48\)")
    refused(replace("layers.1.attn.z", torch.ones(6, 9, 8), head=2), BadEdit, r"shape \(9, 8\)")
    refused(replace("layers.1.resid_pre", trace.model.trace(LONGER)), BadEdit, "as many tokens")
    refused(steer("layers.1.resid_pre", torch.ones(9, 48)), BadEdit, "48 entries")
    with pytest.raises(BadEdit, match="over"):
        ablate("layers.1.resid_pre", to="mean")
    with pytest.raises(BadIndex, match="no position 11"):
        replace("layers.1.resid_pre", trace, position=11)
    with pytest.raises(BadIndex, match=r"no layer 4.*layers\.3"):
        freeze(trace, layers=[4])


def test_what_nothing_follows_from_is_refused() -> None:
    mixture = Model(CONFIGS["mixtral"]()).trace(IDS)
    with pytest.raises(BadEdit, match="indices of experts"):
        mixture.rerun(ablate("layers.0.mlp.experts"))
    weights = mixture.rerun(ablate("layers.0.mlp.weights"))
    assert not torch.equal(weights["logits"], mixture["logits"])
    sinks = Model(CONFIGS["gpt_oss"]()).trace(IDS)
    with pytest.raises(BadEdit, match="pattern"):
        sinks.rerun(ablate("layers.0.attn.sink"))


def test_an_edit_can_be_written_down_and_made_again() -> None:
    trace = traced("gpt2")
    edits = [
        ablate("layers.1.attn.z", head=(0, 5), position=slice(2, 8, 3)),
        ablate("layers.1.attn.z", head=3, to="mean", over=[trace]),
        replace("layers.2.attn.pattern", trace.model.trace(OTHER), position=-1, key=slice(None, 4)),
        steer("layers.0.resid_post", torch.arange(48.0), scale=0.25, position=[1]),
        *freeze(trace.model.trace(OTHER), layers=[0]),
    ]
    again = [Edit.from_description(json.loads(json.dumps(edit.describe())), edit.tensors()) for edit in edits]
    assert [(e.kind, e.site, e.where, e.scale) for e in again] == [(e.kind, e.site, e.where, e.scale) for e in edits]
    for edit, other in zip(edits, again, strict=True):
        part = torch.randn(trace.sites[edit.site], generator=torch.Generator().manual_seed(2))
        before = part.clone()
        assert torch.equal(edit.apply(part), other.apply(part))
        assert not torch.equal(edit.apply(part), part)
        assert torch.equal(part, before)
    with pytest.raises(ValueError, match="not an edit"):
        Edit.from_description({"kind": "mean", "site": "embed"}, {})


def test_heads_positions_and_neurons_chosen_together_are_a_grid() -> None:
    part = torch.ones(6, 9, 8)
    edited = ablate("layers.0.attn.z", head=[0, 4], position=[1, -1], neuron=slice(2, 5)).apply(part)
    expected = torch.ones(6, 9, 8)
    for head in (0, 4):
        for position in (1, 8):
            expected[head, position, 2:5] = 0
    assert torch.equal(edited, expected)
    values = torch.arange(4.0).reshape(2, 2)
    placed = replace("layers.0.attn.z", values, head=[0, 4], position=[1, -1], neuron=3).apply(part)
    assert placed[[0, 0, 4, 4], [1, 8, 1, 8], 3].tolist() == [0, 1, 2, 3]
    assert placed.sum() == 6 * 9 * 8 - 4 + 6


def test_a_model_in_half_precision_is_edited_in_its_own_precision() -> None:
    trace = Model(small("llama").bfloat16()).trace(IDS)
    edited = trace.rerun(
        [steer("layers.1.resid_post", torch.ones(48), scale=2), ablate("layers.2.attn.pattern", head=1)]
    )
    assert edited["layers.3.resid_post"].dtype == torch.bfloat16
    torch.testing.assert_close(edited["layers.1.resid_post"], trace["layers.1.resid_post"] + 2)
    assert not edited.read("layers.2.attn.z", (1,)).any()
