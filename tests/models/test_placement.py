"""Models in other precisions and places give the numbers that they give by themselves there."""

from pathlib import Path

import pytest
import torch
from torch import nn
from transformers import LlamaForCausalLM

import cutaway
from cutaway import Model
from cutaway.errors import UnsupportedModel
from cutaway.models.placement import Placement, choose, is_offloaded, weight_bytes
from support.reference import FAMILIES, read_all, small
from support.tiny import write_folder

IDS = (3, 99, 12, 12, 57, 8, 41, 3, 76)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_model_in_half_precision_is_traced_in_it_and_is_no_less_exact_than_its_own_eager_pass(
    family: str, dtype: torch.dtype
) -> None:
    half, reference = small(family), small(family)
    for hf in (half, reference):
        nn.Module.to(hf, dtype)
    trace = Model(half).trace(IDS)
    exact = read_all(small(family), FAMILIES[family], IDS)
    eager = read_all(reference, FAMILIES[family], IDS)
    for site, truth in exact.items():
        assert trace[site].dtype == dtype
        ours, theirs = ((found[site].float() - truth).abs().max().item() for found in (trace, eager))
        assert ours <= 2 * theirs + 16 * torch.finfo(dtype).eps * truth.abs().max().item(), f"{site}: {ours}, {theirs}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny").mkdir()
    return write_folder(tmp_path / "tiny")


def test_a_model_that_lies_partly_on_disk_gives_the_same_numbers(folder: Path, tmp_path: Path) -> None:
    places = {"model.embed_tokens": "cpu", "model.layers.0": "cpu", "model.layers.1": "disk", "model.norm": "disk",
              "model.rotary_emb": "cpu", "lm_head": "cpu"}  # fmt: skip
    hf = LlamaForCausalLM.from_pretrained(
        folder, device_map=places, offload_folder=tmp_path / "offload", dtype=torch.float32
    )
    model = Model(hf.eval())
    assert is_offloaded(hf)
    assert any(p.is_meta for p in hf.parameters())
    trace = model.trace(IDS)
    whole = Model(LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()).trace(IDS)
    assert trace.sites == whole.sites
    for site in whole:
        torch.testing.assert_close(trace[site], whole[site], atol=1e-5, rtol=1e-5)
    assert all(t.device.type == "cpu" for frame in trace.recording.keyframes for t in (frame.residual, frame.output))
    assert any(p.is_meta for p in hf.parameters()), "reading brought the weights into memory for good"


def test_loading_obeys_the_device_and_the_precision(folder: Path) -> None:
    model = cutaway.load(str(folder), device="cpu", dtype="bfloat16")
    assert (model.facts.dtype, model.facts.device) == ("bfloat16", "cpu")
    assert model.trace("The cat")["layers.0.attn.q"].dtype == torch.bfloat16
    assert cutaway.load(str(folder)).facts.dtype == "float32"


def test_loading_for_all_devices_and_the_disk_gives_the_same_numbers(folder: Path) -> None:
    one, other = (cutaway.load(str(folder), device=device).trace("The cat sat") for device in ("cpu", "offload"))
    torch.testing.assert_close(one["logits"], other["logits"])


def test_a_device_or_precision_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    with pytest.raises(UnsupportedModel, match=r"There is: .*cpu"):
        cutaway.load(str(folder), device="cuda:99")
    with pytest.raises(UnsupportedModel, match="Devices are named"):
        cutaway.load(str(folder), device="abacus")
    with pytest.raises(UnsupportedModel, match="bfloat16"):
        cutaway.load(str(folder), dtype="float12")


def test_what_no_device_has_room_for_is_spread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cutaway.models import placement

    size = weight_bytes(folder, "float32")
    saved = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    assert size == saved
    assert weight_bytes(folder, "bfloat16") == saved // 2
    monkeypatch.setattr(placement, "_devices", lambda: [("cuda:0", size * 0.9), ("cpu", size * 2.0)])
    assert choose(folder) == Placement("cpu", "float32")
    monkeypatch.setattr(placement, "_devices", lambda: [("cpu", size * 0.9)])
    assert choose(folder).offloads
