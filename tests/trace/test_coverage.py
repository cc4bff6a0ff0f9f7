"""What `cutaway doctor --model` says of a model is found by comparing, and a wrong number is noticed."""

import json
from pathlib import Path

import pytest
import torch

from architectures import CONFIGS
from cutaway import Model
from cutaway.cli import main
from cutaway.trace.coverage import coverage
from tiny import write_folder


@pytest.mark.parametrize("name", ["gpt2", "bloom", "gemma2", "gpt_oss", "deepseek_v3", "albert", "t5", "mamba"])
def test_every_site_of_a_model_is_verified(name: str) -> None:
    found = coverage(Model(CONFIGS[name]()))
    assert [each.site for each in found if each.shape and not each.verified] == []
    assert all(each.error is not None for each in found if each.shape)


def test_what_a_model_has_not_comes_with_a_reason() -> None:
    reasons = {each.site: each.why for each in coverage(Model(CONFIGS["mamba"]())) if not each.shape}
    assert "soft-max" in reasons["layers.0.attn"]


def test_numbers_that_are_not_the_models_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from cutaway.trace.trace import Trace

    honest = Trace._read

    def shifted(self: Trace, site: str, slices: tuple[slice, ...]) -> torch.Tensor:
        read = honest(self, site, slices)
        return read + 0.01 if site == "layers.1.attn.z" else read

    monkeypatch.setattr(Trace, "_read", shifted)
    found = coverage(Model(CONFIGS["llama"]()))
    assert [each.site for each in found if each.shape and not each.verified] == ["layers.1.attn.z"]


def test_the_command_prints_each_site_with_its_shape_and_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tiny").mkdir()
    folder = write_folder(tmp_path / "tiny")
    assert main(["doctor", "--model", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "layers.0–1.attn.pattern" in printed
    assert "yes, " in printed and "no: " not in printed
    assert main(["doctor", "--model", str(folder), "--json"]) == 0
    sites = {each["site"]: each for each in json.loads(capsys.readouterr().out)}
    assert sites["layers.1.attn.q"]["shape"][0] == 4
    assert all(each["verified"] for each in sites.values())
