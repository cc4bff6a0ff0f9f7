"""Virtual tokens, of prompts and prefixes that were tuned, are tokens of their own kind: every number stands at its own position."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch

import cutaway
from cutaway import Model, Trace
from cutaway.errors import BadIndex, TextTooLong, UnsupportedModel
from cutaway.lenses.heads import head_scores
from cutaway.lenses.logitlens import following
from cutaway.lenses.rollout import rollout_from
from cutaway.trace.coverage import coverage
from support.adapters import IDS, PAIRS, PREFIXES, PROMPTS, TARGET, VIRTUAL, further, gpt2, llama

ALONE = PROMPTS | PREFIXES
EVERY = ALONE | PAIRS


def close(ours: torch.Tensor, theirs: torch.Tensor) -> bool:
    return ours.shape == theirs.shape and torch.allclose(ours, theirs, atol=1e-5, rtol=1e-4)


@cache
def traced(name: str) -> Trace:
    model = Model(EVERY[name](), name=name, further=further(name))
    return model.trace(IDS, target=TARGET) if name in PAIRS else model.trace(IDS)


@cache
def theirs(name: str) -> Any:
    """PEFT's own forward pass, with Transformers' eager attention."""
    hf: Any = EVERY[name]()
    hf.get_base_model().set_attn_implementation("eager")
    given = {"input_ids": torch.tensor([IDS])} | further(name)
    if name in PAIRS:
        given |= {"decoder_input_ids": torch.tensor([[0, *TARGET]])}
    with torch.no_grad():
        return hf(**given, output_hidden_states=True, output_attentions=True)


@pytest.mark.parametrize("name", ALONE)
def test_every_number_is_that_of_the_tuned_model_s_own_pass(name: str) -> None:
    trace, output = traced(name), theirs(name)
    for layer in range(3):
        assert close(trace[f"layers.{layer}.resid_pre"], output.hidden_states[layer][0])
        assert close(trace[f"layers.{layer}.attn.pattern"], output.attentions[layer][0])
    if "bert" not in name:
        assert close(trace["logits"], output.logits[0])


@pytest.mark.parametrize("name", PAIRS)
def test_two_stacks_have_their_own_virtual_tokens(name: str) -> None:
    trace, output = traced(name), theirs(name)
    for layer in range(2):
        assert close(trace[f"encoder.layers.{layer}.resid_pre"], output.encoder_hidden_states[layer][0])
        assert close(trace[f"decoder.layers.{layer}.resid_pre"], output.decoder_hidden_states[layer][0])
        assert close(trace[f"encoder.layers.{layer}.attn.pattern"], output.encoder_attentions[layer][0])
        assert close(trace[f"decoder.layers.{layer}.attn.pattern"], output.decoder_attentions[layer][0])
        assert close(trace[f"decoder.layers.{layer}.cross_attn.pattern"], output.cross_attentions[layer][0])
    assert close(trace["logits"], output.logits[0])
    of_source = trace.key_tokens("decoder.layers.0.cross_attn.pattern")
    assert len(of_source) == trace.sites["decoder.layers.0.cross_attn.pattern"][2]
    assert len(trace.key_tokens("decoder.layers.0.attn.pattern")) == trace.sites["decoder.layers.0.attn.pattern"][2]


@pytest.mark.parametrize("name", PROMPTS)
def test_virtual_positions_are_tokens_of_their_own_kind(name: str) -> None:
    trace = traced(name)
    assert [token.virtual for token in trace.tokens] == [True] * VIRTUAL + [False] * len(IDS)
    assert [token.text for token in trace.tokens[:VIRTUAL]] == ["virtual 0", "virtual 1", "virtual 2"]
    assert {(token.id, token.bytes, token.start, token.end) for token in trace.tokens[:VIRTUAL]} == {(-1, b"", 0, 0)}
    assert trace.ids == IDS
    assert {shape[0] for site, shape in trace.sites.items() if site.endswith(("embed", "resid_post", "mlp.out"))} == {
        VIRTUAL + len(IDS)
    }
    assert trace.key_tokens("layers.0.attn.pattern") == trace.tokens


@pytest.mark.parametrize("name", PREFIXES)
def test_virtual_keys_come_before_those_of_the_text_and_ask_nothing(name: str) -> None:
    trace = traced(name)
    assert [token.id for token in trace.tokens] == [*IDS]
    assert trace.sites["layers.1.attn.pattern"] == (4, len(IDS), VIRTUAL + len(IDS))
    assert trace.sites["layers.1.attn.q"][1] == len(IDS)
    assert trace.sites["layers.1.attn.k"][1] == trace.sites["layers.1.attn.v"][1] == VIRTUAL + len(IDS)
    keys = trace.key_tokens("layers.1.attn.pattern")
    assert [token.text for token in keys[:VIRTUAL]] == ["virtual 0", "virtual 1", "virtual 2"]
    assert keys[VIRTUAL:] == trace.tokens
    z = trace["layers.1.attn.pattern"] @ trace["layers.1.attn.v"].repeat_interleave(
        4 // trace.sites["layers.1.attn.v"][0], 0
    )
    assert close(z, trace["layers.1.attn.z"])


@pytest.mark.parametrize("name", EVERY)
def test_every_site_is_read_and_verified(name: str) -> None:
    trace = traced(name)
    assert {site: tuple(tensor.shape) for site, tensor in trace.items()} == dict(trace.sites)
    found = coverage(trace.model)
    assert [each.site for each in found if each.shape and not each.verified] == []


@pytest.mark.parametrize("name", EVERY)
def test_reading_twice_gives_the_same_numbers(name: str) -> None:
    trace = traced(name)
    site = next(site for site in trace.sites if site.endswith("layers.1.attn.z"))
    first = trace[site].clone()
    for other in [site for site in trace.sites if "layers.1" in site]:
        trace[other]
    assert torch.equal(trace[site], first)


def test_positions_of_the_text_are_counted_after_the_virtual_ones() -> None:
    """GPT-2's rows of positions and Llama's rotation say where a text's first token stands: after the prompt."""
    trace = traced("prompt, gpt2")
    table = gpt2().get_submodule("transformer.wpe").get_parameter("weight")
    assert torch.equal(trace["pos_embed"], table[: VIRTUAL + len(IDS)])
    embeddings = gpt2().get_input_embeddings().get_parameter("weight")
    assert torch.equal(trace["embed"][VIRTUAL:], embeddings[list(IDS)])
    prompt = trace.model.hf.get_submodule("prompt_encoder.default.embedding").get_parameter("weight")
    assert torch.equal(trace["embed"][:VIRTUAL], prompt)


@pytest.mark.parametrize("name", ["prompt, llama", "prefix, llama", "prompt, gpt2", "prefix, gpt2"])
def test_the_context_is_what_virtual_tokens_leave(name: str) -> None:
    model = traced(name).model
    assert model.facts.context == 64 - VIRTUAL
    model.trace([5] * (64 - VIRTUAL))
    with pytest.raises(TextTooLong, match="61"):
        model.trace([5] * (65 - VIRTUAL))


@pytest.mark.parametrize("name", EVERY)
def test_an_edit_is_made_at_the_position_that_it_names(name: str) -> None:
    trace = traced(name)
    stack = trace.model.anatomy.blocks[-1].stack
    site = f"{stack}layers.1.resid_post"
    edited = trace.rerun(cutaway.ablate(site, position=1))
    assert bool((edited[site][1] == 0).all())
    again = cutaway.freeze(trace)
    assert close(trace.rerun(again)[f"{stack}layers.1.resid_post"], trace[f"{stack}layers.1.resid_post"])
    if "logits" in trace.sites:
        changed = (edited["logits"] - trace["logits"]).abs().amax(-1) > 1e-6
        assert changed[1] and not changed[0]


@pytest.mark.parametrize("name", ["prompt, llama", "prefix, llama", "prompt, t5", "prefix, t5"])
def test_a_sweep_s_rows_are_those_of_runs_one_by_one(name: str) -> None:
    trace = traced(name)
    stack = trace.model.anatomy.blocks[-1].stack
    found = cutaway.sweep(trace, cutaway.heads(trace), cutaway.logit_difference(3, 4))
    edited = trace.rerun(cutaway.ablate(f"{stack}layers.1.attn.z", head=2))
    assert abs(float(found[1, 2]) - float(edited["logits"][-1, 3] - edited["logits"][-1, 4])) < 1e-4


@pytest.mark.parametrize("name", EVERY)
def test_a_saved_trace_is_the_same(name: str, tmp_path: Path) -> None:
    trace = traced(name)
    trace.save(tmp_path / "a.safetensors")
    opened = cutaway.open_trace(tmp_path / "a.safetensors", trace.model)
    assert isinstance(opened, Trace)
    assert (opened.tokens, opened.target) == (trace.tokens, trace.target)
    assert all(torch.equal(opened[site], trace[site]) for site in trace.sites)
    chosen = [site for site in trace.sites if site.endswith("attn.pattern")]
    trace.save(tmp_path / "b.safetensors", chosen)
    saved = cutaway.open_trace(tmp_path / "b.safetensors", trace.model)
    assert saved.tokens == trace.tokens
    assert all(saved.key_tokens(site) == trace.key_tokens(site) for site in chosen)


@pytest.mark.parametrize("name", [name for name in EVERY if "bert" not in name])
def test_the_lens_reads_each_position_through_the_model_s_head(name: str) -> None:
    trace = traced(name)
    lens = cutaway.lenses.logit_lens(trace)
    assert lens.positions == tuple(range(trace.sites["logits"][0]))
    assert torch.equal(lens.ids[-1, :, 0], trace["logits"].argmax(-1))
    about = following(trace, lens.positions)
    tokens = trace.target or trace.tokens
    first = sum(token.virtual for token in tokens)
    assert about[max(0, first - 1) : -1] == tuple(token.id for token in tokens[max(1, first) :])
    assert about[: max(0, first - 1)] == tuple(trace["logits"].argmax(-1)[: max(0, first - 1)].tolist())


@pytest.mark.parametrize("name", [name for name in EVERY if "bert" not in name])
def test_writing_on_is_what_the_tuned_model_generates(name: str) -> None:
    trace = traced(name)
    hf: Any = EVERY[name]()
    tree = trace.model.generate(IDS, 6)
    given: Any = {"input_ids": torch.tensor([IDS]), "attention_mask": torch.ones(1, len(IDS)), **further(name)}
    with torch.no_grad():
        made = hf.generate(**given, max_new_tokens=6, do_sample=False, pad_token_id=0)[0].tolist()
    written = [step.id for step in tree.steps(tree.ends[0])]
    assert len(written) > 1
    assert made[-len(written) :] == written


def test_a_prompt_from_a_text_is_the_embedding_of_that_text() -> None:
    """What PEFT makes of a text to begin with: the model reads it as if it stood there."""
    hf = llama()
    model = Model(PROMPTS["prompt, llama"](), name="tuned")
    with torch.no_grad():
        weight = model.hf.get_submodule("prompt_encoder.default.embedding").get_parameter("weight")
        weight.copy_(hf.get_input_embeddings().get_parameter("weight")[[60, 61, 62]])
    ours, plain = model.trace(IDS), Model(hf).trace([60, 61, 62, *IDS])
    assert close(ours["logits"], plain["logits"])
    assert close(ours["layers.2.attn.pattern"], plain["layers.2.attn.pattern"])


@pytest.mark.parametrize("name", ["prompt, llama", "prefix, llama"])
def test_what_heads_do_is_measured_at_the_text_s_own_positions(name: str) -> None:
    trace = traced(name)
    sites = [f"layers.{layer}.attn.pattern" for layer in range(3)]
    scores = head_scores(trace, sites)
    queries = 0 if name.startswith("prefix") else VIRTUAL  # virtual tokens that ask
    for layer, pattern in enumerate(trace[site] for site in sites):
        text = pattern[:, queries:]
        assert torch.allclose(scores["first"][layer].float(), text[:, 1:, VIRTUAL].mean(1), atol=1e-6)
        rows = range(1, pattern.shape[1])
        ahead = VIRTUAL - queries
        before = torch.stack(
            [pattern[:, row, row + ahead - 1] for row in (rows if not ahead else range(pattern.shape[1]))]
        )
        assert torch.allclose(scores["previous"][layer].float(), before.mean(0), atol=1e-6)
        own = torch.stack([pattern[:, row, row + ahead] for row in range(pattern.shape[1])])
        assert torch.allclose(scores["itself"][layer].float(), own.mean(0), atol=1e-6)
        # 23 stands twice, at 1 and 5, and no virtual token is like another
        assert torch.allclose(scores["same"][layer].float(), pattern[:, queries + 5, VIRTUAL + 1], atol=1e-6)


def test_attention_is_not_rolled_out_through_keys_that_no_layer_computes() -> None:
    sites = [f"layers.{layer}.attn.pattern" for layer in range(3)]
    shares = rollout_from(traced("prompt, llama"), sites, -1)
    assert shares.shape == (4, VIRTUAL + len(IDS))
    with pytest.raises(UnsupportedModel, match="3 keys here belong to virtual tokens"):
        rollout_from(traced("prefix, llama"), sites, -1)


def test_texts_with_and_without_virtual_tokens_are_told_apart() -> None:
    plain = Model(llama()).trace(IDS)
    with pytest.raises(BadIndex, match="3 of them virtual"):
        cutaway.diff(plain, traced("prompt, llama"))
    assert cutaway.diff(plain, traced("prefix, llama"))["layers.0.resid_pre"].max_abs == 0


@pytest.mark.parametrize("name", ["prompt, llama", "prefix, llama", "prompt, gpt2", "prefix, gpt2"])
def test_numbers_at_virtual_tokens_are_explained(name: str) -> None:
    trace = traced(name)
    z: Any = {"head": 1, "position": 2, "dimension": 3}
    scores: Any = {"head": 1, "query": 4, "key": 0}
    for site, axes in (("layers.1.attn.scores", scores), ("layers.1.attn.z", z)):
        found = trace.explain(site, top=99, **axes)
        assert found.value == pytest.approx(float(trace.read(site, found.index)), abs=1e-5)
        assert found.rounding == pytest.approx(0, abs=1e-5)
    of_virtual = trace.explain("layers.1.attn.scores", top=99, **scores)
    assert len(of_virtual.terms) >= 8
