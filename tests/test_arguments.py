"""Every public face, fed what it does not take: it answers, or says what is wrong as a `CutawayError`; never anything else."""

import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import pytest
import torch
from torch import nn
from transformers import AutoTokenizer

import cutaway
import cutaway.trace.diff
from cutaway import CutawayError, Model, lenses
from cutaway.arguments import checked, fits
from cutaway.errors import BadArgument, BadIndex, BadText, NoSuchSite, UnsupportedModel
from cutaway.generate.tree import Tree
from cutaway.trace.sweep import BadMetric
from support.reference import small
from support.tiny import write_folder

IDS = (3, 95, 12, 12, 57, 8, 41, 3, 76)
STRANGE: tuple[Any, ...] = (
    "logits", ["logits"], ["layers.1.mlp.out"],
    None, True, 3, -1, 10**12, 1.5, math.nan, "x", "", b"x", (), [None], ["x"], [[1, 2], [3, 4]], [1.5], {}, {"a": 1}, {1}, object(), len,
    slice("a", None), slice(None, None, 0), range(2), torch.tensor([1, 2]), torch.tensor([[5, 6]]), np.array([1, 2]), np.int64(1),
    torch.tensor(1), torch.ones(3), nn.Linear(2, 2), Path("/no/such/place"), 1j, ..., NotImplemented, int, (1, 2), ("layers.1.mlp.out", 3),
    "\ud800", 10**30, math.inf, [10**30], [[]], np.float32(1.5), torch.ones(2, device="meta"), torch.tensor([1 + 2j]),
    torch.ones(2, requires_grad=True), torch.ones(2, 2).to_sparse(), np.array(["a"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(small("llama"))


@pytest.fixture(scope="module")
def trace(model: Model) -> cutaway.Trace:
    return model.trace(IDS)


def faces(model: Model, trace: cutaway.Trace, folder: Path) -> dict[str, tuple[Callable[..., Any], dict[str, Any]]]:
    """Each public face with arguments that it takes."""
    tree = model.generate(IDS, 2)
    saved = folder / "saved"
    trace.save(saved, ["logits", "layers.1.mlp.out"])
    opened = cutaway.open_trace(saved)
    edit = cutaway.ablate("layers.1.attn.z", head=1)
    metric = cutaway.logit_difference(1, 2)
    found = cutaway.diff(trace, trace)
    pattern, mlp = "layers.1.attn.pattern", "layers.1.mlp.out"
    patterns = [f"layers.{i}.attn.pattern" for i in range(2)]
    trained = cutaway.train_bpe("the cat, the hat", 259)
    place = {"head": 1, "position": 2, "neuron": None, "key": None}
    return {
        "Model": (Model, {"hf": model.hf, "tokenizer": None}),
        "trace": (model.trace, {"text": IDS, "target": (), "appended": (1,), "patterns": False, "on_block": None}),
        "generate": (model.generate, {"text": IDS, "count": 1, "target": (), "settings": None, "seed": 0, "beams": 1}),
        "tokens": (model.tokens, {"text": IDS, "appended": (1,)}),
        "token_of": (model.token_of, {"id": 3}),
        "target_tokens": (model.target_tokens, {"target": (), "appended": (1,)}),
        "check": (model.check, {"tokens": model.tokens(IDS)}),
        "beyond": (model.beyond, {"count": 3}),
        "inputs": (model.inputs, {"tokens": model.tokens(IDS), "target": ()}),
        "with_virtual": (model.with_virtual, {"tokens": model.tokens(IDS), "target": ()}),
        "Difference": (cutaway.trace.diff.Difference, {"a": trace, "b": trace}),
        "Settings": (cutaway.Settings, {"temperature": 1.0, "early_stopping": "never", "stop_strings": ("a",), "sequence_bias": None}),
        "read": (trace.read, {"site": mlp, "index": (1, slice(0, 3))}),
        "[]": (trace.__getitem__, {"site": mlp}),
        "read_all": (trace.read_all, {"sites": [mlp]}),
        "pattern": (trace.pattern, {"layer": 1, "head": 1, "queries": slice(2), "keys": slice(2), "pool": None, "attention": "attn"}),
        "pooled": (trace.pooled, {"site": pattern, "index": (1,), "cells": 2}),
        "rerun": (trace.rerun, {"edits": edit, "on_block": None}),
        "explain": (trace.explain, {"site": mlp, "index": (1, 2), "top": 3}),
        "explain, by axes": (trace.explain, {"site": mlp, "position": 1, "dimension": 2}),
        "save": (trace.save, {"file": folder / "again", "sites": mlp}),
        "pin": (trace.pin, {"sites": [mlp], "limit": 10**6}),
        "to_numpy": (trace.to_numpy, {"site": mlp}),
        "read of a saved trace": (opened.read, {"site": mlp, "index": (1,)}),
        "open_trace": (cutaway.open_trace, {"file": saved, "model": None, "device": None, "allow": ()}),
        "load": (cutaway.load, {"name": "/no/such/folder", "device": None, "dtype": None}),
        "ablate": (cutaway.ablate, {"site": "layers.1.attn.z", **place, "to": "zero", "over": (), "seed": 0}),
        "ablate to a mean": (cutaway.ablate, {"site": "layers.1.attn.z", "head": 1, "to": "mean", "over": [trace]}),
        "ablate by chance": (cutaway.ablate, {"site": "layers.1.attn.z", "head": 1, "to": "resample", "over": [trace], "seed": 1}),
        "replace": (cutaway.replace, {"site": "layers.1.attn.z", "source": trace, **place}),
        "steer": (cutaway.steer, {"site": mlp, "direction": torch.ones(48), "scale": 1.0, "position": 1, "head": None}),
        "freeze": (cutaway.freeze, {"source": trace, "layers": [1], "heads": 1}),
        "heads": (cutaway.heads, {"trace": trace, "to": "zero", "over": (), "seed": 0, "position": 1, "attention": "attn", "stack": None}),
        "cells": (cutaway.cells, {"trace": trace, "site": "attn.z", "source": trace, "head": 1, "stack": None}),
        "neurons": (cutaway.neurons, {"trace": trace, "layer": 1, "to": "zero", "over": (), "seed": 0, "position": 1}),
        "sweep": (cutaway.sweep, {"trace": trace, "edits": [edit], "metric": metric, "position": -1, "batch": 1}),
        "logit_difference": (cutaway.logit_difference, {"right": 1, "wrong": 2}),
        "diff": (cutaway.diff, {"a": trace, "b": trace}),
        "difference[]": (found.__getitem__, {"site": mlp}),
        "difference.top": (found.top, {"count": 3}),
        "difference.layers": (found.layers, {"name": "mlp.out"}),
        "Tree": (Tree, {"model": model, "tokens": model.tokens(IDS), "source": ()}),
        "grow": (tree.grow, {"count": 1, "at": (-1, 0), "seed": 0, "first": 3}),
        "tree.ids": (tree.ids, {"at": (0, 1)}),
        "tree.steps": (tree.steps, {"at": (0, 1)}),
        "tree.text": (tree.text, {"at": (0, 1)}),
        "tree.logits": (tree.logits, {"at": (0, 1)}),
        "tree.alternatives": (tree.alternatives, {"at": (0, 1), "top": 3}),
        "tree.children": (lambda at: [*tree.children(at)], {"at": (0, 1)}),
        "tree.as_json": (tree.as_json, {"top": 2}),
        "train_bpe": (cutaway.train_bpe, {"text": "the cat", "size": 258, "pattern": "gpt4", "specials": ()}),
        "trained.save": (trained.save, {"folder": folder / "trained"}),
        "predict": (lenses.predict, {"trace": trace, "position": -1, "top": 3}),
        "logit_lens": (lenses.logit_lens, {"trace": trace, "positions": [1], "layers": [1], "places": ("post",), "top": 1}),
        "lens_at": (lenses.lens_at, {"trace": trace, "row": "layers.1.resid_post", "position": 1, "top": 3}),
        "mean_pattern": (lenses.mean_pattern, {"trace": trace, "sites": patterns, "heads": [1], "queries": slice(3), "keys": slice(3)}),
        "head_scores": (lenses.head_scores, {"trace": trace, "sites": patterns}),
        "induction_scores": (lenses.induction_scores, {"model": model, "length": 4, "seed": 0}),
        "rollout_from": (lenses.rollout_from, {"trace": trace, "sites": patterns, "position": 1}),
        "flow_from": (lenses.flow_from, {"trace": trace, "sites": patterns, "position": 1}),
        "score_steps": (lenses.score_steps, {"trace": trace, "attention": "layers.1.attn", "head": 1, "query": 2}),
    }  # fmt: skip


def test_every_face_answers_or_says_what_is_wrong(
    model: Model, trace: cutaway.Trace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong: list[str] = []
    for name, (face, arguments) in faces(model, trace, tmp_path).items():
        face(**arguments) if name != "load" else None
        for argument in arguments:
            for value in STRANGE:
                if argument in ("on_block", "metric") and callable(value):
                    continue  # what a function of the caller's raises is the caller's
                try:
                    face(**{**arguments, argument: value})
                except CutawayError as error:
                    if not error.message or len(str(error)) > 4000:
                        wrong.append(f"{name}({argument}={value!r}): says {str(error)[:100]!r}")
                except Exception as error:
                    wrong.append(f"{name}({argument}={value!r}): {type(error).__name__}: {str(error)[:160]}")
    assert wrong == [], "\n".join(wrong)


def test_ids_come_in_many_shapes_and_mean_the_same(model: Model, trace: cutaway.Trace, tmp_path: Path) -> None:
    for ids in (
        list(IDS),
        IDS,
        torch.tensor(IDS),
        np.array(IDS),
        np.array(IDS, dtype=np.uint8),
        [np.int64(id) for id in IDS],
        iter(IDS),
    ):
        found = model.trace(ids)  # pyright: ignore[reportArgumentType]
        assert found.ids == IDS and all(type(id) is int for id in found.ids)
        assert torch.equal(found["logits"], trace["logits"])
        found.save(tmp_path / "kept")
        opened = cutaway.open_trace(tmp_path / "kept", model)
        assert opened.ids == IDS


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([[5, 6], [7, 8]], "is not a token id"),
        (torch.tensor([[5, 6]]), r"the shape \(1, 2\)"),
        (torch.tensor(5), "not a list of token ids|the shape"),
        (np.zeros((2, 2), dtype=int), r"shape \(2, 2\)"),
        ([1.0, 2.0], "1.0 is not a token id"),
        (torch.tensor([1.0]), "1.0 is not a token id"),
        ([True, False], "True is not a token id"),
        (torch.tensor([True]), "True is not a token id"),
        ([-1], "-1 is not a token"),
        ([101], "101 is not a token"),
        ([2**70], "not a token"),
        ([], "no token to trace"),
        (torch.tensor([], dtype=torch.long), "no token to trace"),
        (["a"], "'a' is not a token id"),
        ([None], "None is not a token id"),
        (b"abc", "is not a list of token ids"),
        (None, "is not a list of token ids"),
        (5, "is not a list of token ids"),
        ("abc", "without a tokenizer"),
    ],
)
def test_what_is_no_row_of_ids_is_told(model: Model, ids: Any, message: str) -> None:
    for face in (model.trace, model.generate):
        with pytest.raises((BadText, BadIndex, UnsupportedModel), match=message):
            face(ids)


def test_what_is_no_model_is_told() -> None:
    for value in (nn.Module(), nn.Linear(2, 2), None, "gpt2", object()):
        with pytest.raises(UnsupportedModel, match="not a model of Transformers"):
            Model(value)  # pyright: ignore[reportArgumentType]
    with pytest.raises(CutawayError):
        Model(small("llama"), tokenizer=3)


def test_a_metric_that_gives_no_number_is_told(trace: cutaway.Trace) -> None:
    edits = [cutaway.ablate("layers.1.attn.z", head=1)]
    none: tuple[Callable[[torch.Tensor], Any], ...] = (
        lambda logits: logits,
        lambda logits: None,
        lambda logits: "1",
        lambda logits: logits[:2],
        lambda logits: 1j,
    )
    for metric in none:
        with pytest.raises(BadMetric, match="needs one number"):
            cutaway.sweep(trace, edits, cast(Any, metric))
    numbers: tuple[Callable[[torch.Tensor], Any], ...] = (
        lambda logits: logits[3],
        lambda logits: 2,
        lambda logits: np.float32(2),
        lambda logits: logits[3:4],
    )
    for metric in numbers:
        assert cutaway.sweep(trace, edits, cast(Any, metric)).shape == (1,)


def test_names_that_are_no_names(trace: cutaway.Trace) -> None:
    with pytest.raises(NoSuchSite, match="3 is not the name of a tensor"):
        trace[3]  # pyright: ignore[reportArgumentType]
    assert 3 not in trace and [1] not in trace and "logits" in trace
    assert trace.get("nothing") is None


def test_folders_as_they_are_found(tmp_path: Path) -> None:
    """Without a tokenizer, or with a configuration that names no class."""
    import json

    write_folder(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    expected = cutaway.load(str(tmp_path)).trace([1, 2, 3])["layers.1.mlp.out"]
    for strange in ([123], "LlamaForCausalLM", [], None, ["AutoTokenizer"], ["no such class"], ["pipeline"], {"a": 1}):
        (tmp_path / "config.json").write_text(json.dumps(config | {"architectures": strange}))
        found = cutaway.load(str(tmp_path))
        assert torch.equal(found.trace([1, 2, 3])["layers.1.mlp.out"], expected)
    (tmp_path / "config.json").write_text(json.dumps(config))
    for file in tmp_path.glob("tokenizer*"):
        file.unlink()
    with pytest.raises(Exception):  # noqa: B017 - what Transformers raises
        AutoTokenizer.from_pretrained(tmp_path)
    bare = cutaway.load(str(tmp_path))
    assert torch.equal(bare.trace([1, 2, 3])["layers.1.mlp.out"], expected)
    with pytest.raises(UnsupportedModel, match=r"opened without a tokenizer: .*has no tokenizer in it"):
        bare.trace("a text")


def test_stated_types_are_held_against_what_is_given() -> None:
    assert fits(3, int) and fits(np.int64(3), int) and fits(3, float) and not fits(True, int) and not fits(1.5, int)
    assert (
        fits([1, 2], Sequence[int])
        and fits((), Sequence[int])
        and not fits("ab", Sequence[int])
        and not fits([1, "a"], Sequence[int])
    )
    assert fits("a", Literal["a", "b"]) and not fits("c", Literal["a", "b"]) and not fits([], Literal["a"])
    assert fits((1, 2), tuple[int, int]) and not fits((1, 2, 3), tuple[int, int]) and not fits([1, 2], tuple[int, int])
    assert fits(len, Callable[[int], int]) and not fits(3, Callable[[int], int])

    @checked
    def face(count: int, *, names: Sequence[str] | None = None, **axes: int) -> Iterator[int]:
        """What it is for."""
        yield count

    assert face.__doc__ == "What it is for." and "count" in inspect.signature(face).parameters
    assert [*face(3, names=["a"], head=1)] == [3]
    for call in (lambda: face("x"), lambda: face(1, names=3), lambda: face(1, head="x")):  # pyright: ignore
        with pytest.raises(BadArgument, match="face was given"):
            call()
    with pytest.raises(TypeError, match="missing"):
        face()  # pyright: ignore[reportCallIssue]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"edits": []}, "trace.rerun"), ({"max_new_tokens": 3}, "called count"), ({"num_beams": 2}, "called beams"),
        ({"do_sample": True}, "it samples"), ({"top_p": 0.9}, r"settings=cutaway.Settings\(top_p="), ({"nonsense": 1}, "It takes text"),
    ],
)  # fmt: skip
def test_what_is_called_otherwise_elsewhere_says_where_it_belongs(given: dict[str, Any], said: str) -> None:
    with pytest.raises(CutawayError, match=said):
        Model(small("llama")).generate(IDS, 2, **given)


def test_vectors_in_the_place_of_tokens_are_put_there_by_an_edit(model: Model) -> None:
    vectors = torch.randn(len(IDS), model.facts.d_model)
    with pytest.raises(BadArgument, match=r"cutaway\.replace\('embed', vectors\)"):
        model.trace(IDS, inputs_embeds=vectors)  # pyright: ignore[reportCallIssue]
    with torch.no_grad():
        wanted = model.hf(inputs_embeds=vectors[None]).logits[0]
    torch.testing.assert_close(model.trace(IDS).rerun(cutaway.replace("embed", vectors))["logits"], wanted)
