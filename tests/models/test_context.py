"""How long a text may be: what a configuration states, where a model really ends, and where it reads on."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import (
    FalconConfig,
    FalconForCausalLM,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MambaConfig,
    MambaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    PreTrainedModel,
    T5Config,
    T5ForConditionalGeneration,
)

from cutaway import Model
from cutaway.cli import main
from cutaway.errors import BeyondContext, TextTooLong
from support.tiny import write_folder

SIZES: Any = {
    "vocab_size": 97,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
}
LONG = list(range(3, 83))
SHORT = LONG[:40]


def llama(**options: Any) -> PreTrainedModel:
    torch.manual_seed(0)
    return LlamaForCausalLM(LlamaConfig(**SIZES, max_position_embeddings=64, initializer_range=0.3, **options)).eval()


def scaled(kind: str) -> PreTrainedModel:
    rope: dict[str, Any] = {"rope_type": kind, "rope_theta": 1e4, "factor": 2.0, "original_max_position_embeddings": 32}
    if kind == "longrope":
        rope |= {"short_factor": [1.0] * 4, "long_factor": [2.0] * 4}
    if kind == "llama3":
        rope |= {"low_freq_factor": 1.0, "high_freq_factor": 4.0}
    if kind == "dynamic":
        del rope["original_max_position_embeddings"]
    return llama(rope_parameters=rope)


@pytest.mark.parametrize("kind", ["dynamic", "linear", "yarn", "longrope", "llama3"])
def test_a_rotation_that_is_scaled_for_longer_texts_reads_on(kind: str) -> None:
    hf = scaled(kind)
    model = Model(hf)
    assert (model.facts.context, model.facts.longest) == (64, None)
    with pytest.warns(BeyondContext, match="80 tokens.*64"):
        trace = model.trace(LONG)
    with torch.no_grad():
        theirs = scaled(kind)(torch.tensor([LONG]), output_hidden_states=True)
    torch.testing.assert_close(trace["logits"], theirs.logits[0], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(trace["layers.1.resid_pre"], theirs.hidden_states[1][0], atol=1e-4, rtol=1e-4)


def test_a_text_has_the_same_numbers_after_a_longer_one() -> None:
    hf = scaled("dynamic")
    model = Model(hf)
    with pytest.warns(BeyondContext):
        before = model.trace(LONG[:70])["logits"].clone()
        model.trace([*LONG, *LONG])
        after = model.trace(LONG[:70])
    assert torch.equal(after["logits"], before)
    assert torch.equal(model.trace(SHORT)["logits"], Model(scaled("dynamic")).trace(SHORT)["logits"])


def test_a_table_of_positions_ends_the_text() -> None:
    hf = GPT2LMHeadModel(GPT2Config(vocab_size=97, n_embd=32, n_layer=2, n_head=4, n_positions=64)).eval()
    model = Model(hf)
    assert (model.facts.context, model.facts.longest) == (64, 64)
    with pytest.raises(TextTooLong, match=r"80 tokens.*64"):
        model.trace(LONG)


def test_a_rotation_that_is_not_scaled_ends_where_its_configuration_says() -> None:
    model = Model(llama())
    assert (model.facts.context, model.facts.longest) == (64, 64)


def test_windows_and_distances_read_on() -> None:
    falcon = FalconConfig(vocab_size=97, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, alibi=True)
    assert Model(FalconForCausalLM(falcon).eval()).facts.longest is None
    mistral = MistralConfig(**SIZES, num_key_value_heads=2, sliding_window=8, max_position_embeddings=64)
    model = Model(MistralForCausalLM(mistral).eval())
    assert (model.facts.context, model.facts.longest) == (64, None)
    with pytest.warns(BeyondContext), torch.no_grad():
        trace = model.trace(LONG)
    torch.testing.assert_close(trace["logits"], model.hf(torch.tensor([LONG])).logits[0], atol=1e-4, rtol=1e-4)


def test_a_model_that_states_no_limit_has_none() -> None:
    mamba = MambaConfig(vocab_size=97, hidden_size=32, state_size=4, num_hidden_layers=2)
    t5 = T5Config(vocab_size=97, d_model=16, d_kv=4, d_ff=32, num_layers=2, num_heads=4)
    for hf in (MambaForCausalLM(mamba), T5ForConditionalGeneration(t5)):
        assert (Model(hf.eval()).facts.context, Model(hf).facts.longest) == (None, None)


def test_the_command_line_says_when_a_text_is_longer_than_stated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(tmp_path)
    config = json.loads((folder / "config.json").read_text())
    config["rope_parameters"] = {"rope_type": "dynamic", "rope_theta": 1e4, "factor": 2.0}
    (folder / "config.json").write_text(json.dumps(config))
    assert main(["trace", "ab " * 60, "--model", str(folder)]) == 0
    assert "its configuration states 64 at most" in capsys.readouterr().err
