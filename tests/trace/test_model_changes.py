"""A trace answers for the model that it was made with: what was replaced since is put back, what was overwritten is refused."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import torch
from peft import IA3Config, LoraConfig, get_peft_model
from torch import nn

import cutaway
from cutaway import Model, Trace
from cutaway.errors import CutawayError, TooLarge
from cutaway.generate.tree import Tree
from cutaway.models.state import ModelChanged
from cutaway.tokens.tokenizer import Token
from support.architectures import CONFIGS
from support.reference import small

IDS = (3, 95, 12, 12, 57, 8, 41, 3, 76)
SITE = "layers.1.mlp.out"


def overwritten(hf: nn.Module) -> nn.Parameter:
    return hf.get_submodule("model.layers.1.mlp.down_proj").get_parameter("weight")


def in_place(hf: nn.Module) -> None:
    with torch.no_grad():
        overwritten(hf).mul_(3)


def by_an_optimiser(hf: nn.Module) -> None:
    overwritten(hf).grad = torch.ones_like(overwritten(hf))
    torch.optim.SGD([overwritten(hf)], lr=0.1).step()


def through_data(hf: nn.Module) -> None:
    overwritten(hf).data.mul_(3)


def one_row_through_data(hf: nn.Module) -> None:
    overwritten(hf).data[3] = 7.0


def data_put_elsewhere(hf: nn.Module) -> None:
    overwritten(hf).data = overwritten(hf).data * 3


def through_numpy(hf: nn.Module) -> None:
    overwritten(hf).detach().numpy()[:] = 0.5


def another_state_loaded(hf: nn.Module) -> None:
    hf.load_state_dict({name: value * 3 for name, value in hf.state_dict().items()})


def in_half_precision(hf: nn.Module) -> None:
    cast(Any, hf).to(torch.bfloat16)


CHANGES = (
    in_place, by_an_optimiser, through_data, one_row_through_data, data_put_elsewhere, through_numpy, another_state_loaded,
    in_half_precision,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_numbers_that_were_overwritten_are_told_and_what_was_kept_is_read(change: Callable[[nn.Module], None]) -> None:
    hf = small("llama")
    trace = Model(hf).trace(IDS)
    stream = trace["layers.2.resid_pre"].clone()
    change(hf)
    with pytest.raises(ModelChanged, match=r"model\.layers\.1") as told:
        trace[SITE]
    assert "trace.pin()" in told.value.hint and "Trace again" in told.value.hint
    assert torch.equal(trace["layers.2.resid_pre"], stream)
    assert torch.equal(trace["layers.1.resid_post"], stream)


def doors(trace: Trace, folder: Path) -> dict[str, Callable[[], object]]:
    edit = cutaway.ablate("layers.2.attn.z", head=1)
    return {
        "read": lambda: trace[SITE],
        "read_all": lambda: trace.read_all([SITE, "layers.1.attn.q"]),
        "pattern": lambda: trace.pattern(1, 0),
        "overview": lambda: trace.pattern(1, 0, pool=4),
        "pooled": lambda: trace.pooled("layers.1.attn.pattern", (), 4),
        "attentions": lambda: trace.attentions,
        "to_numpy": lambda: trace.to_numpy(SITE),
        "to_transformer_lens": lambda: trace.to_transformer_lens()["blocks.1.hook_mlp_out"],
        "rerun": lambda: trace.rerun(edit),
        "sweep": lambda: cutaway.sweep(trace, [edit], cutaway.logit_difference(1, 2)),
        "explain": lambda: trace.explain("layers.2.mlp.out", position=1, dimension=1),
        "diff": lambda: cutaway.diff(trace, trace)[SITE],
        "save": lambda: trace.save(folder / "kept"),
        "save of a site": lambda: trace.save(folder / "site", ["layers.0.resid_pre"]),
        "pin": lambda: trace.pin(SITE),
        "patching": lambda: cutaway.replace(SITE, trace),
        "freeze": lambda: cutaway.freeze(trace),
        "grid": lambda: cutaway.cells(trace, "mlp.out", trace),
    }


def test_every_door_to_a_changed_model_is_closed(tmp_path: Path) -> None:
    hf = small("llama")
    trace = Model(hf).trace(IDS)
    in_place(hf)
    for name, door in doors(trace, tmp_path).items():
        with pytest.raises(ModelChanged, match=r"layers\.1\.mlp\.down_proj\.weight"):
            pytest.fail(f"{name} answered {door()}")
    assert not any(tmp_path.iterdir())


def test_what_follows_the_blocks_is_refused_where_the_head_was_changed() -> None:
    hf = small("llama")
    trace = Model(hf).trace(IDS)
    last = trace.read("logits", (-1,)).clone()
    with torch.no_grad():
        hf.lm_head.weight.mul_(2)
    assert torch.equal(trace.read("logits", (-1,)), last)
    for door in (lambda: trace["logits"], lambda: cutaway.lenses.logit_lens(trace)):
        with pytest.raises(ModelChanged, match=r"lm_head\.weight|embed_tokens\.weight"):
            door()
    assert trace[SITE].shape == (9, hf.config.hidden_size)


def test_the_message_names_the_precision() -> None:
    hf = small("llama")
    model = Model(hf)
    trace = model.trace(IDS)
    cast(Any, hf).to(torch.bfloat16)
    with pytest.raises(ModelChanged, match="was float32 and is bfloat16"):
        trace["logits"]
    assert model.facts.dtype == "bfloat16"
    assert model.trace(IDS)[SITE].dtype == torch.bfloat16


def test_a_tree_of_continuations_does_not_go_on_with_another_model() -> None:
    hf = small("llama")
    tree = Tree(Model(hf), [Token(id, "", b"", 0, 0) for id in IDS])
    at = tree.grow(2)
    in_place(hf)
    with pytest.raises(ModelChanged, match=r"down_proj\.weight"):
        tree.grow(2, at)


def test_pinned_tensors_answer_after_a_change() -> None:
    hf = small("llama")
    model = Model(hf)
    trace = model.trace(IDS)
    every = {site: trace[site].clone() for site in trace}
    held = trace.bytes_held
    assert trace.pin() == sum(tensor.nbytes for tensor in every.values())
    assert trace.bytes_held > held
    in_place(hf)
    for site, tensor in every.items():
        assert torch.equal(trace[site], tensor), site
    assert torch.equal(cast(Any, trace.pattern(1, 2)), every["layers.1.attn.pattern"][2])
    changed = model.trace(IDS)
    expected = (changed[SITE] - every[SITE]).abs().max().item()
    assert cutaway.diff(trace, changed)[SITE].max_abs == pytest.approx(expected)
    assert expected > 0


def test_some_tensors_are_pinned_by_patterns_and_no_more_than_the_limit() -> None:
    hf = small("llama")
    trace = Model(hf).trace(IDS)
    with pytest.raises(TooLarge, match="bytes together"):
        trace.pin(limit=1000)
    assert trace.pin("layers.*.mlp.out") == sum(4 * trace[f"layers.{i}.mlp.out"].numel() for i in range(4))
    in_place(hf)
    assert trace[SITE].shape == trace.sites[SITE]
    with pytest.raises(ModelChanged):
        trace["layers.1.attn.q"]


def assert_answers_for(trace: Trace, plain: Trace) -> None:
    """A trace has, number by number, what a trace of the model as it then was has, and runs on as that does."""
    for site in plain:
        assert torch.equal(trace[site], plain[site]), site
    edit = cutaway.ablate("layers.1.attn.z", head=1)
    assert torch.equal(trace.rerun(edit)["logits"], plain.rerun(edit)["logits"])
    metric = cutaway.logit_difference(1, 2)
    assert torch.equal(*(cutaway.sweep(each, cutaway.heads(each), metric) for each in (trace, plain)))


@pytest.mark.parametrize("outer", [True, False], ids=["PeftModel", "the model inside"])
@pytest.mark.parametrize("config", [
    LoraConfig(r=4, target_modules=["q_proj", "down_proj"], init_lora_weights=False),
    IA3Config(target_modules=["k_proj", "down_proj"], feedforward_modules=["down_proj"], init_ia3_weights=False),
], ids=["LoRA", "IA3"])  # fmt: skip
def test_base_and_tuned_model_are_compared_in_the_standard_way(config: LoraConfig | IA3Config, outer: bool) -> None:
    plain = Model(small("llama")).trace(IDS)
    pm: Any = get_peft_model(small("llama"), config).eval()
    model = Model(pm if outer else pm.base_model.model)
    with pm.disable_adapter():
        base = model.trace(IDS)
    tuned = model.trace(IDS)
    expected = {site: (tuned[site].double() - plain[site].double()).abs().max() for site in (SITE, "logits")}
    found = cutaway.diff(base, tuned)
    for site, difference in expected.items():
        assert found[site].max_abs == pytest.approx(float(difference), rel=1e-6)
        assert difference > 0
    assert_answers_for(base, plain)
    assert torch.equal(tuned["logits"][-1], pm(torch.tensor([IDS])).logits[0, -1])  # the adapters are as they were


def test_another_adapter_another_scale_and_merged_weights() -> None:
    torch.manual_seed(1)
    settings = {"target_modules": ["q_proj", "down_proj"], "init_lora_weights": False}
    pm: Any = get_peft_model(small("llama"), LoraConfig(r=4, **settings)).eval()
    model = Model(pm)
    first, want = model.trace(IDS), model.trace(IDS)
    values = {site: want[site].clone() for site in want}
    pm.add_adapter("other", LoraConfig(r=2, **settings))
    pm.set_adapter("other")
    second = model.trace(IDS)
    assert not torch.equal(second["logits"], values["logits"])
    for site, value in values.items():
        assert torch.equal(first[site], value), site
    pm.set_adapter("default")
    for module in pm.modules():
        if hasattr(module, "set_scale"):
            module.set_scale("default", 5.0)
    fresh, scaled = Model(pm).trace(IDS), model.trace(IDS)
    assert torch.equal(fresh["logits"], scaled["logits"])
    third = first.rerun(cutaway.ablate("layers.2.attn.z", head=0))
    assert torch.equal(third["layers.1.mlp.post"], values["layers.1.mlp.post"])
    pm.merge_adapter()
    for trace in (scaled, third):
        with pytest.raises(ModelChanged, match=r"down_proj\.base_layer\.weight was overwritten"):
            trace["layers.3.mlp.out"]


def test_hooks_count_as_long_as_they_are_there() -> None:
    """What a model is with hooks on blocks, in them and before them is what Transformers' own pass gives; each trace keeps to its own."""
    hf = small("llama")
    model = Model(hf)
    bare = model.trace(IDS)
    blocks = hf.model.layers
    handles = [
        blocks[0].register_forward_hook(lambda module, args, output: output * 1.5),
        blocks[1].register_forward_pre_hook(lambda module, args: (args[0] + 1.0, *args[1:])),
        blocks[1].mlp.register_forward_hook(lambda module, args, output: output * 2),
        hf.model.norm.register_forward_pre_hook(lambda module, args: (args[0] * 0.5,)),
    ]
    with torch.no_grad():
        expected = hf(torch.tensor([IDS])).logits[0]
        scaled = hf.model(torch.tensor([IDS]), output_hidden_states=True).hidden_states[1][0]
    hooked = model.trace(IDS)
    assert torch.allclose(hooked["logits"], expected, atol=1e-6)
    assert torch.equal(hooked["layers.0.resid_post"], scaled)
    assert torch.equal(hooked["layers.1.resid_pre"], scaled + 1.0)
    again = Model(hf).trace(IDS)
    for handle in handles:
        handle.remove()
    for trace in (hooked, again):
        resid, attn, mlp = (trace[f"layers.1.{name}"] for name in ("resid_pre", "attn.out", "mlp.out"))
        assert torch.equal(trace["layers.1.resid_mid"], resid + attn)
        assert torch.equal(trace["layers.1.resid_post"], resid + attn + mlp)
        assert torch.equal(trace.rerun([])["logits"], trace["logits"])
        assert trace.explain("layers.2.resid_pre", position=1, dimension=2).value == float(
            trace["layers.2.resid_pre"][1, 2]
        )
    assert cutaway.diff(hooked, again).top() == []
    assert_answers_for(bare, model.trace(IDS))


def test_hooks_that_were_added_since_look_on() -> None:
    hf = small("llama")
    model = Model(hf)
    trace, plain = model.trace(IDS), Model(small("llama")).trace(IDS)
    seen: list[str] = []
    mlp = hf.model.layers[1].mlp

    def changing(
        module: nn.Module, args: tuple[torch.Tensor, ...], kwargs: dict[str, object], output: torch.Tensor
    ) -> torch.Tensor:
        seen.append("after")
        return output * 3

    mlp.register_forward_hook(changing, with_kwargs=True)
    mlp.register_forward_pre_hook(lambda module, args: seen.append("before"))
    assert_answers_for(trace, plain)
    assert {*seen} == {"before", "after"}
    assert not torch.equal(model.trace(IDS)[SITE], plain[SITE])


def test_what_was_replaced_or_deleted_answers_as_long_as_the_trace_lives() -> None:
    hf = small("llama")
    model = Model(hf)
    trace, plain = model.trace(IDS), Model(small("llama")).trace(IDS)
    mlp = copy.deepcopy(hf.model.layers[1].mlp)
    with torch.no_grad():
        mlp.down_proj.weight.mul_(2)
    hf.model.layers[1].mlp = mlp
    assert torch.equal(model.trace(IDS)[SITE], plain[SITE] * 2)
    hf.model.layers[0].mlp.gate_proj.weight = nn.Parameter(torch.zeros_like(hf.model.layers[0].mlp.gate_proj.weight))
    hf.model.layers[0].mlp.act_fn = nn.ReLU()
    del hf.model.layers[3]
    assert_answers_for(trace, plain)
    assert len(hf.model.layers) == 3 and hf.model.layers[1].mlp is mlp
    shorter = model.trace(IDS)
    assert "layers.3.resid_pre" not in shorter.sites
    assert torch.equal(shorter["logits"], hf(torch.tensor([IDS])).logits[0])


def test_settings_and_the_default_precision_are_those_of_the_trace() -> None:
    hf = small("llama")
    model = Model(hf)
    trace, plain = model.trace(IDS), Model(small("llama")).trace(IDS)
    hf.model.layers[1].self_attn.scaling = 0.01
    hf.model.layers[1].input_layernorm.variance_epsilon = 1.0
    hf.set_attn_implementation("eager")
    torch.set_default_dtype(torch.float64)
    try:
        assert_answers_for(trace, plain)
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)
    assert hf.model.layers[1].self_attn.scaling == 0.01
    assert hf.config._attn_implementation == "eager"
    assert not torch.equal(model.trace(IDS)[SITE], plain[SITE])


def test_code_that_was_replaced_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    hf = small("llama")
    trace, other = Model(hf).trace(IDS), Model(hf).trace(IDS)
    kind = type(hf.model.layers[1].mlp)
    before = kind.forward
    monkeypatch.setattr(kind, "forward", lambda self, x: before(self, x) * 2)
    with pytest.raises(ModelChanged, match=r"LlamaMLP\.forward was replaced"):
        trace[SITE]
    monkeypatch.undo()
    factor = [1.0]
    hf.model.layers[1].mlp.register_forward_hook(lambda module, args, output: output * factor[0])
    hooked = Model(hf).trace(IDS)
    factor[0] = 3.0  # nothing of the model has changed, but what it gives has
    with pytest.raises(ModelChanged, match=r"model\.layers\.1 gives a different result for the same input"):
        hooked[SITE]
    assert torch.equal(other[SITE], Model(small("llama")).trace(IDS)[SITE])


def test_weights_that_were_loaded_in_inference_mode() -> None:
    with torch.inference_mode():
        hf = small("llama")
        trace = Model(hf).trace(IDS)
    assert torch.equal(trace["logits"], Model(small("llama")).trace(IDS)["logits"])
    with torch.inference_mode():
        overwritten(hf).mul_(3)
    with pytest.raises(ModelChanged):
        trace[SITE]


def test_a_saved_trace_that_was_opened_knows_its_model(tmp_path: Path) -> None:
    hf = small("llama")
    model = Model(hf)
    model.trace(IDS).save(tmp_path / "kept")
    opened = cutaway.open_trace(tmp_path / "kept", model)
    in_place(hf)
    with pytest.raises(ModelChanged):
        opened[SITE]
    with pytest.raises(CutawayError, match="another model"):
        cutaway.open_trace(tmp_path / "kept", model)


@pytest.mark.parametrize("family", ["gpt2", "bert", "t5", "mixtral", "mamba", "albert", "bloom"])
def test_other_kinds_of_models(family: str) -> None:
    hf = CONFIGS[family]()
    model = Model(hf)
    ids = list(range(5, 14))
    trace = model.trace(ids, target=ids[:4]) if model.anatomy.two_stacks else model.trace(ids)
    block = model.anatomy.blocks[-1]
    site = next(f"{block.name}.{name}" for name in ("mlp.out", "mixer.out") if f"{block.name}.{name}" in trace.sites)
    value = trace[site].clone()
    again = model.trace(ids, target=ids[:4]) if model.anatomy.two_stacks else model.trace(ids)
    hook = hf.get_submodule(block.path).register_forward_hook(lambda *_: None)
    assert torch.equal(again[site], value)
    hook.remove()
    third = model.trace(ids, target=ids[:4]) if model.anatomy.two_stacks else model.trace(ids)
    with torch.no_grad():
        for parameter in hf.get_submodule(block.path).parameters():
            parameter.add_(0.1)
    with pytest.raises(ModelChanged):
        third[site]


@pytest.mark.parametrize("how", ["in place", "data", "another"])
def test_a_buffer_that_changed_gives_the_old_numbers_or_says_so(how: str) -> None:
    hf = small("llama")
    model = Model(hf)
    trace = model.trace(IDS)
    queries, logits = trace["layers.1.attn.q"].clone(), trace["logits"].clone()
    rotary: Any = hf.model.rotary_emb
    if how == "in place":
        rotary.inv_freq.mul_(2)
    elif how == "data":
        rotary.inv_freq.data.mul_(2)
    else:
        rotary.inv_freq = rotary.inv_freq * 2
    assert torch.equal(trace["layers.1.attn.q"], queries)
    if how == "another":  # it is put back for as long as a replay takes
        assert torch.equal(trace["logits"], logits)
    else:
        with pytest.raises(ModelChanged, match="inv_freq was overwritten"):
            trace["logits"]
    assert not torch.equal(model.trace(IDS)["layers.1.attn.q"], queries)
