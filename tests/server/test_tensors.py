"""What a page reads of a trace is what the engine says."""

import pytest
import torch
from safetensors.torch import load

from cutaway import Model
from cutaway.lenses.logits import predict
from support.serving import HEADLESS, SMALL_CONTEXT, TINY, Page

TEXT = "When Mary and John went to the store"


def test_every_site_arrives_as_the_engine_reads_it(page: Page, model: Model) -> None:
    expected = model.trace(TEXT)
    id = page.trace(TEXT)["id"]
    sites = page.get(f"/api/traces/{id}/sites").json()["sites"]
    assert sites == {name: list(shape) for name, shape in expected.sites.items()}
    for site in sites:
        arrived = load(page.get(f"/api/traces/{id}/tensor", site=site).content)["data"]
        assert torch.equal(arrived, expected[site]), site


def test_a_slice_arrives_alone(page: Page, model: Model) -> None:
    id = page.trace(TEXT)["id"]
    answer = page.get(f"/api/traces/{id}/tensor", site="layers.2.attn.pattern", index="1,-1,0:5")
    arrived, expected = load(answer.content)["data"], model.trace(TEXT)["layers.2.attn.pattern"][1, -1, 0:5]
    assert torch.allclose(arrived, expected, atol=1e-6, rtol=0)


def test_pooled_cells_are_maxima_and_say_so(page: Page, model: Model) -> None:
    id = page.trace(TEXT)["id"]
    answer = page.get(f"/api/traces/{id}/tensor", site="layers.2.attn.pattern", pool=4)
    data = load(answer.content)["data"]
    whole = model.trace(TEXT)["layers.2.attn.pattern"]
    assert data.shape == (3, 4, 4)
    assert torch.equal(data[:, 0, 0], whole[:, :9, :9].amax((1, 2)))
    assert b'"pool":"max"' in answer.content
    assert b'"shape":"3,36,36"' in answer.content


def test_a_tensor_that_is_small_enough_is_not_called_pooled(page: Page, model: Model) -> None:
    id = page.trace(TEXT)["id"]
    answer = page.get(f"/api/traces/{id}/tensor", site="layers.2.attn.pattern", pool=64)
    assert torch.equal(load(answer.content)["data"], model.trace(TEXT)["layers.2.attn.pattern"])
    assert b"__metadata__" not in answer.content


def test_the_same_text_is_the_same_trace(page: Page) -> None:
    first, second = page.trace("once"), page.trace("once")
    assert not first["reused"]
    assert second["reused"]
    assert first["id"] == second["id"]
    ids = page.post("/api/tokens", model=TINY, text="once").json()["tokens"]["ids"]
    assert page.trace("on", appended=ids[2:])["id"] == first["id"]


def test_predictions_are_the_lens_s(page: Page, model: Model) -> None:
    expected = predict(model.trace(TEXT), 3, 5)
    answer = page.get(f"/api/traces/{page.trace(TEXT)['id']}/prediction", position=3, top=5).json()
    assert [candidate["id"] for candidate in answer["top"]] == [candidate.id for candidate in expected.top]
    assert [candidate["probability"] for candidate in answer["top"]] == [c.probability for c in expected.top]
    assert [bytes.fromhex(candidate["bytes"]) for candidate in answer["top"]] == [c.bytes for c in expected.top]
    assert answer["entropy"] == expected.entropy
    assert (answer["rest_count"], answer["rest_probability"]) == (expected.rest_count, expected.rest_probability)
    assert (answer["position"], answer["predicts"]) == (3, "next")


def test_a_model_without_a_head_is_asked_for_predictions_in_vain(page: Page) -> None:
    answer = page.get(f"/api/traces/{page.trace(TEXT, HEADLESS)['id']}/prediction")
    assert answer.status_code == 422
    assert answer.json()["code"] == "unsupported-model"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"site": "layers.99.attn.pattern"}, 404, "no-such-site"),
        ({"site": "\0"}, 404, "no-such-site"),
        ({"site": "embed", "index": "99"}, 422, "bad-index"),
        ({"site": "embed", "index": "1,2,3"}, 422, "bad-index"),
        ({"site": "embed", "index": "5:2"}, 422, "bad-index"),
        ({"site": "embed", "index": "0:99999999999999999999999"}, 422, "bad-index"),
        ({"site": "embed", "dtype": "float64"}, 422, "bad-request"),
        ({"site": "embed", "pool": "0"}, 422, "bad-request"),
        ({"site": "embed", "pool": "-1"}, 422, "bad-request"),
        ({"site": "embed", "index": "0", "pool": "4"}, 422, "bad-index"),
        ({}, 422, "bad-request"),
    ],
)
def test_a_read_that_can_t_be_has_a_problem(page: Page, query: dict[str, str], status: int, code: str) -> None:
    answer = page.get(f"/api/traces/{page.trace(TEXT)['id']}/tensor", **query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("position", ["99", "-99", "1.5", "9" * 40])
def test_a_position_that_is_not_there_has_a_problem(page: Page, position: str) -> None:
    answer = page.get(f"/api/traces/{page.trace(TEXT)['id']}/prediction", position=position)
    assert answer.status_code == 422
    assert answer.json()["code"] in ("bad-index", "bad-request")


def test_a_tensor_over_the_limit_is_refused_before_it_is_derived(page: Page) -> None:
    id = page.trace("x" * 2600)["id"]
    answer = page.get(f"/api/traces/{id}/tensor", site="layers.0.attn.pattern")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (413, "too-large")
    assert problem["got"] == 3 * 2600 * 2600 * 4 > problem["limit"]
    assert "pool" in problem["hint"]
    assert page.get(f"/api/traces/{id}/tensor", site="layers.0.attn.pattern", pool=64).status_code == 200


def test_a_trace_that_is_not_held_is_gone(page: Page) -> None:
    for what in ("sites", "tensor", "prediction"):
        answer = page.get(f"/api/traces/{'0' * 32}/{what}", site="embed")
        assert (answer.status_code, answer.json()["code"]) == (410, "trace-gone")


def test_a_text_beyond_the_context_has_tokens_and_no_trace(page: Page) -> None:
    text = "sixteen and more"
    assert page.trace(text, SMALL_CONTEXT)["maps"][0]["layers"] == 4
    answer = page.post("/api/tokens", model=SMALL_CONTEXT, text=text + "!").json()
    assert len(answer["tokens"]["ids"]) == 17
    refusal = page.post("/api/traces", model=SMALL_CONTEXT, text=text + "!")
    assert refusal.status_code == 422
    assert refusal.json() == answer["problem"]
    assert (answer["problem"]["code"], answer["problem"]["limit"], answer["problem"]["got"]) == (
        "text-too-long",
        16,
        17,
    )
    assert "16" in answer["problem"]["message"]


def test_trace_answers_tell_what_was_measured(page: Page) -> None:
    answer = page.trace("never traced before")
    assert answer["seconds"] > 0
    assert answer["bytes"] > 0
    (only,) = answer["maps"]
    assert (only["name"], only["layers"], only["heads"], answer["model"]) == ("self", 4, 3, TINY)
    assert only["patterns"] == [f"layers.{i}.attn.pattern" for i in range(4)]
