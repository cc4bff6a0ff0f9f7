"""A trace in a file is the same trace when it is opened again, and nothing else is taken for one."""

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from transformers import PreTrainedModel

import cutaway
from cutaway import Model
from cutaway.errors import BadFile, BadIndex, CutawayError, NoSuchSite
from cutaway.load_trace import open_trace
from cutaway.trace import safetensors_writer
from cutaway.trace.edits import Edit, ablate, freeze, replace, steer
from cutaway.trace.file import save
from cutaway.trace.safetensors_writer import CannotWrite, write
from cutaway.trace.saved import SavedTrace
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, IDS, TARGET
from support.serving import tiny
from support.tiny import write_folder

KINDS = ("gpt2", "bert", "gpt_neo", "albert", "gpt_oss", "t5", "mamba")


def traced(kind: str, *, half: bool = False) -> Trace:
    """A trace of a small random model, made anew at every call."""
    hf = CONFIGS[kind]()
    model = Model(hf.bfloat16() if half else hf)
    return model.trace(IDS, target=TARGET if model.anatomy.two_stacks else ())


def reopened(trace: Trace, file: Path, model: Model) -> Trace:
    save(trace, file)
    found = open_trace(file, model)
    assert isinstance(found, Trace)
    return found


def assert_same(one: Trace, other: Any) -> None:
    assert list(one.sites.items()) == list(other.sites.items())
    for site in one.sites:
        assert one[site].dtype == other[site].dtype
        assert torch.equal(one[site], other[site]), site


@pytest.mark.parametrize("kind", KINDS)
def test_every_tensor_of_a_trace_opened_from_keyframes_is_that_of_the_saved_one_bit_for_bit(
    kind: str, tmp_path: Path
) -> None:
    trace = traced(kind)
    found = reopened(trace, tmp_path / "kept", traced(kind).model)
    assert_same(trace, found)
    assert (found.tokens, found.target, found.seconds) == (trace.tokens, trace.target, trace.seconds)


@pytest.mark.parametrize("kind", ["t5", "mixtral"])
def test_bfloat16_stays_bfloat16(kind: str, tmp_path: Path) -> None:
    trace = traced(kind, half=True)
    assert_same(trace, reopened(trace, tmp_path / "kept", trace.model))
    kept = load_file(tmp_path / "kept")
    assert {tensor.dtype for name, tensor in kept.items() if name != "last_logits"} == {torch.bfloat16}
    save(trace, tmp_path / "chosen", "*")
    assert_same(trace, open_trace(tmp_path / "chosen"))


def test_the_keyframes_in_a_file_are_the_hidden_states_of_hugging_face(tmp_path: Path) -> None:
    trace = traced("gpt2")
    save(trace, tmp_path / "kept")
    kept = load_file(tmp_path / "kept")
    with torch.no_grad():
        output = trace.model.hf(torch.tensor([IDS]), output_hidden_states=True)
    for i, expected in enumerate(output.hidden_states[1:-1]):  # the last of them is normed
        torch.testing.assert_close(kept[f"layers.{i}.output"], expected, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(kept["last_logits"], output.logits[0, -1], atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("kind", ["llama", "gpt_neo", "falcon"])
def test_keyframes_are_one_residual_stream_a_block_and_the_last_logits(kind: str, tmp_path: Path) -> None:
    """Some blocks return their attention patterns as well, which no other block is given: these stay out."""
    trace = traced(kind)
    save(trace, tmp_path / "kept")
    streams = len(trace.model.anatomy.blocks) * len(IDS) * trace.model.anatomy.d_model
    assert sum(tensor.numel() for tensor in load_file(tmp_path / "kept").values()) == streams + trace.sites["logits"][1]


def test_what_blocks_hand_on_to_each_other_is_kept_once(tmp_path: Path) -> None:
    """T5's first block of a stack computes the position bias of them all, and every block returns it."""
    save(traced("t5"), tmp_path / "kept")
    sizes = [sorted(tensor.shape) for tensor in load_file(tmp_path / "kept").values()]
    assert sizes.count([1, 4, len(IDS), len(IDS)]) == 1


def test_chosen_tensors_need_no_model_and_parts_are_read_alone(tmp_path: Path) -> None:
    trace = traced("llama")
    save(trace, tmp_path / "chosen", ["layers.*.attn.pattern", "logits", "layers.1.attn.pattern"])
    found = open_trace(tmp_path / "chosen")
    assert isinstance(found, SavedTrace)
    assert (
        list(found)
        == ["layers.0.attn.pattern", "layers.1.attn.pattern", "layers.2.attn.pattern", "logits"][: len(found)]
    )
    assert len(found) == len(trace.model.anatomy.blocks) + 1
    for site in found:
        assert torch.equal(found[site], trace[site])
        assert found.sites[site] == trace.sites[site]
        for index in ((1,), (slice(0, 2), -1), (slice(1, 1),), (slice(None), slice(2, 7))):
            assert torch.equal(found.read(site, index), trace[site][index])
    assert (found.ids, found.tokens, found.model_name) == (trace.ids, trace.tokens, trace.model.name)
    with pytest.raises(BadIndex, match="axis 0"):
        found.read("logits", (len(IDS),))


def test_a_tensor_that_was_not_saved_is_an_error_that_tells_what_was(tmp_path: Path) -> None:
    save(traced("llama"), tmp_path / "chosen", "layers.*.attn.q")
    found = open_trace(tmp_path / "chosen")
    with pytest.raises(NoSuchSite, match=r"'logits' is not among them.*layers\.0 to layers\.\d each with attn\.q"):
        found["logits"]


def test_numbers_of_experts_lie_beside_half_precision(tmp_path: Path) -> None:
    trace = traced("mixtral", half=True)
    save(trace, tmp_path / "chosen", ["layers.*.mlp.*", "layers.0.norm1"])
    kept = load_file(tmp_path / "chosen")  # by the library itself
    assert kept["layers.1.mlp.experts"].dtype == torch.int64
    assert all(torch.equal(tensor, trace[site]) for site, tensor in kept.items())


def test_a_tensor_written_in_parts_is_the_tensor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = traced("llama")
    save(trace, tmp_path / "whole", "*")
    monkeypatch.setattr(safetensors_writer, "_AT_ONCE", 200)
    save(trace, tmp_path / "parts", "*")
    whole, parts = load_file(tmp_path / "whole"), load_file(tmp_path / "parts")
    assert whole.keys() == parts.keys()
    for site, tensor in parts.items():  # fewer heads at once are multiplied in another order
        torch.testing.assert_close(tensor, whole[site], atol=1e-5, rtol=1e-5)


def test_the_file_tells_the_text_its_tokens_and_what_made_it(tmp_path: Path) -> None:
    model = tiny("some/name")
    trace = model.trace("aé b")
    save(trace, tmp_path / "chosen", "logits")
    with safe_open(tmp_path / "chosen", "pt") as file:
        said = file.metadata()
    assert (said["text"], said["model"]) == ("aé b", "some/name")
    assert json.loads(said["token_ids"]) == list(trace.ids)
    versions = json.loads(said["versions"])
    assert (versions["cutaway"], versions["torch"]) == (cutaway.__version__, torch.__version__)
    found = open_trace(tmp_path / "chosen")
    assert isinstance(found, SavedTrace)
    assert (found.text, found.tokens) == ("aé b", trace.tokens)
    assert [token.bytes.decode(errors="replace") for token in found.tokens] == [token.text for token in trace.tokens]


EDITS: dict[str, Callable[[Trace, Trace], list[Edit]]] = {
    "head": lambda trace, other: [ablate("layers.1.attn.z", head=2)],
    "embedding": lambda trace, other: [steer("embed", torch.linspace(-1, 1, trace.sites["embed"][1]), scale=2.0)],
    "stream": lambda trace, other: [replace("layers.1.resid_pre", other, position=[2, 4])],
    "last stream": lambda trace, other: [ablate("layers.2.resid_post", position=3, to="mean", over=[other])],
    "patterns": lambda trace, other: freeze(other),
    "logits": lambda trace, other: [ablate("final_norm", neuron=5), ablate("logits", neuron=7)],
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_trace_is_opened_with_its_edits(name: str, tmp_path: Path) -> None:
    trace = traced("llama")
    edited = trace.rerun(EDITS[name](trace, trace.model.trace(IDS[::-1])))
    found = reopened(edited, tmp_path / "kept", traced("llama").model)
    assert_same(edited, found)
    assert [edit.describe() for edit in found.edits] == [edit.describe() for edit in edited.edits]
    assert not torch.equal(found["logits"], trace["logits"])
    more = [ablate("layers.2.mlp.post", neuron=3)]
    assert_same(edited.rerun(more), found.rerun(more))


def test_chosen_tensors_of_an_edited_trace_say_that_it_was_edited(tmp_path: Path) -> None:
    trace = traced("llama")
    save(trace.rerun(ablate("layers.1.attn.z", head=2)), tmp_path / "chosen", "logits")
    save(trace, tmp_path / "plain", "logits")
    edited, plain = open_trace(tmp_path / "chosen"), open_trace(tmp_path / "plain")
    assert isinstance(edited, SavedTrace) and isinstance(plain, SavedTrace)
    assert [edit["site"] for edit in edited.edits] == ["layers.1.attn.z"]
    assert plain.edits == ()


def changed(change: Callable[[PreTrainedModel], Any]) -> Callable[[], PreTrainedModel]:
    def make() -> PreTrainedModel:
        hf = CONFIGS["llama"]()
        change(hf)
        return hf

    return make


def trained(hf: PreTrainedModel) -> None:
    """One step of training, of a size that is usual."""
    loss = hf(torch.tensor([IDS]), labels=torch.tensor([IDS])).loss
    loss.backward()
    torch.optim.SGD(hf.parameters(), lr=1e-3).step()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (CONFIGS["gpt2"], "of a LlamaForCausalLM, and this is a GPT2LMHeadModel"),
        (changed(trained), "parameters have other values"),
        (changed(lambda hf: hf.bfloat16()), "made in float32, and this model is in bfloat16"),
        (changed(lambda hf: hf.config.update({"rms_norm_eps": 0.1})), "rms_norm_eps = 1e-06 where this model has 0.1"),
        (changed(lambda hf: hf.config.update({"num_attention_heads": 8})), "num_attention_heads = 4 where"),
    ],
)
@pytest.mark.parametrize("sites", [None, "logits"])
def test_a_file_of_another_model_is_refused_and_told_what_differs(
    make: Callable[[], PreTrainedModel], message: str, sites: str | None, tmp_path: Path
) -> None:
    save(traced("llama"), tmp_path / "kept", sites)
    other = traced("llama").model
    other.hf, other.name = make(), "other"
    with pytest.raises(BadFile, match=message) as refused:
        open_trace(tmp_path / "kept", other)
    assert "another model than other" in refused.value.message
    assert "open_trace(file, model)" in refused.value.hint


def test_other_versions_and_names_are_no_reason_to_refuse(tmp_path: Path) -> None:
    trace = traced("llama")
    save(trace, tmp_path / "kept")
    said, tensors = taken_apart(tmp_path / "kept")
    identity = json.loads(said["identity"])
    identity["config"]["what_a_later_version_asks"] = True
    del identity["config"]["rms_norm_eps"]
    said |= {"identity": json.dumps(identity), "versions": json.dumps({"torch": "1.0"}), "model": "of old"}
    save_file(tensors, tmp_path / "older", said)
    found = open_trace(tmp_path / "older", Model(CONFIGS["llama"](), name="of now"))
    assert isinstance(found, Trace)
    assert_same(trace, found)


def test_without_a_model_the_one_of_that_name_is_opened_in_the_same_precision(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    trace = cutaway.load(str(write_folder(folder)), dtype="bfloat16").trace("The cat's mat.")
    save(trace, tmp_path / "kept")
    steps: list[str] = []
    found = open_trace(tmp_path / "kept", progress=lambda step: steps.append(step.what), allow=folder)
    assert isinstance(found, Trace)
    assert_same(trace, found)
    assert found.tokens == trace.tokens
    assert any(str(folder) in step for step in steps)
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(CutawayError, match="model"):
        open_trace(tmp_path / "kept", allow=folder)


def taken_apart(file: Path) -> tuple[dict[str, str], dict[str, torch.Tensor]]:
    with safe_open(file, "pt") as opened:
        return opened.metadata(), load_file(file)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda file: file.unlink(), "can't be read"),
        (lambda file: (file.unlink(), file.mkdir()), "can't be read"),
        (lambda file: file.write_bytes(b""), "damaged, or not a safetensors file"),
        (lambda file: file.write_bytes(b"PK\x03\x04 something else entirely"), "damaged, or not a safetensors file"),
        (lambda file: file.write_bytes(file.read_bytes()[:-100]), "damaged, or not a safetensors file"),
        (lambda file: save_file({"weight": torch.zeros(3)}, file), "but not a trace"),
        (lambda file: save_file({"weight": torch.zeros(3)}, file, {"cutaway": "keyframes", "format": "2"}), "another version of Cutaway"),
        (lambda file: save_file({"weight": torch.zeros(3)}, file, {"cutaway": "keyframes", "format": "1"}), "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_trace_is_refused_with_a_way_out(spoil: Callable[[Path], Any], message: str, tmp_path: Path) -> None:
    trace = traced("llama")
    file = tmp_path / "kept"
    save(trace, file)
    spoil(file)
    with pytest.raises(BadFile, match=message) as refused:
        open_trace(file, trace.model)
    assert refused.value.hint


@pytest.mark.parametrize("sites", [None, "layers.0.*"])
def test_whatever_a_file_says_of_itself_the_answer_is_a_trace_or_an_error_of_ours(
    sites: str | None, tmp_path: Path
) -> None:
    trace = traced("llama")
    edited = trace.rerun(steer("layers.1.resid_mid", torch.ones(32)))
    save(edited, tmp_path / "kept", sites)
    said, tensors = taken_apart(tmp_path / "kept")
    nested = "[" * 200_000
    refused = 0
    for key in (*said, "edits.0.values", "layers.0.output"):
        for value in (
            "",
            "null",
            "7",
            "[]",
            "{}",
            '"a"',
            "[7]",
            '[{"tensor": "none", "order": [0, 1, 2]}]',
            "[null, 1",
            nested,
        ):
            spoiled = {**said, key: value} if key in said else said
            rest = {n: t for n, t in tensors.items() if n != key} or {"none": torch.zeros(1)}
            save_file(rest if key not in said else tensors, tmp_path / "spoiled", spoiled)
            try:
                open_trace(tmp_path / "spoiled", trace.model)
            except CutawayError:
                refused += 1
    assert refused > 60


def test_nothing_in_a_file_is_unpickled(tmp_path: Path) -> None:
    trace = traced("t5")
    for sites in (None, "*"):
        save(trace, tmp_path / "kept", sites)
        found: list[str] = []
        watching = [True]
        sys.addaudithook(lambda event, _: found.append(event) if watching and event.startswith("pickle") else None)  # noqa: B023
        open_trace(tmp_path / "kept", trace.model)
        watching.clear()
        assert found == []


def test_a_pattern_that_fits_nothing_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    trace = traced("gpt2")
    for sites, error in ((["logits", "layers.*.attn.patern"], NoSuchSite), ([], CannotWrite)):
        with pytest.raises(error):
            save(trace, tmp_path / "kept", sites)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_text("what was there before")

    def read(name: str, index: Any) -> torch.Tensor:
        if name == "b":
            raise InterruptedError("the disk is full")
        return torch.zeros(4)

    with pytest.raises(CannotWrite):
        write(file, {"a": (torch.float32, (4,)), "b": (torch.float32, (4,))}, read, {})
    assert file.read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(CannotWrite, match="can't be written"):
        save(traced("gpt2"), tmp_path / "none" / "kept")


def test_blocks_that_return_what_no_file_can_hold_are_told_of(tmp_path: Path) -> None:
    trace = traced("llama")
    frames = trace.recording.keyframes
    object.__setattr__(frames[0], "output", {1: frames[0].output})
    object.__setattr__(trace.model.anatomy.blocks[0], "gives", 1)
    with pytest.raises(CutawayError, match=r"return a dict.*sites="):
        save(trace, tmp_path / "kept")


def named(file: Path, name: str) -> Path:
    """A saved trace that says that it was made with the model of that name."""
    save(traced("llama"), file)
    said, tensors = taken_apart(file)
    save_file(tensors, file, said | {"model": name})
    return file


@pytest.mark.parametrize("name", [
    "someone/model", "{folder}", "{folder}/model.gguf", "~/models", "../models", "/etc", "no such thing", "gpt2",
    "openai-community/gpt2", "",
])  # fmt: skip
def test_a_file_opens_nothing_that_it_names_unless_that_is_allowed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the network nor a file is touched: whoever sends a trace must not choose what is opened."""
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").mkdir()  # whoever reads it fails otherwise
    name = name.format(folder=tmp_path / "model")
    file = named(tmp_path / "kept", name)

    def asked(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", asked)
    monkeypatch.setattr(socket, "getaddrinfo", asked)
    for allow in ((), "another", ["another", tmp_path]):
        with pytest.raises(BadFile, match="where you allow it") as refused:
            open_trace(file, allow=allow)
        assert repr(name) in refused.value.message
        assert f"allow={name!r}" in refused.value.hint
    assert isinstance(open_trace(file, traced("llama").model), Trace)


def test_a_model_of_the_catalog_that_is_here_is_opened(tmp_path: Path, smollm2: Model) -> None:
    trace = smollm2.trace("The cat")
    save(trace, tmp_path / "kept")
    found = open_trace(tmp_path / "kept")
    assert isinstance(found, Trace)
    assert torch.equal(found["layers.3.mlp.out"], trace["layers.3.mlp.out"])


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(BadFile, match="is not a file"):
            open_trace(place)
