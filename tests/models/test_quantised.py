"""Models whose weights are rounded: what they are, what is read of them, and what is said where something can't be."""

import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torchao.quantization import Int8DynamicActivationInt8WeightConfig, Int8WeightOnlyConfig
from transformers import BitsAndBytesConfig, LlamaForCausalLM, PreTrainedModel, TorchAoConfig

import cutaway
from cutaway import Model, Trace
from cutaway.cli import main
from cutaway.errors import CutawayError, UnsupportedModel
from cutaway.lenses.walk import stages
from cutaway.models.finite import not_finite
from cutaway.trace.coverage import coverage
from cutaway.trace.saved import SavedTrace
from support import tiny
from support.quantised import IDS, MODELS, eight_bits, four_bits, llama, replaced, rounded

FACTS = (
    "parameters",
    "vocabulary",
    "d_model",
    "d_mlp",
    "heads",
    "key_value_heads",
    "d_head",
    "layers",
    "context",
    "dtype",
)


@cache
def _traced(name: str) -> Trace:
    return _trace(Model(MODELS[name][1]()))


def _trace(model: Model) -> Trace:
    return model.trace(IDS, target=IDS) if model.anatomy.two_stacks else model.trace(IDS)


def _given(hf: PreTrainedModel) -> torch.Tensor:
    """The logits that the model gives by itself."""
    ids = torch.tensor([IDS])
    two = {"decoder_input_ids": torch.tensor([[0, *IDS]])} if hf.config.is_encoder_decoder else {}
    with torch.no_grad():
        return hf(input_ids=ids, **two).logits[0]


def _logits(trace: Trace | SavedTrace) -> torch.Tensor:
    return trace["logits" if "logits" in trace.sites else "class_logits"]


@pytest.mark.parametrize("name", MODELS)
def test_a_quantised_model_is_as_large_as_the_one_it_was_made_from(name: str) -> None:
    was, now = Model(MODELS[name][0]()).facts, _traced(name).model.facts
    assert {fact: getattr(now, fact) for fact in FACTS} == {fact: getattr(was, fact) for fact in FACTS}


@pytest.mark.parametrize("name", MODELS)
def test_its_numbers_are_its_own_and_all_can_be_read(name: str) -> None:
    trace = _traced(name)
    torch.testing.assert_close(_logits(trace), _given(trace.model.hf), atol=1e-5, rtol=1e-5)
    for site, shape in trace.sites.items():
        assert tuple(trace[site].shape) == tuple(shape), site
        assert not trace[site].isnan().any(), site


@pytest.mark.parametrize("name", MODELS)
def test_each_number_is_verified_or_said_to_be_unseen(name: str) -> None:
    model = _traced(name).model
    for found in coverage(model):
        assert found.verified or found.site in model.anatomy.unseen, found


@pytest.mark.parametrize("name", MODELS)
def test_results_of_heads_add_up_or_are_not_listed(name: str) -> None:
    trace = _traced(name)
    for out in [site for site in trace.sites if site.endswith("attn.out")]:
        result = out.replace(".out", ".result")
        if result not in trace.sites:
            assert "not linear" in trace.model.anatomy.unseen[result]
            continue
        difference = (trace[result].sum(0) - trace[out]).abs().max()
        assert difference < 1e-5 * trace[out].abs().max()


def test_where_only_weights_are_rounded_heads_have_results() -> None:
    for name in ("torchao, 8 bits", "torchao, 4 bits", "torchao, floats of 8 bits"):
        assert "layers.1.attn.result" in _traced(name).sites


@pytest.mark.parametrize("name", MODELS)
def test_explanations_come_to_the_number_without_a_word_from_torch(name: str) -> None:
    trace = _traced(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for site, shape in trace.sites.items():
            if "layers.0" in site:
                continue
            index = tuple(min(2, size - 1) for size in shape)
            said, value = trace.explain(site, index=index), float(trace[site][index])
            assert said.value == pytest.approx(value, abs=1e-6), site
            assert said.recompute() == pytest.approx(value, abs=1e-5), site


@pytest.mark.parametrize("name", [name for name, (was, _) in MODELS.items() if was in (llama,)])
def test_a_head_taken_away_is_the_model_without_its_z(name: str) -> None:
    trace = _traced(name)
    width = trace.model.facts.d_head
    projection = trace.model.hf.get_submodule("model.layers.1.self_attn.o_proj")

    def without(_: Any, args: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor]:
        z = args[0].clone()
        z[..., 2 * width : 3 * width] = 0
        return (z,)

    hook = projection.register_forward_pre_hook(without)
    expected = _given(trace.model.hf)
    hook.remove()
    for site in ("layers.1.attn.z", "layers.1.attn.result"):
        if site in trace.sites:
            edited = trace.rerun(cutaway.ablate(site, head=2))
            torch.testing.assert_close(edited["logits"], expected, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_it_writes_is_shown_and_is_saved_as_any_model(name: str, tmp_path: Path) -> None:
    trace = _traced(name)
    if trace.model.facts.predicts == "next":
        best = int(_given(trace.model.hf)[-1].argmax())
        target: dict[str, Any] = {"target": IDS} if trace.model.anatomy.two_stacks else {}
        assert trace.model.generate(IDS, 2, **target).branches[0].steps[0].id == best
        cutaway.lenses.logit_lens(trace)
        shapes = {tuple(shape) for stage in stages(trace.model, trace) for _, shape in stage.weights}
        was = {tuple(parameter.shape) for parameter in MODELS[name][0]().parameters()}
        assert shapes <= was | {shape[::-1] for shape in was}
    trace.save(tmp_path / "a.safetensors")
    assert torch.equal(_logits(cutaway.open_trace(tmp_path / "a.safetensors", trace.model)), _logits(trace))


@pytest.mark.parametrize("make", [four_bits(), four_bits(twice=True), eight_bits(), eight_bits(0.0)])
def test_train_mode_and_a_second_opening_change_nothing(make: Any) -> None:
    hf = replaced(llama(), make).train()
    first = _trace(Model(hf))
    assert all(module.training for module in hf.modules())
    again = _trace(Model(hf.eval()))
    assert again.model.facts == first.model.facts
    assert [*again.sites] == [*first.sites]
    assert all(torch.equal(again[site], first[site]) for site in first.sites)


def test_four_bits_of_a_width_that_the_processor_has_no_code_for_are_said_to_be() -> None:
    hf = replaced(llama(96), four_bits())
    try:
        _given(hf)
    except RuntimeError:
        with pytest.raises(UnsupportedModel, match=r"q_proj takes 96 numbers and gives 96.*Open it on a GPU"):
            Model(hf)
    else:
        assert Model(hf).facts.parameters == Model(llama(96)).facts.parameters


def _scale(hf: PreTrainedModel) -> torch.Tensor:
    layer: Any = hf.get_submodule("model.layers.1.mlp.down_proj")
    return layer.state.SCB if hasattr(layer, "state") else layer.weight.quant_state.absmax


@pytest.mark.parametrize("make", [four_bits(), eight_bits()])
def test_another_scale_is_another_model(make: Any, tmp_path: Path) -> None:
    model = Model(replaced(llama(), make))
    trace = model.trace(IDS)
    trace.save(tmp_path / "a.safetensors")
    _scale(model.hf).mul_(2)
    with pytest.raises(CutawayError, match="The model changed since"):
        trace["layers.1.mlp.out"]
    with pytest.raises(CutawayError, match="down_proj"):
        cutaway.open_trace(tmp_path / "a.safetensors", model)
    torch.testing.assert_close(model.trace(IDS)["logits"], _given(model.hf), atol=1e-5, rtol=1e-5)


FOLDERS: dict[str, Any] = {
    "4 bits": BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True),
    "8 bits": BitsAndBytesConfig(load_in_8bit=True),
    "torchao": TorchAoConfig(Int8WeightOnlyConfig()),
    "torchao, activations too": TorchAoConfig(Int8DynamicActivationInt8WeightConfig()),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_quantised_weights_opens(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tiny, "MLP", 128)
    was = tiny.write_folder(tmp_path, width=128)
    parameters = Model(LlamaForCausalLM.from_pretrained(was)).facts.parameters
    hf = LlamaForCausalLM.from_pretrained(was, quantization_config=FOLDERS[name], attn_implementation="eager")
    expected = hf(torch.tensor([IDS])).logits[0]
    hf.save_pretrained(was)
    model = cutaway.load(str(was))
    assert model.facts.parameters == parameters
    torch.testing.assert_close(model.trace(IDS)["logits"], expected, atol=2e-2, rtol=2e-2)
    capsys.readouterr()
    assert main(["doctor", "--model", str(was)]) == 0
    said = capsys.readouterr()
    assert "MatMul8bitLt" not in said.out + said.err


def _with_config(folder: Path, **quantisation: Any) -> Path:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"quantization_config": quantisation}))
    return folder


@pytest.mark.parametrize(("method", "package"), [("hqq", "hqq"), ("gptq", "gptqmodel"), ("compressed-tensors",) * 2])
def test_a_folder_that_needs_a_package_names_the_command(method: str, package: str, tmp_path: Path) -> None:
    folder = _with_config(tiny.write_folder(tmp_path), quant_method=method, bits=4, group_size=64)
    with pytest.raises(UnsupportedModel) as raised:
        cutaway.load(str(folder))
    assert f"python -m pip install {package}" in raised.value.hint


def test_weights_in_a_format_that_nothing_reads_are_not_made_up(tmp_path: Path) -> None:
    folder = _with_config(tiny.write_folder(tmp_path), quant_method="unheard-of", bits=4)
    weights = load_file(folder / "model.safetensors")
    renamed = {name.replace("down_proj.weight", "down_proj.qweight"): tensor for name, tensor in weights.items()}
    save_file(renamed, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(UnsupportedModel, match=r"unheard-of.*down_proj\.weight"):
        cutaway.load(str(folder))


def test_numbers_that_are_not_finite_are_looked_for_among_scales() -> None:
    hf: Any = rounded(Int8WeightOnlyConfig())
    assert not not_finite(hf)
    hf.model.layers[0].mlp.down_proj.weight.scale[3] = float("nan")
    assert list(not_finite(hf)) == ["model.layers.0.mlp.down_proj.weight.scale"]
