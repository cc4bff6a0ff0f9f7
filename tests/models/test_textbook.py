"""The textbook's transformer: the shapes and the positions of the paper, run for real."""

import math

import pytest
import torch

import cutaway
from cutaway import Model
from cutaway.models.fetch import ensure

TEXT = "The cat sat on the mat"


@pytest.fixture(scope="module")
def textbook() -> Model:
    return cutaway.load("textbook")


def test_every_shape_is_the_textbook_s(textbook: Model) -> None:
    trace = textbook.trace(TEXT, target="die katze saß")
    n, m = 6, 4
    assert [token.text for token in trace.tokens] == TEXT.lower().split()
    assert len(trace.target) == m
    for layer in range(6):
        assert trace.sites[f"encoder.layers.{layer}.attn.q"] == (8, n, 64)
        assert trace.sites[f"encoder.layers.{layer}.attn.pattern"] == (8, n, n)
        assert trace.sites[f"encoder.layers.{layer}.mlp.post"] == (n, 2048)
        assert trace.sites[f"decoder.layers.{layer}.cross_attn.pattern"] == (8, m, n)
        assert trace.sites[f"decoder.layers.{layer}.resid_post"] == (m, 512)
    assert "encoder.layers.6.attn.q" not in trace.sites


def test_positions_are_the_paper_s_waves(textbook: Model) -> None:
    found = textbook.trace(TEXT)["encoder.pos_embed"]
    for position in range(6):
        for wave in (0, 1, 100, 255):
            angle = position / 10000 ** (2 * wave / 512)
            assert found[position, wave].item() == pytest.approx(math.sin(angle), abs=1e-6)
            assert found[position, 256 + wave].item() == pytest.approx(math.cos(angle), abs=1e-6)


def test_logits_are_hugging_face_s(textbook: Model) -> None:
    trace = textbook.trace(TEXT, target="die katze")
    given = torch.tensor([[token.id for token in trace.target]])
    with torch.no_grad():
        expected = textbook.hf(input_ids=torch.tensor([trace.ids]), decoder_input_ids=given).logits[0]
    torch.testing.assert_close(trace["logits"], expected, atol=1e-4, rtol=1e-4)


def test_it_is_the_same_each_time_and_fetches_nothing(
    textbook: Model, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path_factory.mktemp("another")))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    again = cutaway.load("textbook")
    assert "untrained" in ensure("textbook").provenance.source
    for name, parameter in textbook.hf.named_parameters():
        assert torch.equal(parameter, again.hf.get_parameter(name)), name
