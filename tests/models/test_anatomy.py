"""A model's parts are found by what they do, and what it is follows from its modules."""

import pytest
import torch
from transformers import (
    GPTNeoXConfig,
    GPTNeoXForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
    XLMConfig,
    XLMWithLMHeadModel,
)

from cutaway import Model
from cutaway.errors import UnsupportedModel
from support.reference import small


def test_facts_are_the_configuration_s() -> None:
    facts = Model(small("llama")).facts
    assert (facts.kind, facts.predicts) == ("decoder", "next")
    assert (facts.layers, facts.heads, facts.key_value_heads) == (4, 6, 2)
    assert (facts.d_model, facts.d_head, facts.d_mlp) == (48, 8, 80)
    assert (facts.vocabulary, facts.context) == (101, 64)
    assert facts.parameters == sum(p.numel() for p in small("llama").parameters())


def test_an_encoder_with_a_masked_language_head_predicts_what_is_masked() -> None:
    facts = Model(small("bert")).facts
    assert (facts.kind, facts.predicts) == ("encoder", "masked")


def test_an_encoder_without_a_head_predicts_nothing() -> None:
    hf = small("bert").get_submodule("bert")
    model = Model(hf)  # type: ignore[arg-type]
    assert (model.facts.kind, model.facts.predicts) == ("encoder", "nothing")
    assert "logits" not in model.trace([1, 2, 3]).sites


def test_a_two_stack_model_names_its_sites_by_stack() -> None:
    torch.manual_seed(0)
    hf = T5ForConditionalGeneration(T5Config(vocab_size=64, d_model=16, d_kv=4, d_ff=32, num_layers=2, num_heads=4))
    model = Model(hf.eval())
    assert model.facts.kind == "encoder-decoder"
    trace = model.trace([5, 6, 7, 8], target=[9, 10])
    assert trace.sites["encoder.layers.1.attn.pattern"] == (4, 4, 4)
    assert trace.sites["decoder.layers.1.cross_attn.pattern"] == (4, 3, 4)
    assert trace.sites["logits"] == (3, 64)


def test_a_model_whose_blocks_lie_in_pieces_is_refused_with_a_reason() -> None:
    hf = XLMWithLMHeadModel(XLMConfig(vocab_size=64, emb_dim=16, n_layers=2, n_heads=4))
    with pytest.raises(UnsupportedModel, match="separate lists"):
        Model(hf.eval())


def test_a_parallel_block_has_no_residual_stream_between_attention_and_mlp() -> None:
    torch.manual_seed(0)
    config = GPTNeoXConfig(
        vocab_size=64,
        hidden_size=48,
        intermediate_size=80,
        num_hidden_layers=2,
        num_attention_heads=6,
        use_parallel_residual=True,
    )
    trace = Model(GPTNeoXForCausalLM(config).eval()).trace([1, 2, 3])
    assert "layers.0.resid_mid" not in trace.sites
    total = trace["layers.0.resid_pre"] + trace["layers.0.attn.out"] + trace["layers.0.mlp.out"]
    torch.testing.assert_close(total, trace["layers.0.resid_post"], atol=1e-6, rtol=1e-6)
