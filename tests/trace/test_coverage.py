"""What `cutaway doctor --model` says of a model is found by comparing, and a wrong number is noticed."""

import json
from pathlib import Path

import pytest
import torch

from cutaway import Model
from cutaway.cli import main
from cutaway.trace.coverage import coverage
from support.architectures import CONFIGS
from support.tiny import write_folder
from support.wrapped import LINEAR, NOT_LINEAR


@pytest.mark.parametrize("name", ["gpt2", "bloom", "gemma2", "gpt_oss", "deepseek_v3", "albert", "t5", "mamba"])
def test_every_site_of_a_model_is_verified(name: str) -> None:
    found = coverage(Model(CONFIGS[name]()))
    assert [each.site for each in found if each.shape and not each.verified] == []
    assert all(each.error is not None for each in found if each.shape)


def test_what_a_model_has_not_comes_with_a_reason() -> None:
    reasons = {each.site: each.why for each in coverage(Model(CONFIGS["mamba"]())) if not each.shape}
    assert "softmax" in reasons["layers.0.attn"]


def test_numbers_that_are_not_the_models_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from cutaway.trace.trace import Trace

    honest = Trace._read

    def shifted(self: Trace, site: str, slices: tuple[slice, ...]) -> torch.Tensor:
        read = honest(self, site, slices)
        return read + 0.01 if site == "layers.1.attn.z" else read

    monkeypatch.setattr(Trace, "_read", shifted)
    found = coverage(Model(CONFIGS["llama"]()))
    assert [each.site for each in found if each.shape and not each.verified] == ["layers.1.attn.z"]


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_a_damaged_result_function_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from cutaway.trace import hooks

    honest = hooks.head_shares
    monkeypatch.setattr(hooks, "head_shares", lambda projected: honest(projected) * 1.01)
    found = coverage(Model(CONFIGS[name]()))
    wrong = {each.site for each in found if each.shape and not each.verified}
    assert wrong == {each.site for each in found if each.site.endswith(".result")}


@pytest.mark.parametrize(
    "name", ["LoRA", "DoRA", "IA3", "two adapters", "hook", "pre-hook", "hook on a block", "8 bits of torchao"]
)
def test_what_is_verified_beside_adapters_and_hooks_is_so(name: str) -> None:
    found = coverage(Model(LINEAR[name]()))
    assert [(each.site, each.why) for each in found if each.shape and not each.verified] == []
    assert all(each.independent and each.against for each in found if each.shape)
    results = [each for each in found if each.site.endswith("attn.result")]
    assert len(results) == 3 and all("for each head alone" in each.against for each in results)


@pytest.mark.parametrize("name", NOT_LINEAR)
def test_what_has_no_shares_is_told_and_not_verified(name: str) -> None:
    found = {each.site: each for each in coverage(Model(NOT_LINEAR[name]()))}
    assert not found["layers.1.attn.result"].shape and "not linear" in found["layers.1.attn.result"].why
    assert all(each.verified for each in found.values() if each.shape)


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
