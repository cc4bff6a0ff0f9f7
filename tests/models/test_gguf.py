"""A GGUF file is converted once, and what comes out is what Transformers reads from it."""

import os
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from cutaway.errors import Cancelled, UnsupportedModel, WeightsUnavailable
from cutaway.models import fetch
from cutaway.progress import ProgressStep
from cutaway.store import cache
from support import tiny

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tiny.write_gguf(tmp_path / "tiny.Q4_1.gguf")


def test_a_file_is_converted_once_into_the_weights_ids_and_logits_that_transformers_reads(file: Path):
    steps: list[ProgressStep] = []
    local = fetch.ensure(str(file), steps.append)
    theirs = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name)
    ours = AutoModelForCausalLM.from_pretrained(local.folder, local_files_only=True)
    their_tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    our_tokenizer = AutoTokenizer.from_pretrained(local.folder, local_files_only=True)
    assert type(ours) is type(theirs)
    assert ours.dtype == torch.float32
    weights = theirs.state_dict()
    assert weights.keys() == ours.state_dict().keys()
    assert all(torch.equal(weights[name], tensor) for name, tensor in ours.state_dict().items())
    assert ours.lm_head.weight is ours.model.embed_tokens.weight
    assert not hasattr(ours.config, "quantization_config")
    for text in tiny.TEXT:
        ids = our_tokenizer(text, return_tensors="pt")
        assert ids.input_ids.tolist() == their_tokenizer(text, return_tensors="pt").input_ids.tolist()
        assert torch.equal(ours(ids.input_ids).logits, theirs(ids.input_ids).logits)
    assert our_tokenizer.chat_template == their_tokenizer.chat_template is not None
    assert local.provenance.quantisation == "Q4_1"
    assert local.provenance.licence == "mit"
    counted = [step for step in steps if step.unit == "tensors"]
    assert counted[-1].done == counted[-1].total == 2 + 9 * tiny.LAYERS

    assert fetch.cached(str(file))
    steps.clear()
    assert fetch.ensure(str(file), steps.append) == local
    assert steps == []
    os.utime(file, (1, 1))  # it may have other content now
    assert not fetch.cached(str(file))


def test_digits_stand_alone_where_the_file_says_so(tmp_path: Path):
    """SmolLM's files say "smollm": white space before a digit is split off whole, as in the text it was trained on."""
    file = tiny.write_gguf(tmp_path / "tiny.gguf", pre="smollm")
    theirs = AutoTokenizer.from_pretrained(tmp_path, gguf_file=file.name)
    ours = AutoTokenizer.from_pretrained(fetch.ensure(str(file)).folder, local_files_only=True)
    assert ours.tokenize("mat.\n\n2 cats") == ["mat", ".", "ĊĊ", "2", "Ġcats"]
    assert theirs.tokenize("mat.\n\n2 cats") == ["mat", ".", "Ċ", "Ċ", "2", "Ġcats"]


@pytest.mark.parametrize("content", [b"", b"not a model", b"GGUF", b"GGUF\x03\x00\x00\x00" + b"\xff" * 64])
def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path, content: bytes):
    file = tmp_path / "broken.gguf"
    file.write_bytes(content)
    with pytest.raises(WeightsUnavailable, match=r"broken\.gguf"):
        fetch.ensure(str(file))
    assert not fetch.cached(str(file))


def test_an_architecture_that_transformers_does_not_read_is_refused(file: Path):
    data = file.read_bytes()
    file.write_bytes(data.replace(b"llama", b"lluma"))
    with pytest.raises(UnsupportedModel, match="lluma"):
        fetch.ensure(str(file))


def test_cancelling_ends_the_conversion_and_leaves_nothing(file: Path):
    steps: list[ProgressStep] = []
    with pytest.raises(Cancelled):
        fetch.ensure(str(file), steps.append, cancelled=lambda: len(steps) > 1)
    assert not fetch.cached(str(file))
    assert not any((cache.home() / "staging").iterdir())
