"""The real server with the real SmolLM2."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from safetensors.torch import load

from cutaway import Model
from cutaway.lenses.logits import predict
from cutaway.server.stores.models import ModelStore
from support.serving import Running, running

pytestmark = pytest.mark.slow

FRANCE = "The capital of France is"
SENTENCES = [
    FRANCE,
    "When Mary and John went to the store, John gave a drink to",
    "Two plus two is",
    "In the beginning was the",
    "L'état, c'est",
]


@pytest.fixture(scope="module")
def real(smollm2: Model) -> Iterator[Running]:  # `smollm2` so that the weights are here
    with running(ModelStore("smollm2")) as server, server.page() as page:
        assert page.open("smollm2")["state"] == "ready"
        yield server


def test_paris_is_most_probable_and_attention_sums_to_one(real: Running) -> None:
    with real.page() as page:
        trace = page.trace(FRANCE, "smollm2")
        length = len(page.post("/api/tokens", model="smollm2", text=FRANCE).json()["tokens"]["ids"])
        best = page.get(f"/api/traces/{trace['id']}/prediction").json()["top"][0]
        assert best["text"] == " Paris"
        assert best["probability"] == pytest.approx(0.77, abs=0.005)
        answer = page.get(f"/api/traces/{trace['id']}/tensor", site="layers.29.attn.pattern")
        pattern = load(answer.content)["data"]
        assert pattern.shape == (trace["maps"][0]["heads"], length, length)
        assert torch.allclose(pattern.sum(-1), torch.ones(pattern.shape[:2]), atol=1e-5)


def test_twenty_pages_that_type_all_see_their_last_text(real: Running, smollm2: Model) -> None:
    def type_text(number: int) -> None:
        text = SENTENCES[number % len(SENTENCES)] + " " * (number // len(SENTENCES))
        prefixes = [text[:end] for end in sorted(random.Random(number).sample(range(1, len(text)), 4))]
        with real.page(f"page {number}") as page, ThreadPoolExecutor(len(prefixes)) as keys:
            typed = [keys.submit(page.post, "/api/traces", model="smollm2", text=prefix) for prefix in prefixes]
            codes = {key.result().status_code for key in typed}
            assert codes <= {200, 409}
            id = page.trace(text, "smollm2")["id"]
            best = page.get(f"/api/traces/{id}/prediction").json()["top"][0]
        expected = predict(smollm2.trace(text)).top[0]
        assert best["id"] == expected.id
        assert best["probability"] == pytest.approx(expected.probability, abs=1e-4)

    with ThreadPoolExecutor(20) as pages:
        list(pages.map(type_text, range(20)))
