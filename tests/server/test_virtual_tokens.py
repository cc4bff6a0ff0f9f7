"""The page's tokens are one for each position, virtual ones among them; what it can't draw it says."""

import peft
import pytest

from cutaway import Model
from cutaway.server.stores.models import ModelStore
from support.adapters import VIRTUAL, tuned
from support.serving import TINY, byte_tokenizer, running, tiny

PROMPT, PREFIX = "tests/prompt", "tests/prefix"
KINDS = {PROMPT: peft.PromptTuningConfig, PREFIX: peft.PrefixTuningConfig}


def opened(name: str, *_: object) -> Model:
    if name == TINY:
        return tiny()
    config = KINDS[name](task_type="CAUSAL_LM", num_virtual_tokens=VIRTUAL)
    return Model(tuned(tiny().hf, config), byte_tokenizer(), name=name)


@pytest.mark.parametrize("name", KINDS)
def test_a_tuned_model_s_tokens_stand_at_their_positions(name: str) -> None:
    with running(ModelStore(name, opener=opened)) as server, server.page() as page:
        assert page.open(name)["state"] == "ready"
        answer = page.post("/api/traces", model=name, text="hello")
        columns = page.post("/api/tokens", model=name, text="hello").json()["tokens"]
        if name == PREFIX:
            assert (answer.status_code, answer.json()["code"]) == (422, "unsupported-model")
            assert f"also look at {VIRTUAL} tuned keys" in answer.json()["message"]
            assert "key_tokens" in answer.json()["hint"]
            assert (columns["virtual"], len(columns["ids"])) == (0, 5)
            trace = opened(name).trace("hello")  # what the hint says is so
            site = "layers.0.attn.pattern"
            assert [token.virtual for token in trace.key_tokens(site)] == [True] * VIRTUAL + [False] * 5
            assert trace[site].shape[-1] == VIRTUAL + 5
            return
        assert columns["virtual"] == VIRTUAL
        assert columns["ids"][:VIRTUAL] == [-1] * VIRTUAL
        assert columns["odd_texts"] == ["virtual 0", "virtual 1", "virtual 2"]
        sites = page.get(f"/api/traces/{answer.json()['id']}/sites").json()["sites"]
        assert sites["logits"][0] == sites["layers.0.resid_pre"][0] == len(columns["ids"])
        trace = opened(name).trace("hello")
        told = page.get(f"/api/traces/{answer.json()['id']}/prediction", position=VIRTUAL).json()
        assert told["top"][0]["id"] == int(trace["logits"][VIRTUAL].argmax())
