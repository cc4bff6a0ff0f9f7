"""Every architecture: the same numbers as Hugging Face's own code gives, at every site that is listed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
import torch
from torch import nn

from cutaway import Model
from cutaway.errors import NoSuchSite, UnsupportedModel
from cutaway.models.anatomy.anatomy import take
from cutaway.trace.running import canonical, replay_block, run
from cutaway.trace.site_names import SiteName
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, FURTHER, IDS, TARGET, given
from support.families import FAMILIES, STREAMS, Stack
from support.independent import read_all

MAKERS = CONFIGS | FURTHER
WITHOUT_BLOCKS = ["squeezebert", "xlm"]
"""Their parts lie in separate lists, or their streams lie another way around."""
BETWEEN = ["deberta_v2, own keys"]
"""Something of the model's works between two of its blocks: here a convolution."""
NO_ATTENTION = ["mamba", "mamba2", "falcon_mamba", "rwkv", "fnet", "longformer"]
RETURNED = [
    *(
        (name, "attentions")
        for name in ("bamba", "diffllama", "qwen3_next", "recurrent_gemma", "convbert", "ibert", "mobilebert", "xlnet")
    ),
    *((name, "encoder_attentions") for name in ("bigbird_pegasus", "switch_transformers")),
    *(
        (name, "decoder_attentions")
        for name in ("bigbird_pegasus", "led", "longt5", "prophetnet", "switch_transformers")
    ),
    *((name, "cross_attentions") for name in ("bigbird_pegasus", "led", "longt5", "switch_transformers")),
]
"""Patterns that Hugging Face's own code returns (of MiniMax and ProphetNet's encoder it returns something else)."""
TOGETHER = {
    **dict.fromkeys(("pos_embed", "type_embed"), "embed"),
    "mlp.gate": "mlp.pre",
    **dict.fromkeys(("mlp.experts", "mlp.weights"), "mlp.router"),
}
"""Sites of which the model computes several at once, or in an order of its own."""
SUBLAYERS = (
    ("attn", "norm1", "resid_mid"),
    ("mixer", "norm1", "resid_mid"),
    ("cross_attn", "norm_cross", "resid_cross"),
    ("mlp", "norm2", "resid_post"),
)
"""What adds to the residual stream, the norm that goes with it, and the stream afterwards."""


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Models this small are slowed down by more than one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@dataclass(frozen=True)
class Seen:
    """One small model, what Cutaway traces and what Hugging Face's code computes."""

    model: Model
    trace: Trace
    ours: dict[str, torch.Tensor]
    theirs: dict[str, torch.Tensor]

    def place(self, name: str) -> tuple[Stack, nn.Module]:
        """Where the parts of a block are, and the module that they are in."""
        stack = next(stack for stack in FAMILIES[self.model.name] if name.startswith(stack.prefix))
        blocks = [*self.model.hf.get_submodule(stack.blocks).children()]
        return stack, blocks[int(name.rpartition(".")[2]) % len(blocks)]


def trace_of(name: str) -> Trace:
    model = Model(MAKERS[name](), name=name)
    return model.trace(IDS, target=TARGET) if model.anatomy.two_stacks else model.trace(IDS)


@cache
def seen(name: str) -> Seen:
    trace = trace_of(name)
    return Seen(trace.model, trace, dict(trace), read_all(MAKERS[name](), FAMILIES[name]))


def close(ours: torch.Tensor, theirs: torch.Tensor, tolerance: float = 1e-4) -> bool:
    """Whether two tensors agree, relative to their scale; hidden scores must be hidden in both."""
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return False
    if not ours.is_floating_point():
        return torch.equal(ours, theirs)
    shown = theirs > -1e30
    return torch.equal(ours > -1e30, shown) and bool(
        ((ours - theirs)[shown].abs() <= tolerance * max(1.0, float(theirs[shown].abs().max()))).all()
    )


every = pytest.mark.parametrize("name", FAMILIES)


@every
def test_the_independent_reading_agrees_with_itself(name: str) -> None:
    """It is what all else is compared with: its patterns weigh its values to its z, and its heads' results sum to the output."""
    theirs = seen(name).theirs
    for site in (s for s in theirs if s.endswith(".pattern")):
        attention = site.removesuffix(".pattern")
        pattern, values = theirs[site], theirs[f"{attention}.v"]
        z = pattern @ values.repeat_interleave(pattern.shape[0] // values.shape[0], 0)
        assert close(z, theirs[f"{attention}.z"], 1e-5)
        block, _, short = attention.rpartition(".")
        stack, module = seen(name).place(block)
        bias = getattr(module.get_submodule(stack.attentions[short][1]), "bias", None)
        summed = theirs[f"{attention}.result"].sum(0)
        assert close(summed if bias is None else summed + bias, theirs[f"{attention}.out"], 1e-5)
    with torch.no_grad():
        hf = MAKERS[name]()
        assert close(hf(**given(hf), use_cache=False).logits[0], theirs["logits"], 1e-5)


@every
def test_every_site_that_there_is_is_listed_and_none_besides(name: str) -> None:
    each = seen(name)
    assert {*each.trace.sites} == {*each.theirs}


@every
def test_every_site_equals_the_independent_pass(name: str) -> None:
    each = seen(name)
    compared = [site for site in each.ours if site in each.theirs]
    assert [site for site in compared if not close(each.ours[site], each.theirs[site], _tolerance(site))] == []


@every
def test_each_site_has_the_shape_that_it_is_listed_with(name: str) -> None:
    each = seen(name)
    assert {site: tuple(tensor.shape) for site, tensor in each.ours.items()} == dict(each.trace.sites)


@every
def test_sites_come_in_the_order_of_computation(name: str) -> None:
    each = seen(name)
    assert _order([*each.trace.sites]) == _order([*each.theirs])


@every
def test_a_part_of_a_pattern_is_that_part_of_the_whole(name: str) -> None:
    each = seen(name)
    for site in (s for s in each.theirs if s.endswith((".pattern", ".scores", ".q", ".result"))):
        part = each.trace.read(site, (2, slice(3, 6)))
        assert close(part, each.theirs[site][2, 3:6], _tolerance(site)), site


@every
def test_a_pattern_and_its_sink_share_one(name: str) -> None:
    each = seen(name)
    for site in (s for s in each.trace.sites if s.endswith(".pattern")):
        sink = site.replace(".pattern", ".sink")
        shared = each.ours[site].sum(-1) + each.ours.get(sink, 0)
        assert close(shared, torch.ones_like(shared), 1e-5)


@every
def test_the_residual_stream_adds_up(name: str) -> None:
    each, ours = seen(name), seen(name).ours
    for block in (block.name for block in each.model.anatomy.blocks):
        stack, module = each.place(block)
        stream = ours[f"{block}.resid_pre"]
        for sublayer, norm, after in SUBLAYERS:
            if f"{block}.{sublayer}.out" not in ours:
                continue
            stream = stream + stack.share * ours.get(f"{block}.{norm}_post", ours[f"{block}.{sublayer}.out"])
            if not stack.after:
                assert close(ours.get(f"{block}.{after}", stream), stream)
                continue
            assert after == "resid_post" or close(ours[f"{block}.{after}"], stream)
            with torch.no_grad():
                stream = module.get_submodule(stack.sites[norm])(stream)
            assert close(ours[f"{block}.{norm}"], stream)
        assert close(ours[f"{block}.resid_post"], stream)


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in WITHOUT_BLOCKS])
def test_a_replayed_block_equals_the_next_keyframe(name: str) -> None:
    trace = seen(name).trace if name in FAMILIES else trace_of(name)
    model, frames = trace.model, trace.recording.keyframes
    for index, (block, frame) in enumerate(zip(model.anatomy.blocks, frames, strict=True)):
        again = canonical(model.anatomy, take(replay_block(model, index, frame, {}), block.gives))
        assert torch.equal(again, canonical(model.anatomy, take(frame.output, block.gives)))
        last = index + 1 == len(frames) or model.anatomy.blocks[index + 1].stack != block.stack
        assert last or name in BETWEEN or torch.equal(again, frames[index + 1].residual)


@every
def test_a_visit_that_gives_back_what_it_saw_changes_nothing(name: str) -> None:
    each = seen(name)
    visited: set[str] = set()

    def again(site: str, tensor: torch.Tensor) -> torch.Tensor:
        visited.add(site)
        return tensor.clone()

    visits = {site: (lambda tensor, site=site: again(site, tensor)) for site in each.trace.sites}
    left = run(each.model, each.trace.recording.inputs, visits, batch=2)
    assert visited == {*each.trace.sites}
    assert left.logits is not None
    assert all(close(row, each.theirs["logits"]) for row in left.logits)


@every
def test_a_change_at_any_site_changes_what_follows_in_its_row_alone(name: str) -> None:
    each = seen(name)
    recording, anatomy = each.trace.recording, each.model.anatomy
    start = next(i for i, block in enumerate(anatomy.blocks) if block.stack == anatomy.blocks[-1].stack) + 1
    block = anatomy.blocks[start]

    def changed(tensor: torch.Tensor) -> torch.Tensor:
        new = tensor.clone()
        new[1] = new[1].flip(-1) * 1.5
        return new

    unheard = []
    for site in (
        s for s in each.trace.sites if SiteName.of(s).block == block.name and not s.endswith((".sink", ".experts"))
    ):
        left = run(
            each.model, recording.inputs, {site: changed}, start=start, outputs=recording.outputs, batch=2, logits=0
        )
        assert left.logits is not None
        assert close(left.logits[0], each.theirs["logits"]), site
        unheard += [] if not close(left.logits[1], each.theirs["logits"]) else [site]
    assert unheard in (
        [],
        [f"{block.name}.mlp.router"],
    )  # a model may choose its experts in an order that the change keeps


@pytest.mark.parametrize("name", STREAMS)
def test_streams_and_logits_of_other_kinds_of_blocks_equal_the_independent_pass(name: str) -> None:
    trace, theirs = trace_of(name), read_all(MAKERS[name](), STREAMS[name])
    assert [site for site in theirs if site not in trace.sites] == []
    for site, their in theirs.items():
        assert close(trace[site], their[: trace.sites[site][0]]), site  # Longformer pads what it is given
    assert {site: tuple(tensor.shape) for site, tensor in trace.items()} == dict(trace.sites)


@pytest.mark.parametrize(("name", "kind"), RETURNED)
def test_patterns_of_other_kinds_of_blocks_are_what_hugging_face_returns(name: str, kind: str) -> None:
    trace, hf = trace_of(name), MAKERS[name]()
    hf.set_attn_implementation("eager")
    with torch.no_grad():
        returned = hf(**given(hf), output_attentions=True, use_cache=False)[kind]
    stack, _, _ = kind.replace("cross", "decoder").rpartition("attentions")
    ending = f"{'cross_attn' if kind == 'cross_attentions' else 'attn'}.pattern"
    sites = [
        s
        for s in trace.sites
        if s.startswith(f"{stack.replace('_', '.')}layers.") and s.split(".", s.count(".") - 1)[-1] == ending
    ]
    assert len(sites) == len(returned)
    assert all(close(trace[site], pattern[0], 1e-5) for site, pattern in zip(sites, returned, strict=True))


@pytest.mark.parametrize("name", NO_ATTENTION)
def test_asking_for_attention_where_there_is_none_says_so(name: str) -> None:
    with pytest.raises(NoSuchSite, match="no attention"):
        trace_of(name)["layers.0.attn.pattern"]


@pytest.mark.parametrize("name", WITHOUT_BLOCKS)
def test_a_model_without_blocks_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(UnsupportedModel, match="block"):
        Model(MAKERS[name]())


@pytest.mark.parametrize(
    "name", ["mistral", "qwen2", "gemma2", "gemma3_text", "gpt_oss", "gpt_neo", "cohere2", "olmo3"]
)
def test_a_sliding_window_hides_what_is_farther_away(name: str) -> None:
    each = seen(name)
    far = torch.ones(len(IDS), len(IDS)).tril(-4).bool()
    hidden = [bool((each.trace[f"layers.{i}.attn.pattern"][:, far] == 0).all()) for i in range(3)]
    window = {"mistral": [True] * 3, "gpt_neo": [False, True, False]}
    assert hidden == window.get(name, [True, False, True])


def _tolerance(site: str) -> float:
    return 1e-5 if site.endswith((".pattern", ".sink")) else 1e-4


def _order(sites: list[str]) -> list[str]:
    """The sites, with those that are computed together under one name."""
    named = [f"{name.block or name.stack}.{TOGETHER.get(name.short, name.short)}" for name in map(SiteName.of, sites)]
    return list(dict.fromkeys(named))
