"""Every tensor that the attention and the walk-through rooms draw, as it comes over the wire, against Hugging Face's eager pass.

On a decoder, an encoder, and two models of two stacks: one that scales scores and one that adds biases to them.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx
import numpy as np
import pytest
import tokenizers
import torch
from numpy.typing import NDArray
from safetensors.torch import load
from tokenizers import decoders, models, pre_tokenizers

from cutaway import Model
from cutaway.progress import Progress
from cutaway.server.stores.models import ModelStore
from support import independent
from support.architectures import CONFIGS, marian
from support.columns import tokens_told
from support.families import FAMILIES
from support.measures import measured
from support.serving import Page, Running, running

SCALING, BIASED = ("llama", "bert", "marian"), ("t5",)
NAMES = SCALING + BIASED
OWNER = "tests/"
TEXT, TARGET = "The cat, the dog. A cat", "la chat, la"
CHARACTERS = [*map(chr, range(33, 127)), "Ġ", "Ċ"]
"""Printable signs, the space and the end of a line, as byte-level tokenizers write them: a vocabulary of one sign a token."""
MASKED = -1e30


def tokenizer() -> tokenizers.Tokenizer:
    made = tokenizers.Tokenizer(models.BPE({sign: id for id, sign in enumerate(CHARACTERS)}, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    return made


def opened(name: str, progress: Progress, cancelled: Any) -> Model:
    made = name.removeprefix(OWNER)
    return Model(marian() if made == "marian" else CONFIGS[made](), tokenizer(), name=name)


@dataclass
class Drawn:
    """A text's trace on the server with its tokens, and what Hugging Face computes for the same ids."""

    name: str
    page: Page
    answer: dict[str, Any]

    @cached_property
    def theirs(self) -> dict[str, torch.Tensor]:
        hf = marian() if self.name == "marian" else CONFIGS[self.name]()
        given = {"input_ids": torch.tensor([self.ids("tokens")])}
        if hf.config.is_encoder_decoder:
            assert self.ids("target")[0] == hf.config.decoder_start_token_id
            given["decoder_input_ids"] = torch.tensor([self.ids("target")])
        return independent.read_all(hf, FAMILIES[self.name], given)

    def ids(self, end: str) -> list[int]:
        return [token["id"] for token in self.answer[end]]

    def get(self, what: str, /, **query: Any) -> bytes:
        answer = self.page.get(f"/api/traces/{self.answer['id']}/{what}", **query)
        assert answer.status_code == 200, answer.text
        return answer.content

    def tensor(self, what: str, /, **query: Any) -> torch.Tensor:
        return load(self.get(what, **query))["data"]

    def json(self, what: str, /, **query: Any) -> Any:
        answer = self.page.get(f"/api/traces/{self.answer['id']}/{what}", **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @cached_property
    def stages(self) -> list[dict[str, Any]]:
        return self.json("walk")["stages"]

    @property
    def maps(self) -> list[dict[str, Any]]:
        return self.answer["maps"]

    @property
    def mixing(self) -> list[dict[str, Any]]:
        """The kinds of attention in one text."""
        return [map for map in self.maps if map["name"] != "cross"]

    def patterns(self, map: dict[str, Any]) -> NDArray[np.float64]:
        """Theirs: `(layers, heads, queries, keys)`."""
        return torch.stack([self.theirs[site] for site in map["patterns"]]).double().numpy()

    @property
    def attentions(self) -> list[str]:
        return [site.removesuffix(".pattern") for map in self.maps for site in map["patterns"]]

    def shared(self, attention: str, part: str) -> torch.Tensor:
        """Their keys or values, one set for each query head."""
        tensor, heads = self.theirs[f"{attention}.{part}"], len(self.theirs[f"{attention}.q"])
        return tensor.repeat_interleave(heads // len(tensor), 0)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(ModelStore(OWNER + NAMES[0], opener=opened)) as server:
        yield server


@pytest.fixture(scope="module", params=NAMES)
def drawn(server: Running, request: pytest.FixtureRequest) -> Iterator[Drawn]:
    name: str = request.param
    with server.page(timeout=120) as page:
        assert page.open(OWNER + name)["state"] == "ready"
        target = TARGET if name in ("marian", "t5") else ""
        asked = {"model": OWNER + name, "text": TEXT, "target": target}
        answer = page.post("/api/traces", **asked)
        assert answer.status_code == 200, answer.text
        told = page.post("/api/tokens", **asked).json()
        tokens = {
            "tokens": tokens_told(told["tokens"], told["text"]),
            "target": tokens_told(told["target"], told["target_text"]),
        }
        yield Drawn(name, page, answer.json() | tokens)


def close(ours: torch.Tensor, theirs: torch.Tensor, tolerance: float = 1e-4) -> None:
    """They agree, relative to their scale; what is masked is masked in both."""
    assert ours.shape == theirs.shape
    shown = theirs > MASKED
    assert torch.equal(ours > MASKED, shown)
    scale = max(1.0, float(theirs[shown].abs().max())) if shown.any() else 1.0
    torch.testing.assert_close(ours[shown].double(), theirs[shown].double(), atol=tolerance * scale, rtol=0)


def dequantised(data: bytes) -> tuple[torch.Tensor, float]:
    """Values that came as bytes, and the size of a step."""
    said = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])["__metadata__"]
    step = float(said["scale"])
    return float(said["offset"]) + step * load(data)["data"].double(), step


def test_each_matrix_of_the_walk(drawn: Drawn) -> None:
    named = [stage for stage in drawn.stages if stage["site"]]
    assert {stage["kind"] for stage in named} >= {
        "embed", "norm", "query", "key", "value", "masked", "pattern", "weighted", "concat-out", "residual", "mlp-up", "activation",
        "mlp-down", "logits",
    }  # fmt: skip
    for stage in named:
        ours = drawn.tensor("tensor", site=stage["site"])
        assert list(ours.shape) == stage["shape"]
        close(ours, drawn.theirs[stage["site"]])


def test_products_and_scaled_products(drawn: Drawn) -> None:
    stages = {stage["id"] for stage in drawn.stages}
    for attention in drawn.attentions:
        q, k = drawn.theirs[f"{attention}.q"], drawn.shared(attention, "k")
        assert f"{attention}.products" in stages
        assert (f"{attention}.scaled" in stages) == (drawn.name in SCALING)
        for head in range(len(q)):
            dots = q[head] @ k[head].T
            close(drawn.tensor("products", attention=attention, head=head, what="dots"), dots)
            if f"{attention}.scaled" in stages:
                scaled = drawn.tensor("products", attention=attention, head=head, what="scaled", queries="1:6")
                close(scaled, dots[1:6] / q.shape[-1] ** 0.5)


def test_shares_of_the_vocabulary(drawn: Drawn) -> None:
    for position in (0, len(drawn.theirs["logits"]) - 1):
        answer = drawn.json("prediction", position=position, top=10)
        probabilities = drawn.theirs["logits"][position].double().softmax(-1)
        best = probabilities.topk(10)
        assert [each["id"] for each in answer["top"]] == best.indices.tolist()
        assert [each["probability"] for each in answer["top"]] == pytest.approx(best.values.tolist(), abs=1e-5)
        assert answer["rest_probability"] == pytest.approx(1 - best.values.sum().item(), abs=1e-5)


def test_what_is_explained_is_the_number_itself(drawn: Drawn) -> None:
    chance = np.random.default_rng(1)
    for stage in drawn.stages:
        if not stage["site"]:
            continue
        theirs = drawn.theirs[stage["site"]]
        index = tuple(int(chance.integers(size)) for size in theirs.shape)
        answer = drawn.json("explain", site=stage["site"], index=",".join(map(str, index)))
        if theirs[index] < MASKED:
            assert answer["value"] is None or answer["value"] < MASKED
        else:
            assert answer["value"] == pytest.approx(
                theirs[index].item(), abs=1e-4 * max(1.0, float(theirs.abs().max()))
            )


def test_products_are_explained_entry_by_entry(drawn: Drawn) -> None:
    stages = {stage["id"] for stage in drawn.stages}
    for attention in drawn.attentions:
        q, k = drawn.theirs[f"{attention}.q"], drawn.shared(attention, "k")
        head, query, key = len(q) - 1, 4, 3
        index = f"{head},{query},{key}"
        entries = (q[head, query] * k[head, key]).tolist()
        answer = drawn.json("explain", site=f"{attention}.products", index=index, top=3)
        assert answer["value"] == pytest.approx(sum(entries), abs=1e-4)
        largest = sorted(entries, key=abs, reverse=True)[:3]
        assert [term["value"] for term in answer["terms"]] == pytest.approx(largest, abs=1e-4)
        assert answer["remainder"] == pytest.approx(sum(entries) - sum(largest), abs=1e-4)
        factor = answer["inputs"][answer["terms"][0]["factors"][1]]
        behind = drawn.json("explain", site=f"{attention}.products", index=index, top=3, path="1")
        assert (behind["site"], behind["index"]) == (factor["name"], factor["index"])
        assert behind["value"] == pytest.approx(drawn.theirs[behind["site"]][tuple(behind["index"])].item(), abs=1e-4)
        if f"{attention}.scaled" in stages:
            answer = drawn.json("explain", site=f"{attention}.scaled", index=index)
            assert answer["value"] == pytest.approx(sum(entries) / q.shape[-1] ** 0.5, abs=1e-4)
            assert [(each["name"], each["leaf"]) for each in answer["inputs"]] == [(f"{attention}.products", False)]
    refused = drawn.page.get(
        f"/api/traces/{drawn.answer['id']}/explain", site=f"{drawn.attentions[0]}.products", index="0,0,99"
    )
    assert refused.json()["code"] == "bad-index"


def test_small_pictures_and_the_heatmap_from_afar(drawn: Drawn) -> None:
    cells = 5
    for map in drawn.maps:
        for site in map["patterns"]:
            theirs = drawn.theirs[site]
            size = [-(-length // cells) for length in theirs.shape[1:]]
            windows = [
                [theirs[:, q : q + size[0], k : k + size[1]].amax((1, 2)) for k in range(0, theirs.shape[2], size[1])]
                for q in range(0, theirs.shape[1], size[0])
            ]
            largest = torch.stack([torch.stack(row, -1) for row in windows], 1)
            values, step = dequantised(drawn.get("tensor", site=site, pool=cells, dtype="uint8"))
            close(values, largest.double(), step)
            close(drawn.tensor("tensor", site=site, pool=cells, dtype="float16").float(), largest, 1e-3)


def test_a_part_of_a_head(drawn: Drawn) -> None:
    for attention in drawn.attentions:
        site = f"{attention}.pattern"
        part = drawn.tensor("tensor", site=site, index="1,2:7,0:6")
        close(part, drawn.theirs[site][1, 2:7, 0:6])


def test_each_step_of_scoring_one_query(drawn: Drawn) -> None:
    for attention in drawn.attentions:
        theirs = drawn.theirs
        heads, queries, width = theirs[f"{attention}.q"].shape
        for head, query in ((0, 0), (1, queries - 1), (heads - 1, 4)):
            steps = load(drawn.get("scoring", attention=attention, head=head, query=query))
            q, k, v = theirs[f"{attention}.q"][head, query], *(drawn.shared(attention, part)[head] for part in "kv")
            scores, pattern = (theirs[f"{attention}.{part}"][head, query] for part in ("scores", "pattern"))
            expected = {
                "q": q, "k": k, "v": v, "products": q * k, "dots": k @ q, "scores": scores, "pattern": pattern,
                "z": theirs[f"{attention}.z"][head, query],
            }  # fmt: skip
            if drawn.name in SCALING or attention.endswith("cross_attn"):  # T5 adds no biases from stack to stack
                scaling = width**-0.5 if drawn.name in SCALING else 1.0
                scaled = k @ q * scaling
                expected |= {"scaling": torch.tensor([scaling]), "scaled": scaled, "added": scores - scaled}
            assert steps.keys() == expected.keys()
            for name, tensor in expected.items():
                close(steps[name], tensor)


def test_means_over_heads_and_layers(drawn: Drawn) -> None:
    for map in drawn.maps:
        theirs = torch.tensor(drawn.patterns(map))
        close(drawn.tensor("summary", map=map["name"]), theirs.mean((0, 1)))
        close(drawn.tensor("summary", map=map["name"], layer=1), theirs[1].mean(0))
        close(drawn.tensor("summary", map=map["name"], layer=1, window="2:7,1:5"), theirs[1].mean(0)[2:7, 1:5])


def word_numbers(texts: Sequence[str]) -> list[int]:
    """Which word each sign belongs to: a space begins the next."""
    return ["".join(texts[: at + 1]).count(" ") for at in range(len(texts))]


def joined(pattern: NDArray[np.float64], rows: list[int], columns: list[int]) -> NDArray[np.float64]:
    """Weights to a word are added up, those from a word averaged."""
    out = np.zeros((max(rows) + 1, max(columns) + 1))
    for q, row in enumerate(rows):
        for k, column in enumerate(columns):
            out[row, column] += pattern[q, k] / rows.count(row)
    return out


def test_sums_over_words(drawn: Drawn) -> None:
    for map in drawn.maps:
        rows, columns = (
            word_numbers([token["text"] for token in drawn.answer[map[end]]]) for end in ("queries", "keys")
        )
        for query, pattern in (
            ({"layer": 1, "head": 2}, drawn.patterns(map)[1, 2]),
            ({"layer": 0}, drawn.patterns(map)[0].mean(0)),
            ({}, drawn.patterns(map).mean((0, 1))),
        ):
            ours = drawn.tensor("summary", map=map["name"], words=True, **query)
            np.testing.assert_allclose(ours, joined(pattern, rows, columns), atol=1e-5)


def test_rollout_and_flow(drawn: Drawn) -> None:
    for map in drawn.mixing:
        halves = [each.mean(0) / 2 + np.eye(each.shape[-1]) / 2 for each in drawn.patterns(map)][::-1]
        position = halves[0].shape[0] - 2
        rows = [np.eye(len(halves[0]))[position]]
        for half in halves:
            rows.append(rows[-1] @ half)
        ours = drawn.tensor("rollout", map=map["name"], position=position)
        np.testing.assert_allclose(ours, np.stack(rows), atol=1e-5)
        graph = networkx.DiGraph()
        for depth, half in enumerate(halves):
            for row, column in zip(*half.nonzero(), strict=True):
                graph.add_edge((depth, int(row)), (depth + 1, int(column)), capacity=half[row, column])
        flow = drawn.tensor("rollout", map=map["name"], position=position, method="flow")
        for token in range(0, position + 1, 3):
            most = networkx.maximum_flow_value(graph, (0, position), (len(halves), token))
            assert float(flow[token]) == pytest.approx(most, abs=1e-5)


def test_what_heads_do(drawn: Drawn) -> None:
    for map in drawn.maps:
        scores = drawn.json("heads", map=map["name"])["scores"]
        patterns = drawn.patterns(map)
        if map["name"] == "cross":
            assert set(scores) == {"first", "entropy", "focus"}
            entropy = -(patterns * np.log2(patterns)).sum(-1).mean(-1)
            np.testing.assert_allclose(scores["first"], patterns[..., 0].mean(-1), atol=1e-5)
            np.testing.assert_allclose(scores["entropy"], entropy, atol=1e-4)
            np.testing.assert_allclose(scores["focus"], entropy / np.log2(patterns.shape[-1]), atol=1e-4)
            continue
        texts = [token["text"] for token in drawn.answer[map["queries"]]]
        marks = [at for at, text in enumerate(texts) if re.fullmatch(r"[^\w\s]", text)]
        assert marks
        for layer, heads in enumerate(patterns):
            for head, pattern in enumerate(heads):
                expected = measured(pattern, drawn.ids(map["queries"]), map["causal"], marks)
                assert set(expected) == set(scores)
                for name, value in expected.items():
                    assert scores[name][layer][head] == pytest.approx(value, abs=1e-4), (name, layer, head)


def test_what_heads_do_with_repeated_random_tokens(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = drawn.json("induction")["scores"]
    if drawn.name != "llama":
        assert {each for scores in answer.values() for row in scores for each in row} == {None}
        return
    given: list[list[int]] = []
    trace = Model.trace
    monkeypatch.setattr(Model, "trace", lambda self, ids, **more: given.append(list(ids)) or trace(self, ids, **more))
    assert drawn.json("induction")["scores"] == answer
    (ids,) = given
    back = len(ids) // 2
    assert ids[:back] == ids[back:]
    assert len(set(ids)) == back
    theirs = independent.read_all(CONFIGS["llama"](), FAMILIES["llama"], {"input_ids": torch.tensor([ids])})
    for layer in range(3):
        pattern = theirs[f"layers.{layer}.attn.pattern"]
        for name, ahead in (("induction", 1), ("duplicate", 0)):
            places = [(query, query - back + ahead) for query in range(back, 2 * back)]
            expected = torch.stack([pattern[:, q, k] for q, k in places]).mean(0)
            assert answer[name][layer] == pytest.approx(expected.tolist(), abs=1e-5)
