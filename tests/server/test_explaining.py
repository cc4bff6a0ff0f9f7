"""Explanations over the wire: the numbers are the trace's, inputs can be followed to where nothing is behind them."""

import gc
import math
import random
from collections.abc import Iterator
from typing import Any

import pytest

from cutaway import Model
from cutaway.server.stores.models import ModelStore
from cutaway.trace.explain.tape import Tape
from cutaway.trace.trace import Trace
from support.serving import TINY, Page, Running, open_small, running

TEXT = "why is this number so"


@pytest.fixture(scope="module")
def explaining() -> Iterator[Running]:
    """A server of its own: what it remembers goes when it ends."""
    with running(ModelStore(TINY, opener=open_small)) as server, server.page() as page:
        assert page.open(TINY)["state"] == "ready"
        yield server


@pytest.fixture
def page(explaining: Running) -> Iterator[Page]:
    with explaining.page() as page:
        yield page


@pytest.fixture(scope="module")
def trace(model: Model) -> Trace:
    return model.trace(TEXT)


@pytest.mark.parametrize("seed", range(6))
def test_a_random_number_is_explained_as_the_engine_does(page: Page, trace: Trace, seed: int) -> None:
    chance = random.Random(seed)
    site = chance.choice(list(trace.sites))
    index = tuple(chance.randrange(size) for size in trace.sites[site])
    id = page.trace(TEXT)["id"]
    answer = page.get(f"/api/traces/{id}/explain", site=site, index=",".join(map(str, index))).json()
    assert (answer["site"], tuple(answer["index"])) == (site, index)
    number = trace[site][index].item()
    assert answer["value"] == pytest.approx(number, abs=1e-5)
    if answer["sum"] and answer["value"] is not None:
        total = sum(term["value"] for term in answer["terms"]) + answer["remainder"] + answer["rounding"]
        assert total == pytest.approx(answer["value"], rel=1e-6, abs=1e-9)
    for term in answer["terms"]:
        if answer["sum"] and term["factors"]:
            product = term["coefficient"] * math.prod(answer["inputs"][i]["value"] for i in term["factors"])
            product /= math.prod(answer["inputs"][i]["value"] for i in term["divisors"])
            assert product == pytest.approx(term["value"], rel=1e-5, abs=1e-9)


def test_inputs_lead_down_to_a_row_of_the_embedding_table(page: Page, trace: Trace) -> None:
    id = page.trace(TEXT)["id"]
    leaf = _followed_to_a_leaf(page, id, site="layers.0.resid_mid", index="4,2")
    assert leaf["name"].endswith("embed_tokens.weight")
    weight = trace.model.hf.get_parameter(leaf["name"])
    assert leaf["index"] == [trace.ids[4], 2]
    assert leaf["value"] == weight[tuple(leaf["index"])].item()


def _followed_to_a_leaf(page: Page, id: str, **ask: str) -> dict[str, Any]:
    path: list[int] = []
    while len(path) < 12:
        answer = page.get(f"/api/traces/{id}/explain", path=".".join(map(str, path)), **ask).json()
        names = [each["name"] for each in answer["inputs"]]
        at = next(i for i, name in enumerate(names) if "embed" in name or "resid_pre" in name)
        if answer["inputs"][at]["leaf"]:
            return answer["inputs"][at]
        path.append(at)
    raise AssertionError(f"no leaf at {path}")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"site": "embed", "index": "0"}, "bad-index"),
        ({"site": "embed", "index": "0,x"}, "bad-index"),
        ({"site": "embed", "index": "0,900"}, "bad-index"),
        ({"site": "nowhere", "index": "0"}, "no-such-site"),
        ({"site": "embed", "index": "0,1", "path": "99"}, "bad-index"),
    ],
)
def test_what_can_t_be_explained_is_refused_with_a_reason(page: Page, query: dict[str, str], code: str) -> None:
    id = page.trace(TEXT)["id"]
    answer = page.get(f"/api/traces/{id}/explain", **query)
    assert answer.status_code in (400, 404, 422)
    assert answer.json()["code"] == code


def test_explanations_go_with_their_trace(page: Page, explaining: Running) -> None:
    id = page.trace("one that goes")["id"]
    assert page.get(f"/api/traces/{id}/explain", site="layers.1.attn.z", index="0,3,2").status_code == 200
    gc.collect()
    assert any(type(each) is Tape for each in gc.get_objects())
    explaining.app.state.cutaway.traces.close()
    gc.collect()
    assert not any(type(each) is Tape for each in gc.get_objects())
