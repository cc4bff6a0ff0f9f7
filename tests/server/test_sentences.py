"""What the page says of a text is what Hugging Face's own code finds: eight kinds of texts, three models, every such sentence."""

import copy
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import LogitsProcessorList, TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

import cutaway
from cutaway import Model
from cutaway.server.stores.models import ModelStore
from support.serving import Page, running
from support.texts import read_by

pytestmark = pytest.mark.slow

MODELS = ("smollm2", "minilm", "textbook")
ROOT = Path(__file__).parents[2]
STEPS, BEAMS, SEED = 2, 2, 7
CHOOSING: dict[str, float] = {"temperature": 0.7, "top_k": 40, "top_p": 0.9}


class Read:
    """A text as Hugging Face's eager code reads it, with nothing of Cutaway but the weights and the ids."""

    def __init__(self, hf: Any, ids: list[int], target: list[int]) -> None:
        self.hf, self.target = hf, torch.tensor([target])
        self.ids: Any = torch.tensor([ids])
        self.given = {"input_ids": self.ids} | ({"decoder_input_ids": self.target} if target else {})
        self.lengths: list[torch.Tensor] = []  # of each layer's values: (sets, positions)
        width = hf.config.hidden_size // hf.config.num_attention_heads

        def keep_lengths(_module: Any, _given: Any, values: torch.Tensor) -> None:
            self.lengths.append(values[0].unflatten(-1, (-1, width)).norm(dim=-1).T)

        projections = [module for name, module in hf.named_modules() if name.endswith("self_attn.v_proj")]
        hooks = [module.register_forward_hook(keep_lengths) for module in projections]
        with torch.no_grad():
            out = hf(**self.given, output_attentions=True, output_hidden_states=True)
        for hook in hooks:
            hook.remove()
        kinds = {"self": "attentions"} | {name: f"{name}_attentions" for name in ("encoder", "decoder", "cross")}
        self.patterns = {
            name: torch.cat(out[kind]) for name, kind in kinds.items() if out.get(kind)
        }  # each (layers, heads, queries, keys)
        if "logits" in out:
            states = torch.cat(out.decoder_hidden_states if target else out.hidden_states)
            logits = hf.get_output_embeddings()(states[:-1] if target else hf.model.norm(states[:-1]))
            self.lens = torch.cat([logits.detach(), out.logits])  # (rows, positions, vocabulary): the embedding's first
            self.columns = (self.target if target else self.ids)[0]
            self.log = out.logits[0, -1].double().log_softmax(-1)

    def rollout(self, name: str, position: int) -> float:
        """What reaches the first token of the input."""
        row = torch.eye(self.patterns[name].shape[-1], dtype=torch.float64)[position]
        for pattern in self.patterns[name].double().flip(0):
            row = row @ pattern.mean(0) / 2 + row / 2
        return float(row[0])

    def greedy(self, count: int) -> tuple[list[int], list[float]]:
        """The most probable tokens, and the logarithm of what each has."""
        written, logs = [], list[float]()
        for _ in range(count):
            after = torch.tensor([written], dtype=torch.long)
            last = next(reversed(self.given))
            with torch.no_grad():
                logits = self.hf(**self.given | {last: torch.cat([self.given[last], after], 1)}).logits[0, -1]
            shares = logits.double().log_softmax(-1)
            written.append(int(shares.argmax()))
            logs.append(float(shares.max()))
        return written, logs


def eager(own: Any) -> Any:
    """Another model with the same weights, which Cutaway has not touched."""
    config = copy.deepcopy(own.config)
    config._attn_implementation = "eager"
    hf = type(own)(config).eval()
    hf.load_state_dict(own.state_dict())
    return hf


@pytest.fixture(scope="module")
def models() -> dict[str, Model]:
    return {name: cutaway.load(name) for name in MODELS}


@pytest.fixture(scope="module")
def page(models: dict[str, Model]) -> Iterator[Page]:
    library = ModelStore("smollm2", opener=lambda name, *_: models[name], fetcher=lambda *_: None)
    with running(library) as server, server.page() as page:
        for name in MODELS:
            assert page.open(name)["state"] == "ready"
        yield page


def lines(page: Page, path: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """An answer that comes line by line. Of measurements, the first round is enough."""
    found = []
    with page.client.stream("POST", path, json=asked) as answer:
        assert answer.status_code == 200
        for line in answer.iter_lines():
            found.append(json.loads(line))
            if found[-1].get("round"):
                return found[:-1]
    return found


def answers(page: Page, name: str, text: str, target: str) -> dict[str, Any]:
    """What the server answers to the questions of every view, as the page asks them."""
    asked = {"model": name, "text": text, "target": target, "appended": []}
    told = page.post("/api/tokens", **asked).json()
    trace = page.post("/api/traces", **asked).json()
    path, facts = f"/api/traces/{trace['id']}", page.get("/api/model", name=name).json()["facts"]
    maps = []
    for each in trace["maps"]:
        found = {
            "map": each,
            "heads": page.get(f"{path}/heads", map=each["name"]).json(),
            "position": 0,
            "shares": None,
        }
        if each["name"] != "cross":
            found["position"] = len(told[each["queries"]]["ids"]) - 1
            data = page.get(f"{path}/rollout", map=each["name"], position=found["position"]).content
            size = int.from_bytes(data[:8], "little")
            shape = json.loads(data[8 : 8 + size])["data"]["shape"]
            whole = torch.frombuffer(bytearray(data[8 + size :]), dtype=torch.float32).reshape(shape)
            found["shares"] = whole[-1].tolist()
        maps.append(found)
    record = {"facts": facts, "text": told["text"], "target": told["target_text"], "maps": maps, "columns": told}
    if facts["predicts"] == "nothing":
        return record
    rows = [row for row in page.get(f"{path}/lens/rows").json()["rows"] if row["place"] in ("embedding", "post")]
    writing = {"beams": BEAMS, "count": STEPS, "length_penalty": 1.0}
    return record | {
        "lens": {"rows": rows, "cells": page.get(f"{path}/lens", rows=[r["site"] for r in rows], positions="").json()},
        "sampled": page.get(f"{path}/sampling", **CHOOSING, seed=SEED, draws=100).json(),
        "steps": lines(page, "/api/cache/steps", asked | {"steps": STEPS}),
        "found": lines(page, "/api/beams", asked | writing),
        "asked": writing | {"seed": SEED},
        "greedy": [
            each["step"]
            for each in lines(page, "/api/continuations", asked | {"count": STEPS, "choosing": {"temperature": 0}})
        ],
    }


def said_of(records: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """The page's own sentences, by its own modules."""
    given, made = folder / "answers.json", folder / "sentences.json"
    given.write_text(json.dumps(records), encoding="utf-8")
    command = [sys.executable, "hatch_build.py", "npm", "run", "sentences", "--", str(given), str(made)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(made.read_text(encoding="utf-8"))


def number(text: str) -> float:
    """A number as the page writes it."""
    plain, *power = text.replace(",", "").replace("−", "-").replace("\u00a0", "").split("×10")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return float(plain) * 10 ** (int(power[0].translate(raised)) if power else 0)


SHARE = r"((?:under |over )?[\d.,]+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?) %"


def is_share(said: str, share: float) -> bool:
    """Whether a share in words is this one, to the figures that are shown."""
    if said.startswith("under"):
        return share < 1.01e-4
    if said.startswith("over"):
        return share > 0.9998
    return number(said) / 100 == pytest.approx(share, rel=6e-3, abs=1e-9)


def find(pattern: str, text: str) -> tuple[str, ...]:
    text = text.replace("\u00a0", " ")
    found = re.search(pattern.replace("SHARE", SHARE).replace("N", r"(\d[\d,]*\d|\d)"), text)
    assert found, (pattern, text)
    return found.groups()


def check_heads(said: dict[str, Any], read: Read, record: dict[str, Any]) -> None:
    for each in record["maps"]:
        name, pattern = each["map"]["name"], read.patterns[each["map"]["name"]]
        rows = pattern if name == "cross" else pattern[:, :, 1:]
        if not rows.shape[2]:
            assert "On your text" not in said[f"habits {name}"]
            continue
        first = rows[..., 0].mean(-1)
        before = rows.diagonal(dim1=-2, dim2=-1).mean(-1)
        habits = said[f"habits {name}"]
        firsts, heads = find(r"On your text, N of N heads? gives? the first token .*more than half", habits)
        assert number(heads) == first.numel()
        counts = [(firsts, first)]
        if name == "cross":  # nothing of one text stands before a token of another
            assert "token before" not in habits
        else:
            counts.append((find("more than half, and N gives? it to the token before", habits)[0], before))
        for shown, values in counts:  # a mean may lie on the very half
            assert int((values > 0.5 + 1e-5).sum()) <= number(shown) <= int((values > 0.5 - 1e-5).sum())
        if "Here heads give the first token" in said[f"pictures {name}"]:
            (share,) = find("Here heads give the first token SHARE on average", said[f"pictures {name}"])
            assert is_share(share, float(first.mean()))
            shown = find(r"values are (\S+) long on average, those of the others (\S+)\.", said[f"pictures {name}"])
            lengths = torch.cat(read.lengths)
            means = (float(lengths[:, 0].mean()), float(lengths[:, 1:].mean()))
            assert [number(each) for each in shown] == pytest.approx(means, rel=6e-3)
        if name != "cross":
            share = read.rollout(name, each["position"])
            assert (said[f"rollout {name}"] != "") == (share > 0.9 and each["position"] > 0)
            if said[f"rollout {name}"]:
                assert is_share(find("gathers SHARE", said[f"rollout {name}"])[0], share)
                assert ("itself alone" in said[f"rollout {name}"]) == bool((pattern[:, :, 0, 1:] == 0).all())


def check_lens(said: dict[str, Any], read: Read, record: dict[str, Any]) -> None:
    best = read.lens.argmax(-1)
    other, all = int((best[0] != read.columns).sum()), len(read.columns)
    sentence = said["lens"]
    if other == 0:
        assert "another token" not in sentence
    elif all > 1:
        assert find(r"N of N", sentence.split("before any layer has worked.")[1]) == (f"{other:,}", f"{all:,}")
    leads = (best[:, -1] == best[-1, -1]).tolist()
    last = len(leads) - 1 - leads[::-1].index(False) if False in leads else -1
    where = "in every row, the embedding’s included" if last < 0 else f"from layer {last} on"
    assert f"leads {where}." in sentence
    assert ("It led earlier too" in sentence) == any(leads[: max(0, last)])


def check_sampling(said: dict[str, Any], read: Read, record: dict[str, Any]) -> None:
    warpers = LogitsProcessorList([
        TemperatureLogitsWarper(CHOOSING["temperature"]), TopKLogitsWarper(int(CHOOSING["top_k"])), TopPLogitsWarper(CHOOSING["top_p"]),
    ])  # fmt: skip
    logits: Any = read.lens[-1, -1:]
    scores = warpers(read.ids, logits)[0]
    left = int(scores.isfinite().sum())
    assert find("Here they leave N of N", said["sampling"]) == (f"{left:,}", f"{len(scores):,}")
    drawn = record["sampled"]["drawn"]["id"]
    chance = float(scores.double().softmax(-1)[drawn])
    assert is_share(find("which has SHARE", said["sampling title"])[0], chance)
    assert is_share(find("The drawn one here has SHARE", said["sampling"])[0], chance)
    entropy = -float((read.log.exp() * read.log).sum()) / torch.log(torch.tensor(2.0, dtype=torch.float64))
    assert number(find(r"entropy of (\S+) bits", said["stages"][0])[0]) == pytest.approx(float(entropy), rel=6e-3)


def check_cache(said: dict[str, Any], read: Read, record: dict[str, Any]) -> None:
    n, m = read.given[next(reversed(read.given))].shape[1], len(record["greedy"])
    steps, kept, anew = find("Here, N steps? computed N positions? with the cache and N without", said["cache"])
    assert [number(each) for each in (steps, kept, anew)] == [m, n + m - 1, m * n + m * (m - 1) // 2]
    with torch.no_grad():
        cache = read.hf(**read.given, use_cache=True).past_key_values
    own = getattr(cache, "self_attention_cache", cache)
    size = sum(4 * (layer.keys.numel() + layer.values.numel()) for layer in own.layers) * (n + m - 1) // n
    assert record["steps"][m - 1]["held"][0]["bytes"] == size
    assert said["held"][0].endswith(shown_bytes(size))
    seconds = {
        cached: sum(step["seconds"] for step in record["steps"] if step["cached"] == cached) for cached in (True, False)
    }
    ratio = seconds[False] / seconds[True]
    slower = said["times"].startswith("Without the cache it took")
    assert slower == (ratio > 1.05)
    assert said["times"].startswith("With the cache it took longer") == (ratio < 1 / 1.05)
    if slower:
        assert number(find(r"took (\S+) times", said["times"])[0]) == pytest.approx(ratio, rel=6e-3)


def shown_bytes(size: int) -> str:
    units = ["bytes", "kB", "MB", "GB"]
    step = 0 if size < 1000 else 1 if size < 999_500 else 2
    return f"{float(f'{size / 1000**step:.3g}'):.{max(0, 3 - len(str(int(size / 1000**step))))}f}\u00a0{units[step]}"


def check_writing(said: dict[str, Any], read: Read, record: dict[str, Any]) -> None:
    (first,) = find("Here the best first token has SHARE", said["beams"])
    assert is_share(first, float(read.log.max().exp()))
    best = record["found"][-1]["found"][0]
    last = next(reversed(read.given))
    text = torch.cat([read.given[last], torch.tensor([best["ids"]])], 1)
    with torch.no_grad():
        logs = read.hf(**read.given | {last: text}).logits[0].double().log_softmax(-1)
    n = read.given[last].shape[1]
    score = sum(float(logs[n - 1 + i, id]) for i, id in enumerate(best["ids"]))
    many, whole, weighed = find(
        r"Here the best has N tokens? and a score of (\S+); weighed by its length, (\S+)\.", said["beams"]
    )
    assert number(many) == len(best["ids"])
    assert number(whole) == pytest.approx(score, rel=6e-3)
    assert number(weighed) == pytest.approx(score / len(best["ids"]), rel=6e-3)
    assert said["beams title"].startswith(f"With {BEAMS}\u00a0beams, the best continuation ")
    ids, logs = read.greedy(len(record["greedy"]))
    assert [step["id"] for step in record["greedy"]] == ids
    assert f"{len(ids)}\u00a0token" in said["tree title"]
    if len(ids) > 1:
        many, share = find("The N tokens of the branch that you look at have SHARE together", said["tree"])
        assert number(many) == len(ids)
        assert is_share(share, math.exp(sum(logs)))
    lowest, others = find("the shortest is that of .*: SHARE. All other tokens had SHARE there", said["tree"])
    assert is_share(lowest, math.exp(min(logs)))
    assert is_share(others, 1 - math.exp(min(logs)))


@pytest.mark.parametrize("name", MODELS)
def test_sentences_say_what_the_model_s_own_code_finds(
    name: str, models: dict[str, Model], page: Page, tmp_path: Path
) -> None:
    target = "die katze saß" if name == "textbook" else ""
    records = [answers(page, name, text, target) for text in read_by(name)]
    assert len(records) == 8
    hf = eager(models[name].hf)
    for said, record in zip(said_of(records, tmp_path), records, strict=True):
        read = Read(hf, record["columns"]["tokens"]["ids"], record["columns"]["target"]["ids"])
        check_heads(said, read, record)
        if "lens" in record:
            check_lens(said, read, record)
            check_sampling(said, read, record)
            check_cache(said, read, record)
            check_writing(said, read, record)
