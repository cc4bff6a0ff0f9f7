"""Whatever mode a model or its caller is in, a trace is made in evaluation mode and in the model's precision, and leaves all as it was."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import torch
from torch import nn
from transformers import BertConfig, BertForMaskedLM, GPT2Config, GPT2LMHeadModel

from cutaway import Model, ablate, cells, logit_difference, sweep
from cutaway.errors import Cancelled
from cutaway.models.anatomy.infer import evaluating
from support.architectures import CONFIGS
from support.reference import small

IDS = (3, 95, 12, 12, 57, 8, 41, 3, 76)


def gpt2() -> GPT2LMHeadModel:
    """With dropout, which a block in training mode would make."""
    torch.manual_seed(0)
    return GPT2LMHeadModel(GPT2Config(vocab_size=100, n_embd=32, n_layer=4, n_head=4, n_positions=64)).eval()


def modes(hf: nn.Module) -> dict[str, bool]:
    return {name: module.training for name, module in hf.named_modules(remove_duplicate=False)}


def some_in_training(hf: nn.Module, paths: tuple[str, ...]) -> None:
    for path in paths:
        hf.get_submodule(path).train()


@pytest.mark.parametrize("paths", [
    ("transformer.h.2",), ("transformer.h.0.attn.attn_dropout", "transformer.drop"), ("",), ("transformer.h.1.mlp", "lm_head"),
], ids=str)  # fmt: skip
def test_parts_in_training_mode_compute_as_in_evaluation_and_stay_in_it(paths: tuple[str, ...]) -> None:
    plain = Model(gpt2()).trace(IDS)
    hf = gpt2()
    some_in_training(hf, paths)
    before = modes(hf)
    model = Model(hf)
    assert modes(hf) == before
    one, other = model.trace(IDS), model.trace(IDS)
    for site in plain:
        assert torch.equal(one[site], plain[site]), site
        assert torch.equal(other[site], plain[site]), site
    edit = ablate("layers.1.attn.z", head=1)
    assert torch.equal(one.rerun(edit)["logits"], plain.rerun(edit)["logits"])
    assert one.explain("layers.2.mlp.out", position=1, dimension=1).value == float(plain["layers.2.mlp.out"][1, 1])
    metric = logit_difference(1, 2)
    swept = [sweep(trace, cells(trace, "resid_pre", trace), metric) for trace in (one, plain)]
    assert torch.equal(*swept)
    assert [step.id for step in model.generate(IDS, 3).branches[0].steps] == [
        step.id for step in Model(gpt2()).generate(IDS, 3).branches[0].steps
    ]
    assert modes(hf) == before


def test_modes_are_put_back_when_a_pass_is_given_up() -> None:
    hf = gpt2()
    hf.transformer.h[2].train()
    before = modes(hf)
    model = Model(hf)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        model.trace(IDS, on_block=stop)
    assert modes(hf) == before
    hf.get_submodule("transformer.h.1.mlp").register_forward_pre_hook(lambda *_: 1 / 0)
    with pytest.raises(Exception):  # noqa: B017 - whatever a hook of the caller's raises
        model.trace(IDS)
    assert modes(hf) == before


def test_a_module_in_two_places_keeps_its_mode() -> None:
    """ALBERT calls one block many times; here two blocks share an MLP as well."""
    hf = small("llama")
    hf.model.layers[2].mlp = hf.model.layers[1].mlp
    hf.model.layers[1].mlp.train()
    before = modes(hf)
    Model(hf).trace(IDS)["layers.2.mlp.out"]
    assert modes(hf) == before and before["model.layers.2.mlp"]
    albert = CONFIGS["albert"]()
    albert.train()
    Model(albert).trace(IDS)["layers.2.mlp.out"]
    assert all(modes(albert).values())


def test_a_train_method_of_the_model_s_own_is_not_called() -> None:
    """Some merge an adapter into the weights in it."""

    class Merging(nn.Linear):
        def train(self, mode: bool = True) -> "Merging":
            raise AssertionError("the mode was changed by a method")

    hf = small("llama")
    projection = Merging(*reversed(hf.model.layers[1].mlp.down_proj.weight.shape), bias=False)
    projection.weight = hf.model.layers[1].mlp.down_proj.weight
    projection.training = True
    hf.model.layers[1].mlp.down_proj = projection
    Model(hf).trace(IDS)["layers.1.mlp.out"]
    assert projection.training


def test_running_statistics_are_not_changed() -> None:
    hf = small("llama")
    size = hf.config.hidden_size
    norm = nn.BatchNorm1d(size)

    class Normed(nn.Module):
        def __init__(self, inner: nn.Module) -> None:
            super().__init__()
            self.inner, self.norm = inner, norm

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.norm(self.inner(x).transpose(1, 2)).transpose(1, 2)

    hf.model.layers[1].mlp = Normed(hf.model.layers[1].mlp)
    hf.train()
    before = {name: buffer.clone() for name, buffer in norm.named_buffers()}
    trace = Model(hf).trace(IDS)
    assert trace["layers.1.resid_mid"].shape == (9, size)
    for name, buffer in norm.named_buffers():
        assert torch.equal(buffer, before[name]), name


@contextmanager
def deterministic() -> Iterator[None]:
    torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(False)


CALLERS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "autocast": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
    "gradients": torch.enable_grad,
    "no gradients": torch.no_grad,
    "inference mode": torch.inference_mode,
    "deterministic algorithms": deterministic,
}


@pytest.mark.parametrize("made", CALLERS)
@pytest.mark.parametrize("read", ["autocast", "gradients", "inference mode"])
def test_what_a_caller_has_switched_on_changes_nothing(made: str, read: str) -> None:
    plain = Model(small("llama")).trace(IDS)
    model = Model(small("llama"))
    with CALLERS[made]():
        trace = model.trace(IDS)
    with CALLERS[read]():
        for site in (
            "layers.1.mlp.out",
            "layers.1.attn.pattern",
            "layers.2.attn.q",
            "layers.1.resid_mid",
            "logits",
            "final_norm",
        ):
            assert torch.equal(trace[site], plain[site]), site
            assert trace[site].dtype == plain[site].dtype and not trace[site].requires_grad
        edited = trace.rerun(ablate("layers.1.attn.z", head=1))
    assert torch.equal(edited["logits"], plain.rerun(ablate("layers.1.attn.z", head=1))["logits"])
    found = trace.explain("layers.1.attn.pattern", head=1, query=3, key=2)
    assert found.value == pytest.approx(float(plain["layers.1.attn.pattern"][1, 3, 2]), rel=1e-6)


def test_settings_that_only_training_reads() -> None:
    plain = Model(gpt2()).trace(IDS)
    hf = gpt2()
    hf.gradient_checkpointing_enable()
    hf.train()
    hf.set_attn_implementation("eager")  # without which Transformers gives no attentions
    for name in ("use_cache", "output_attentions", "output_hidden_states"):
        setattr(hf.config, name, True)
    trace = Model(hf).trace(IDS)
    for site in plain:
        assert torch.equal(trace[site], plain[site]), site
    assert hf.training and hf.is_gradient_checkpointing and hf.config.use_cache and hf.config.output_attentions


def test_dropout_by_functional_calls_follows_the_flags() -> None:
    torch.manual_seed(0)
    hf = BertForMaskedLM(
        BertConfig(vocab_size=100, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=56)
    )
    hf.eval()
    plain = Model(hf).trace(IDS)
    hf.get_submodule(
        "bert.encoder.layer.1.attention.self"
    ).train()  # whose attention function is given its dropout while it trains
    trace = Model(hf).trace(IDS)
    assert torch.equal(trace["logits"], plain["logits"])
    assert torch.equal(trace["layers.1.attn.pattern"], plain["layers.1.attn.pattern"])


def test_evaluating_undoes_what_it_did_alone() -> None:
    hf = gpt2()
    hf.transformer.h[1].train()
    before = modes(hf)
    with evaluating(hf):
        assert not any(modes(hf).values())
        with evaluating(hf.transformer.h[1]):
            assert not torch.is_grad_enabled()
        assert not any(modes(hf).values())
    assert modes(hf) == before and torch.is_grad_enabled()
