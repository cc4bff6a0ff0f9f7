"""Weights that a model needs and that are not in its files are never made up in silence."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForSequenceClassification,
    BertModel,
    LlamaConfig,
    LlamaForCausalLM,
    LlamaModel,
    PreTrainedModel,
    T5Config,
    T5ForConditionalGeneration,
)

import cutaway
from cutaway.cli import main
from cutaway.errors import CutawayError, Trouble, UnsupportedModel, WeightsUnavailable
from support import tiny

Weights = dict[str, torch.Tensor]
IDS = [1, 2, 3, 4]


def llama(**settings: Any) -> PreTrainedModel:
    torch.manual_seed(0)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=32, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, **settings
        )
    ).eval()


def bert(kind: Any = BertForMaskedLM, **options: Any) -> PreTrainedModel:
    torch.manual_seed(0)
    config = BertConfig(vocab_size=32, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2)
    return kind(config, **options).eval()


def saved(folder: Path, hf: PreTrainedModel, change: Callable[[Weights], None], **config: Any) -> str:
    """The model in a folder, its weights and its configuration changed."""
    hf.save_pretrained(folder)
    weights = load_file(folder / "model.safetensors")
    change(weights)
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    settings = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(settings | config))
    return str(folder)


def without(*beginnings: str) -> Callable[[Weights], None]:
    def change(weights: Weights) -> None:
        for name in [name for name in weights if name.startswith(beginnings)]:
            del weights[name]

    return change


def nothing(weights: Weights) -> None:
    """Leaves them as they are."""


def renamed(weights: Weights) -> None:
    """As some trainers save them."""
    for name in [*weights]:
        weights[f"module.{name}"] = weights.pop(name)


REFUSED = {
    "a block's": (llama, without("model.layers.1.mlp.up_proj"), {}, "model.layers.1.mlp.up_proj.weight"),
    "a whole block": (llama, nothing, {"num_hidden_layers": 3}, r"9 weights \(model.layers.2"),
    "a norm's": (llama, without("model.norm"), {}, "model.norm.weight"),
    "the embedding": (llama, without("model.embed_tokens"), {}, "model.embed_tokens.weight"),
    "tied, both": (lambda: llama(tie_word_embeddings=True), without("model.embed_tokens"), {}, "lack 2 weights"),
    "all, by other names": (llama, renamed, {}, r"They hold 21 weights \(module\."),
    "other shapes": (
        llama,
        nothing,
        {"intermediate_size": 32},
        "has shape 16 × 24, but according to config.json it has 16 × 32",
    ),
    "another vocabulary": (
        llama,
        nothing,
        {"vocab_size": 40},
        "has shape 32 × 16, but according to config.json it has 40 × 16",
    ),
    "an encoder's": (bert, without("bert.encoder.layer.0.attention.self.query"), {}, "query"),
    "a bias": (bert, without("bert.encoder.layer.1.output.dense.bias"), {}, "output.dense.bias"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_model_that_lacks_weights_is_refused_by_their_names(case: str, tmp_path: Path) -> None:
    make, change, config, said = REFUSED[case]
    with pytest.raises(WeightsUnavailable, match=said) as caught:
        cutaway.load(saved(tmp_path, make(), change, **config))
    assert caught.value.hint


HEADLESS = {
    "next words": (llama, without("lm_head"), LlamaModel, "tie_word_embeddings"),
    "masked words": (bert, without("cls."), BertModel, "6 weights"),
    "one bias": (bert, without("cls.predictions.bias"), BertModel, "cls.predictions.bias"),
    "classes": (lambda: bert(BertForSequenceClassification), without("classifier"), BertModel, "classifier"),
}


@pytest.mark.parametrize("case", HEADLESS)
def test_a_model_that_lacks_only_its_head_is_opened_without_it_and_says_so(case: str, tmp_path: Path) -> None:
    make, change, kind, said = HEADLESS[case]
    hf = make()
    name = saved(tmp_path, hf, change)
    with pytest.warns(Trouble, match=said):
        model = cutaway.load(name)
    assert isinstance(model.hf, kind)
    assert model.facts.predicts == "nothing"
    assert len(model.facts.troubles) == 1 and "without its head" in model.facts.troubles[0]
    with torch.no_grad():
        wanted = hf.base_model(torch.tensor([IDS])).last_hidden_state[0]
    torch.testing.assert_close(model.trace(IDS)["layers.1.resid_post" if kind is BertModel else "final_norm"], wanted)


WHOLE = {
    "tied weights": (lambda: llama(tie_word_embeddings=True), nothing),
    "an encoder without pooler": (lambda: bert(BertModel, add_pooling_layer=False), nothing),
    "two stacks": (
        lambda: T5ForConditionalGeneration(
            T5Config(vocab_size=32, d_model=16, d_ff=24, num_layers=1, num_heads=2, d_kv=8)
        ),
        nothing,
    ),
    "what was computed": (llama, lambda weights: weights.update({"model.rotary_emb.inv_freq": torch.ones(4)})),
}


@pytest.mark.parametrize("case", WHOLE)
def test_nothing_is_said_of_a_whole_model(case: str, tmp_path: Path) -> None:
    make, change = WHOLE[case]
    name = saved(tmp_path, make(), change)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Trouble)
        assert cutaway.load(name).facts.troubles == ()


def test_a_head_of_its_own_in_the_files_of_a_tied_model_counts(tmp_path: Path) -> None:
    other = torch.arange(32 * 16, dtype=torch.float32).view(32, 16) / 100
    name = saved(
        tmp_path, llama(tie_word_embeddings=True), lambda weights: weights.update({"lm_head.weight": other.clone()})
    )
    trace = cutaway.load(name).trace(IDS)
    torch.testing.assert_close(trace["logits"], trace["final_norm"] @ other.T)


def test_weights_that_the_model_has_no_place_for_are_told(tmp_path: Path) -> None:
    name = saved(tmp_path, llama(), nothing, num_hidden_layers=1)
    with pytest.warns(
        Trouble, match=r"hold 9 weights \(model.layers.1.input_layernorm.weight, …\) that LlamaForCausalLM"
    ):
        assert cutaway.load(name).facts.layers == 1


def test_whole_numbers_in_the_place_of_weights_are_refused(tmp_path: Path) -> None:
    def rounded(weights: Weights) -> None:
        name = "model.layers.0.mlp.up_proj.weight"
        weights[name] = (weights[name] * 1000).to(torch.int8)

    with pytest.raises(UnsupportedModel, match=r"up_proj.weight is stored as whole numbers \(I8\)"):
        cutaway.load(saved(tmp_path, llama(), rounded))


def test_a_gguf_file_that_lacks_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    add = gguf.GGUFWriter.add_tensor

    def but_one(self: Any, name: str, *given: Any, **options: Any) -> None:
        if name != "blk.1.ffn_up.weight":
            add(self, name, *given, **options)

    with monkeypatch.context() as patch:
        patch.setattr(gguf.GGUFWriter, "add_tensor", but_one)
        file = tiny.write_gguf(tmp_path / "tiny.gguf")
    with pytest.raises(CutawayError, match=r"it lacks 1 of the model's weights, model.layers.1.mlp.up_proj.weight"):
        cutaway.load(str(file))


def test_the_command_line_says_what_is_wrong_with_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write_folder(tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    weights["model.norm.weight"][0] = torch.nan
    weights["another"] = torch.ones(1)
    save_file(weights, tmp_path / "model.safetensors", {"format": "pt"})
    for command, status in ((["trace", "abc"], 0), (["generate", "abc", "--count", "1"], 0), (["doctor"], 1)):
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # they are lines, and no warnings of Python
            assert main([*command, "--model", str(tmp_path)]) == status
        lines = capsys.readouterr().err.splitlines()
        assert [line for line in lines if "the weight another" in line and line.startswith("Warning: ")]
        assert [line for line in lines if "not finite numbers" in line and line.startswith("Warning: ")]
