"""What the page is told of how a token is chosen."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import GenerationConfig

from cutaway import Model
from cutaway.server.stores.models import ModelStore
from support.generated import generated
from support.serving import HEADLESS, TINY, TWO_STACKS, Page, Running, open_small, running, two_stacks

TEXT = "hello you"
ASKED = {"temperature": 0.8, "top_k": 60, "top_p": 0.95, "min_p": 0.01, "typical_p": 0.9, "repetition_penalty": 1.2}


def sampling(page: Page, text: str = TEXT, **query: Any) -> dict[str, Any]:
    answer = page.get(f"/api/traces/{page.trace(text)['id']}/sampling", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def processed(model: Model, ids: list[int], logits: torch.Tensor, asked: dict[str, Any]) -> list[torch.Tensor]:
    """The model's logits and what each processor of its own `generate` makes of them, `(vocabulary,)` each."""
    now = logits[None].clone()
    found = [now[0]]
    hf: Any = model.hf
    for process in hf._get_logits_processor(GenerationConfig(do_sample=True, **asked)):
        now = process(torch.tensor([ids]), now)
        found.append(now[0])
    return found


def check_stages(answer: dict[str, Any], expected: list[torch.Tensor]) -> None:
    listed = [token["id"] for token in answer["tokens"]]
    assert len(answer["stages"]) == len(expected)
    for stage, logits in zip(answer["stages"], expected, strict=True):
        shares = logits.double().softmax(-1)
        left = logits.isfinite()
        for at, id in enumerate(listed):
            if not left[id]:
                assert stage["probabilities"][at] is None
                assert stage["logits"][at] is None
            else:
                assert stage["probabilities"][at] == pytest.approx(float(shares[id]), rel=1e-4, abs=1e-9)
                assert stage["logits"][at] == pytest.approx(float(logits[id]), rel=1e-4, abs=1e-5)
        others = [id for id in range(len(logits)) if left[id] and id not in listed]
        assert stage["rest_count"] == len(others)
        assert stage["rest_probability"] == pytest.approx(float(shares[others].sum()), abs=1e-6)
        assert stage["left"] == int(left.sum())


def test_every_stage_is_what_generate_s_processors_give(page: Page, model: Model) -> None:
    assert model.tokenizer is not None
    ids = model.tokenizer.backend.encode(TEXT).ids
    with torch.no_grad():
        logits = model.hf(torch.tensor([ids])).logits[0]
    answer = sampling(page, **ASKED)
    check_stages(answer, processed(model, ids, logits[-1], ASKED))
    assert [stage["name"] for stage in answer["stages"]] == [
        "model", "repetition_penalty", "temperature", "top_k", "top_p", "min_p", "typical_p",
    ]  # fmt: skip
    assert [stage["setting"] for stage in answer["stages"]] == [None, 1.2, 0.8, 60, 0.95, 0.01, 0.9]
    assert [stage["reason"] and stage["reason"]["kind"] for stage in answer["stages"]] == [
        None, "repetition", "temperature", "top_k", "top_p", "min_p", "typical",
    ]  # fmt: skip
    earlier = sampling(page, position=3, repetition_penalty=1.7)
    check_stages(earlier, processed(model, ids[:4], logits[3], {"repetition_penalty": 1.7}))
    assert {token["id"] for token in earlier["tokens"] if token["stood"]} <= set(ids[:4])


def test_cut_and_left_and_drawn_add_up(page: Page) -> None:
    answer = sampling(page, **ASKED, seed=3, draws=200)
    for before, after in pairwise(answer["stages"]):
        assert before["left"] - after["cut"] == after["left"]
    last = answer["stages"][-1]
    assert sum(p or 0 for p in last["probabilities"]) + last["rest_probability"] == pytest.approx(1)
    assert answer["line"][0]["start"] == 0
    assert answer["line"][-1]["end"] == pytest.approx(1)
    assert sum(each["tokens"] for each in answer["line"]) == last["left"]
    assert sum(each["count"] for each in answer["often"]) == answer["draws"] == 200
    drawn = answer["drawn"]
    at = [token["id"] for token in answer["tokens"]].index(drawn["id"])
    assert drawn["chance"] == pytest.approx(last["probabilities"][at])
    assert drawn["start"] <= drawn["number"] < drawn["end"]


def test_tokens_that_are_not_listed_are_counted_together(page: Page) -> None:
    answer = sampling(page, temperature=3, top=1, draws=300)
    others = [each for each in answer["often"] if each["id"] is None]
    assert len(others) == 1
    assert others[0]["tokens"] > 1
    assert {each["id"] for each in answer["often"] if each["id"] is not None} <= {t["id"] for t in answer["tokens"]}


def test_temperature_zero_takes_the_most_probable(page: Page) -> None:
    answer = sampling(page, temperature=0, top_k=5, draws=10)
    assert [stage["name"] for stage in answer["stages"]] == ["model", "temperature"]
    assert answer["stages"][1]["left"] == 1
    assert answer["drawn"] == {"id": answer["tokens"][0]["id"], "chance": 1, "number": None, "start": 0, "end": 1}
    assert answer["often"] == [{"id": answer["tokens"][0]["id"], "tokens": 1, "count": 10}]


def test_the_same_seed_draws_the_same_token_in_a_server_that_starts_anew(page: Page) -> None:
    here = [sampling(page, seed=seed, temperature=1.5)["drawn"] for seed in range(8)]
    code = f"""
from cutaway.generate.sampling import sample
from cutaway.generate.settings import Settings
from support.serving import tiny
trace = tiny().trace({TEXT!r})
print([sample(trace, Settings(temperature=1.5), seed=seed).drawn.id for seed in range(8)])
"""
    tests = Path(__file__).parents[1]
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=tests).stdout
    assert said.strip() == str([drawn["id"] for drawn in here])
    assert len({drawn["id"] for drawn in here}) > 2


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"temperature": -1}, "bad-settings"),
        ({"top_p": 0}, "bad-settings"),
        ({"typical_p": 1.5}, "bad-settings"),
        ({"min_p": "nan"}, "bad-settings"),
        ({"repetition_penalty": 0}, "bad-settings"),
        ({"top_k": -1}, "bad-settings"),
        ({"top_k": "many"}, "bad-request"),
        ({"draws": 1001}, "bad-request"),
        ({"seed": -1}, "bad-request"),
        ({"position": 9}, "bad-index"),
    ],
)
def test_bad_settings_are_refused_with_what_they_may_be(page: Page, query: dict[str, Any], code: str) -> None:
    answer = page.get(f"/api/traces/{page.trace(TEXT)['id']}/sampling", **query)
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert answer.json()["hint"] or answer.json()["message"]


def test_a_model_that_writes_nothing_says_so(page: Page) -> None:
    answer = page.get(f"/api/traces/{page.trace(TEXT, HEADLESS)['id']}/sampling")
    assert answer.status_code == 422
    assert answer.json()["code"] == "unsupported-model"


@pytest.fixture(scope="module")
def stacks() -> Iterator[Running]:
    """A server of its own: one holds only a few models."""
    with running(ModelStore(TWO_STACKS, opener=open_small)) as server:
        yield server


def test_in_two_stacks_the_decoder_s_tokens_are_what_stood_before(stacks: Running) -> None:
    with stacks.page() as page:
        page.open(TWO_STACKS)
        trace = page.post("/api/traces", model=TWO_STACKS, text="hello", target="ab").json()
        answer = page.get(f"/api/traces/{trace['id']}/sampling", repetition_penalty=1.5, top_k=9, top=20).json()
    model = two_stacks()
    assert model.tokenizer is not None
    source, target = (model.tokenizer.backend.encode(each).ids for each in ("hello", "ab"))
    given = [0, *target]
    with torch.no_grad():
        logits = model.hf(input_ids=torch.tensor([source]), decoder_input_ids=torch.tensor([given])).logits[0, -1]
    check_stages(answer, processed(model, given, logits, {"repetition_penalty": 1.5, "top_k": 9}))
    assert answer["position"] == 2
    assert answer["stages"][1]["reason"]["tokens"] == 3


def writer(name: str, *_: Any) -> Model:
    """A model that may not write the tokens that are most probable after the text."""
    model = open_small(name, *_)
    hf: Any = model.hf
    hf.generation_config.suppress_tokens = list(range(128))
    hf.generation_config.no_repeat_ngram_size = 2
    return model


def test_what_a_model_s_own_settings_ask_for_is_done_and_told() -> None:
    with running(ModelStore(TINY, opener=writer)) as server, server.page() as page:
        assert page.open(TINY)["state"] == "ready"
        answer = sampling(page, temperature=0)
        body = {"model": TINY, "text": TEXT, "count": 6, "choosing": {"temperature": 0}}
        written = [json.loads(line)["step"] for line in page.post("/api/continuations", **body).text.splitlines()]
        branch = {"on": -1, "place": 0, "ids": [step["id"] for step in written], "choosing": {"temperature": 0}}
        told = page.post("/api/trees", model=TINY, text=TEXT, branches=[branch])
    model = writer(TINY, None, None)
    ids = [token.id for token in model.tokens(TEXT)]
    theirs = generated(model, torch.tensor([ids]), max_new_tokens=6, do_sample=False, pad_token_id=0)[0].tolist()
    assert [step["id"] for step in written] == theirs[len(ids) :]
    assert answer["drawn"]["id"] == written[0]["id"]
    (stage,) = [stage for stage in answer["stages"] if stage["name"] == "suppress_tokens"]
    assert (stage["cut"], stage["reason"]["kind"]) == (128, "changed")
    again = [step for line in told.text.splitlines() for step in json.loads(line)["steps"]]
    assert [step["chance"] for step in again] == [1] * len(written)
