"""The logit lens against Hugging Face's own hidden states, put through its own head by hand."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

import cutaway
from cutaway import Model
from cutaway.errors import BadIndex, Cancelled, NoSuchSite, UnsupportedModel
from cutaway.lenses import lens_at, logit_lens, predict, unembedding
from cutaway.lenses.logitlens import following, streams
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, FURTHER, IDS, TARGET, given

FRANCE = "The capital of France is"
MAKERS = CONFIGS | FURTHER
APART = [
    "gpt2",
    "gemma2",
    "llama",
    "bert",
    "electra",
    "deberta_v2",
    "t5",
    "bart",
    "m2m_100",
    "mamba",
    "xlnet",
    "granite",
]
IN_PLACE = ["longformer", "prophetnet"]
"""Models whose head can't be given vectors side by side: the one pads its text, the other has several streams."""

Head = Callable[[Any, Tensor], Tensor]
HEADS: dict[str, Head] = {
    "llama": lambda hf, stream: hf.lm_head(hf.model.norm(stream)),
    "gpt2": lambda hf, stream: hf.lm_head(hf.transformer.ln_f(stream)),
    "gemma2": lambda hf, stream: 6.0 * torch.tanh(hf.lm_head(hf.model.norm(stream)) / 6.0),
    "bert": lambda hf, stream: hf.cls(stream),
    "bart": lambda hf, stream: hf.lm_head(stream) + hf.final_logits_bias[0],
    "t5": lambda hf, stream: hf.lm_head(hf.decoder.final_layer_norm(stream) * _t5_scale(hf)),
}
MIDDLES = {
    "llama": ("model.layers.{}.post_attention_layernorm", "input", "layers.{}.resid_mid"),
    "gpt2": ("transformer.h.{}.ln_2", "input", "layers.{}.resid_mid"),
    "gemma2": ("model.layers.{}.pre_feedforward_layernorm", "input", "layers.{}.resid_mid"),
    "bert": ("bert.encoder.layer.{}.attention.output.LayerNorm", "output", "layers.{}.norm1"),
    "bart": ("model.decoder.layers.{}.encoder_attn_layer_norm", "output", "decoder.layers.{}.norm_cross"),
    "t5": ("decoder.block.{}.layer.2.layer_norm", "input", "decoder.layers.{}.resid_cross"),
}
"""Where Hugging Face's code has a stream between two parts of a block, and what Cutaway calls it."""


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Models this small are slowed down by more than one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def traced(name: str) -> Trace:
    model = Model(MAKERS[name](), name=name)
    return model.trace(IDS, target=TARGET) if model.anatomy.two_stacks else model.trace(IDS)


def whole(trace: Trace, rows: list[str]) -> Tensor:
    """Every probability, `(rows, positions, vocabulary)`."""
    vocabulary = trace.sites["logits"][1]
    found = logit_lens(trace, rows=rows, top=vocabulary)
    return torch.zeros(found.ids.shape).scatter(-1, found.ids, found.probabilities)


def _t5_scale(hf: Any) -> float:
    return hf.config.d_model**-0.5 if hf.config.tie_word_embeddings else 1.0


@pytest.mark.parametrize("name", [*APART, *IN_PLACE])
def test_the_last_row_is_the_model_s_own_distribution(name: str) -> None:
    trace = traced(name)
    hf = MAKERS[name]()
    with torch.no_grad():
        expected = hf(**given(hf), use_cache=False).logits[0].softmax(-1)
    torch.testing.assert_close(whole(trace, [streams(trace)[-1]])[0], expected, atol=1e-5, rtol=1e-4)
    assert unembedding.Readout(trace, trace.read).apart == (name in APART)


@pytest.mark.parametrize("name", HEADS)
def test_earlier_layers_are_hugging_face_s_hidden_states_through_its_own_head(name: str) -> None:
    trace, hf = traced(name), MAKERS[name]()
    with torch.no_grad():
        output = hf(**given(hf), use_cache=False, output_hidden_states=True)
        hidden = output.get("decoder_hidden_states", output.get("hidden_states"))
        expected = torch.stack([HEADS[name](hf, stream[0]).softmax(-1) for stream in hidden[:-1]])
    torch.testing.assert_close(whole(trace, [*streams(trace)[:-1]]), expected, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("name", MIDDLES)
def test_between_attention_and_mlp_it_reads_what_the_next_part_is_given(name: str) -> None:
    trace, hf = traced(name), MAKERS[name]()
    path, end, site = MIDDLES[name]
    seen: list[Tensor] = []

    def see(module: nn.Module, args: tuple[Tensor, ...], output: Tensor) -> None:
        seen.append(args[0] if end == "input" else output)

    handles = [hf.get_submodule(path.format(i)).register_forward_hook(see) for i in range(3)]
    with torch.no_grad():
        hf(**given(hf), use_cache=False)
        for handle in handles:
            handle.remove()
        expected = torch.stack([HEADS[name](hf, stream.reshape(-1, stream.shape[-1])).softmax(-1) for stream in seen])
    rows = [site.format(i) for i in range(3)]
    assert set(rows) <= {*streams(trace, ("mid", "cross", "post"))}
    torch.testing.assert_close(whole(trace, rows), expected, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("name", ["llama", "longformer"])
def test_ranks_and_entropy_are_those_counted_by_hand(name: str) -> None:
    trace = traced(name)
    follow = [[5, (7 * position) % 97] for position in range(len(IDS))]
    found = logit_lens(trace, follow=follow)
    p = whole(trace, [*found.rows]).double().numpy()
    for row in range(len(found.rows)):
        for position, tokens in enumerate(follow):
            own = p[row, position]
            assert float(found.entropy[row, position]) == pytest.approx(-(own * np.log2(own)).sum(), abs=1e-4)
            for i, token in enumerate(tokens):
                assert int(found.ranks[row, position, i]) == sum(other > own[token] for other in own)
                assert float(found.followed_probabilities[row, position, i]) == pytest.approx(own[token], rel=1e-4)


def test_tokens_with_the_same_logit_have_the_same_rank_and_one_of_minus_infinity_has_no_share() -> None:
    trace = traced("llama")
    bias = torch.full((97,), -math.inf)
    bias[[3, 8, 9]] = torch.tensor([2.0, 5.0, 2.0])
    head = trace.model.hf.get_submodule("lm_head")
    handle = head.register_forward_hook(lambda module, args, output: torch.zeros_like(output) + bias)
    try:
        trace = trace.model.trace(trace.ids)  # a trace keeps to the hooks that it was made with
        found = logit_lens(trace, [2], layers=[0], follow=[3, 8, 9, 4])
    finally:
        handle.remove()
    assert found.ranks[0, 0].tolist() == [1, 0, 1, 3]
    p = torch.tensor([2.0, 5.0, 2.0]).double().softmax(-1)
    assert found.followed_probabilities[0, 0].tolist() == pytest.approx([*p.tolist(), 0], abs=1e-6)
    assert float(found.entropy[0, 0]) == pytest.approx(-float((p * p.log2()).sum()), abs=1e-5)


@pytest.mark.parametrize("name", ["llama", "bart", "prophetnet"])
def test_logits_are_held_a_few_at_a_time_and_the_parts_make_the_whole(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = traced(name)
    expected = logit_lens(trace, places=("mid", "post"), follow=[4])
    sizes: list[int] = []
    head = trace.model.hf.get_submodule("lm_head")
    handle = head.register_forward_hook(lambda module, args, output: sizes.append(output.numel()))
    monkeypatch.setattr(unembedding, "AT_ONCE", 97 * 5)
    found = logit_lens(trace, places=("mid", "post"), follow=[4])
    handle.remove()
    if name != "prophetnet":  # it computes the logits of all positions, whatever is asked
        assert max(sizes) == 97 * 5
        assert sum(sizes) == 97 * found.ids.numel()
    assert torch.equal(found.ids, expected.ids)
    assert torch.equal(found.ranks, expected.ranks)
    torch.testing.assert_close(found.entropy, expected.entropy, atol=1e-5, rtol=1e-5)


def test_a_long_text_of_a_real_model_never_has_all_its_logits_at_once(smollm2: Model) -> None:
    trace = smollm2.trace(FRANCE * 8)
    sizes: list[int] = []
    head = smollm2.hf.get_submodule("lm_head")
    handle = head.register_forward_hook(lambda module, args, output: sizes.append(output.numel()))
    found = logit_lens(trace, layers=range(0, 30, 4))
    handle.remove()
    assert len(found.rows) * len(trace.tokens) * 49152 > 2**23
    assert max(sizes) <= 2**24


def test_it_can_be_stopped_between_two_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = traced("llama")
    monkeypatch.setattr(unembedding, "AT_ONCE", 97 * 4)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 8:
            raise Cancelled()

    runs: list[int] = []
    handle = trace.model.hf.get_submodule("lm_head").register_forward_hook(lambda *_: runs.append(1))
    unembedding.Readout(trace, trace.read)  # looks once how the head reads
    runs.clear()
    with pytest.raises(Cancelled):
        logit_lens(trace, on_chunk=stop)
    handle.remove()
    assert told == [(0, 36), (4, 36), (8, 36)]
    assert len(runs) == 2


def test_the_last_row_of_an_edited_trace_is_what_that_trace_predicts() -> None:
    trace = traced("llama").rerun(cutaway.ablate("final_norm", position=3))
    torch.testing.assert_close(whole(trace, [streams(trace)[-1]])[0], trace["logits"].softmax(-1), atol=1e-6, rtol=1e-5)
    inside = traced("llama").rerun(cutaway.ablate("layers.1.attn.z", head=2))
    torch.testing.assert_close(
        whole(inside, [streams(inside)[-1]])[0], inside["logits"].softmax(-1), atol=1e-5, rtol=1e-4
    )


def test_smollm2_finds_paris_on_the_way(smollm2: Model) -> None:
    trace = smollm2.trace(FRANCE)
    paris = smollm2.tokenizer.encode(" Paris")[0] if smollm2.tokenizer else -1
    found = logit_lens(trace, follow=[paris])
    assert found.rows == ("layers.0.resid_pre", *(f"layers.{i}.resid_post" for i in range(30)))
    own = predict(trace, top=1)
    assert int(found.ids[-1, -1, 0]) == own.top[0].id == paris
    assert float(found.probabilities[-1, -1, 0]) == pytest.approx(own.top[0].probability, abs=1e-5)
    assert float(found.entropy[-1, -1]) == pytest.approx(own.entropy, abs=1e-3)
    assert int(found.ranks[-1, -1, 0]) == 0 < int(found.ranks[0, -1, 0])
    hf = smollm2.hf
    with torch.no_grad():
        hidden = hf(torch.tensor([trace.ids]), output_hidden_states=True).hidden_states
        logits = torch.stack([hf.get_submodule("lm_head")(hf.get_submodule("model.norm")(h[0])) for h in hidden[:-1]])
    assert torch.equal(found.ids[:-1, :, 0], logits.argmax(-1))
    assert torch.equal(found.ranks[:-1, :, 0], (logits > logits[..., paris, None]).sum(-1))


@pytest.mark.parametrize("name", ["llama", "bert", "t5", "longformer"])
def test_one_cell_in_full_is_the_soft_max_in_double_precision(name: str) -> None:
    trace = traced(name)
    row = streams(trace)[1]
    cell = lens_at(trace, row, 3, top=6)
    found = logit_lens(trace, [3], rows=[row], top=6)
    assert [candidate.id for candidate in cell.top] == found.ids[0, 0].tolist()
    assert [candidate.probability for candidate in cell.top] == pytest.approx(
        found.probabilities[0, 0].tolist(), rel=1e-4
    )
    assert (cell.position, cell.rest_count) == (3, 97 - 6)
    assert cell.entropy == pytest.approx(float(found.entropy[0, 0]), abs=1e-4)


def test_what_a_prediction_is_about() -> None:
    decoder, encoder, stacks = traced("llama"), traced("bert"), traced("t5")
    assert following(decoder, range(8)) == IDS[1:]
    assert following(decoder, [-1]) == (int(decoder["logits"][-1].argmax()),)
    assert following(encoder, range(9)) == IDS
    assert following(stacks, range(7)) == TARGET


def test_layers_and_places_choose_rows() -> None:
    trace = traced("bart")
    assert logit_lens(trace, [0], layers=[1], places=("cross", "post")).rows == (
        "decoder.layers.1.norm_cross",
        "decoder.layers.1.resid_post",
    )
    assert streams(traced("gpt_neox"), ("mid", "post")) == (
        "layers.0.resid_pre", "layers.0.resid_post", "layers.1.resid_post", "layers.2.resid_post"
    )  # fmt: skip


def test_what_can_t_be_read_is_refused(minilm: Model) -> None:
    trace = traced("llama")
    with pytest.raises(UnsupportedModel, match="no prediction head"):
        logit_lens(minilm.trace("hello"))
    with pytest.raises(BadIndex, match="0 to 8"):
        logit_lens(trace, [9])
    with pytest.raises(BadIndex, match="0 to 2"):
        logit_lens(trace, layers=[3])
    with pytest.raises(BadIndex, match="0 to 96"):
        logit_lens(trace, follow=[97])
    with pytest.raises(NoSuchSite, match="not a residual stream"):
        lens_at(trace, "layers.0.attn.out", 0)
