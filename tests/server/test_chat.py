"""The chat route on a real server, against Transformers' `apply_chat_template`."""

from typing import Any

from transformers import AutoTokenizer

from cutaway import Model
from cutaway.models.fetch import ensure
from cutaway.server.stores.models import ModelStore
from support.serving import TINY, Page, running

NAME = "smollm2"


def test_a_prompt_is_that_of_the_template_and_can_be_typed(smollm2: Model) -> None:
    with running(ModelStore(NAME, opener=lambda *_: smollm2)) as server, server.page() as page:
        assert page.open(NAME)["state"] == "ready"
        messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Is żółć 🙂 a word?"}]
        answer = page.post("/api/chat/prompt", model=NAME, messages=messages).json()
        refused = page.post("/api/chat/prompt", model=NAME, messages=[])
    tokenizer: Any = AutoTokenizer.from_pretrained(ensure(NAME).folder)
    expected = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)
    assert answer["tokens"]["ids"] == expected
    assert answer["text"] == tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    assert [token.id for token in smollm2.tokens(answer["typed"])] == expected
    assert set(answer["sources"]) == {None, 0, 1} and len(answer["sources"]) == len(expected)
    assert answer["template"] == tokenizer.chat_template
    assert refused.status_code == 422


def test_a_model_without_a_template_says_so(page: Page) -> None:
    answer = page.post("/api/chat/prompt", model=TINY, messages=[{"role": "user", "content": "Hi"}])
    assert (answer.status_code, answer.json()["code"]) == (400, "no-chat-template")
