"""Folders that PEFT wrote: what they name is opened only where it is allowed, and then the numbers are PEFT's."""

import json
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import peft
import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    LlamaConfig,
    LlamaForCausalLM,
)

import cutaway
from cutaway.cli import main
from cutaway.errors import CutawayError, Trouble, UnsupportedModel, WeightsUnavailable
from cutaway.models import adapter as adapters
from cutaway.server.stores.models import ModelStore, fetch_with_cutaway, open_with_cutaway
from support.serving import byte_tokenizer

IDS = [5, 9, 2, 11, 7]
_SIZES: Any = {
    "vocab_size": 300, "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2,
    "pad_token_id": 0,
}  # fmt: skip


@pytest.fixture
def base(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    LlamaForCausalLM(LlamaConfig(**_SIZES)).save_pretrained(tmp_path / "base")
    byte_tokenizer().save(str(tmp_path / "base" / "tokenizer.json"))
    return tmp_path / "base"


def written(base: Path, config: peft.PeftConfig, folder: Path, kind: Any = AutoModelForCausalLM) -> Path:
    """An adapter with random numbers in it, on the model in a folder."""
    torch.manual_seed(1)
    model = peft.get_peft_model(kind.from_pretrained(base), config)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.normal_(std=0.3)
    model.save_pretrained(str(folder))
    assert (folder / adapters.WEIGHTS).is_file() and not (folder / "config.json").exists()
    return folder


def changed(folder: Path, **settings: Any) -> Path:
    file = folder / adapters.FILE
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))
    return folder


def lora(**settings: Any) -> peft.PeftConfig:
    options: dict[str, Any] = {"r": 4, "target_modules": ["q_proj", "o_proj", "down_proj"], "task_type": "CAUSAL_LM"}
    return peft.LoraConfig(**options | settings)


KINDS: dict[str, Callable[[], peft.PeftConfig]] = {
    "lora": lora,
    "dora": lambda: lora(use_dora=True),
    "lora by an expression": lambda: lora(target_modules=r"model\.layers\.\d+\.self_attn\.(q|v)_proj"),
    "lora with a head": lambda: lora(modules_to_save=["lm_head"]),
    "ia3": lambda: peft.IA3Config(task_type="CAUSAL_LM", target_modules=["k_proj", "down_proj"], feedforward_modules=["down_proj"]),
    "prompt": lambda: peft.PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=3),
    "prefix": lambda: peft.PrefixTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=3),
    "p-tuning": lambda: peft.PromptEncoderConfig(task_type="CAUSAL_LM", num_virtual_tokens=2, encoder_hidden_size=8),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_allowed_adapter_gives_the_numbers_of_peft(kind: str, base: Path, tmp_path: Path) -> None:
    folder = written(base, KINDS[kind](), tmp_path / "adapter")
    theirs = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base), str(folder)).eval()
    with torch.no_grad():
        wanted = theirs(input_ids=torch.tensor([IDS])).logits[0, -len(IDS) :]
    model = cutaway.load(str(folder), allow=str(base))
    assert model.name == str(folder) and model.facts.troubles == ()
    assert model.provenance is not None and str(base) in model.provenance.source
    torch.testing.assert_close(model.trace(IDS)["logits"][-len(IDS) :], wanted, rtol=0, atol=1e-6)
    assert model.tokenizer is not None and len(model.tokens("abc")) == 3


def test_a_head_that_only_the_adapter_has_is_the_adapters(base: Path, tmp_path: Path) -> None:
    config = peft.LoraConfig(r=4, target_modules=["q_proj"], task_type="SEQ_CLS")
    torch.manual_seed(1)
    hf: Any = AutoModelForSequenceClassification.from_pretrained(base, num_labels=3)
    peft.get_peft_model(hf, config).save_pretrained(str(tmp_path / "adapter"))
    hf = AutoModelForSequenceClassification.from_pretrained(base, num_labels=3)
    theirs = PeftModel.from_pretrained(hf, str(tmp_path / "adapter")).eval()
    with torch.no_grad():
        wanted = theirs(input_ids=torch.tensor([IDS])).logits[0]
    model = cutaway.load(str(tmp_path / "adapter"), allow=base)
    assert model.facts.troubles == () and len(model.facts.labels) == 3
    torch.testing.assert_close(model.trace(IDS)["class_logits"], wanted, rtol=0, atol=1e-6)


def test_an_adapter_beside_its_model_is_put_on_it(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Transformers does where PEFT is installed; here it is never left away in silence."""
    folder = written(base, lora(), tmp_path / "adapter")
    theirs = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base), str(folder)).eval()
    for file in (adapters.FILE, adapters.WEIGHTS):
        (folder / file).rename(base / file)
    changed(base, base_model_name_or_path="someone/else")
    with torch.no_grad():
        wanted = theirs(input_ids=torch.tensor([IDS])).logits[0]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given: pytest.fail(f"asks the network: {given}"))
    torch.testing.assert_close(cutaway.load(str(base)).trace(IDS)["logits"], wanted, rtol=0, atol=1e-6)


def test_what_an_adapter_names_is_not_opened_unasked(base: Path, tmp_path: Path) -> None:
    folder = written(base, lora(), tmp_path / "adapter")
    opened: list[str] = []

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir", "socket.connect", "socket.getaddrinfo"):
            opened.append(f"{event} {given[0]}")

    sys.addaudithook(watch)  # which can't be taken away; it only writes down
    for named in (str(base), f"{folder}/../base", "someone/their-model", "gpt2", "https://example.com/model"):
        changed(folder, base_model_name_or_path=named)
        opened.clear()
        for call in (
            lambda: cutaway.load(str(folder)),
            lambda: cutaway.load(str(folder), allow="another"),
            lambda: cutaway.load(str(folder), allow=[str(tmp_path), "base"]),
        ):
            with pytest.raises(adapters.NotAllowed, match="opened or fetched only where you allow it") as caught:
                call()
            assert named in caught.value.message and named in caught.value.hint
        assert main(["trace", "abc", "--model", str(folder)]) == 1
        assert not [each for each in opened if "/base" in each or "socket" in each], opened


def test_the_command_line_opens_what_it_is_allowed_to(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(base, lora(), tmp_path / "adapter")
    for command in (["trace", "abc"], ["generate", "abc", "--count", "2"], ["doctor"]):
        assert main([*command, "--model", str(folder)]) == 1
        assert "--allow NAME" in capsys.readouterr().err
        assert main([*command, "--model", str(folder), "--allow", str(base)]) == 0, capsys.readouterr().err


def test_the_server_opens_what_it_is_allowed_to(base: Path, tmp_path: Path) -> None:
    folder = str(written(base, lora(), tmp_path / "adapter"))
    for allow, state in (((), "failed"), (str(base), "ready")):
        store = ModelStore(
            folder,
            opener=partial(open_with_cutaway, allow=allow),
            fetcher=partial(fetch_with_cutaway, allow=allow),
        )
        store.open(folder)
        while (status := store.status(folder)).state == "opening":
            time.sleep(0.02)
        store.close()
        assert status.state == state, status.problem
        assert (status.problem is not None and status.problem.code == "not-allowed") == (state == "failed")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"peft_type": "XLORA", "adapters": {"1": "../base"}}, "'XLORA'"),
        ({"peft_type": ["LORA"]}, r"\['LORA'\]"),
        ({"peft_type": "MULTITASK_PROMPT_TUNING", "prompt_tuning_init_state_dict_path": "/etc/passwd"}, "MULTITASK"),
        ({"megatron_config": {"a": 1}, "megatron_core": "antigravity"}, "megatron_config"),
        ({"base_model_name_or_path": None}, "does not name its model"),
        ({"base_model_name_or_path": ["a"]}, "does not name its model"),
        ({"target_modules": ["nowhere"]}, "PEFT could not put the adapter"),
        ({"r": 5}, "PEFT could not put the adapter"),
        ({"r": "5"}, "PEFT could not put the adapter"),
    ],
)
def test_an_adapter_that_can_not_be_opened_says_why(
    settings: dict[str, Any], said: str, base: Path, tmp_path: Path
) -> None:
    folder = changed(written(base, lora(), tmp_path / "adapter"), **settings)
    with pytest.raises(UnsupportedModel, match=said) as caught:
        cutaway.load(str(folder), allow=str(base))
    assert caught.value.hint


def test_an_expression_without_end_is_stopped(base: Path, tmp_path: Path) -> None:
    folder = changed(written(base, lora(), tmp_path / "adapter"), target_modules=r"([a-z._]+|\d)*X")
    started = time.monotonic()
    with pytest.raises(UnsupportedModel, match="names modules took longer than 2 s"):
        cutaway.load(str(folder), allow=str(base))
    assert time.monotonic() - started < 30


def test_settings_that_name_code_or_other_places_count_for_nothing(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(base, peft.PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=3), tmp_path / "adapter")
    (tmp_path / "evil_module.py").write_text("raise SystemExit('ran')")
    monkeypatch.syspath_prepend(str(tmp_path))
    wanted = cutaway.load(str(folder), allow=str(base)).trace(IDS)["logits"]
    changed(
        folder, inference_mode=False, prompt_tuning_init="TEXT", prompt_tuning_init_text="abc", tokenizer_name_or_path="someone/else",
        tokenizer_kwargs={"trust_remote_code": True}, auto_mapping={"base_model_class": "X", "parent_library": "evil_module"},
    )  # fmt: skip
    assert torch.equal(cutaway.load(str(folder), allow=str(base)).trace(IDS)["logits"], wanted)


def test_files_of_an_adapter_that_are_missing_damaged_or_of_more_layers_are_told(base: Path, tmp_path: Path) -> None:
    folder = written(base, lora(), tmp_path / "adapter")
    file = folder / adapters.WEIGHTS
    weights = load_file(file)
    first, *_ = [name for name in weights if ".layers.1." in name]
    save_file({name: each for name, each in weights.items() if name != first}, file)
    with pytest.raises(WeightsUnavailable, match="lacks weights"):
        cutaway.load(str(folder), allow=str(base))
    save_file(weights | {first.replace(".layers.1.", ".layers.7."): weights[first].clone()}, file)
    with pytest.warns(Trouble, match=r"the weight .*layers\.7.* that its model has no place for"):
        cutaway.load(str(folder), allow=str(base))
    file.write_bytes(file.read_bytes()[:-3])
    with pytest.raises(WeightsUnavailable, match="damaged"):
        cutaway.load(str(folder), allow=str(base))
    file.rename(folder / adapters.PICKLE)
    with pytest.raises(UnsupportedModel, match="pickles"):
        cutaway.load(str(folder), allow=str(base))
    (folder / adapters.PICKLE).unlink()
    with pytest.raises(WeightsUnavailable, match="lacks the adapter's weights"):
        cutaway.load(str(folder), allow=str(base))
    for content in ("[1]", "{", '{"a": ' * 100_000):
        (folder / adapters.FILE).write_text(content)
        with pytest.raises(CutawayError):
            cutaway.load(str(folder), allow=str(base))


def test_without_peft_it_is_said_what_to_install(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(base, lora(), tmp_path / "adapter")
    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(UnsupportedModel, match="pip install peft"):
        cutaway.load(str(folder), allow=str(base))
