"""Whatever pattern a training or a tokenizer file brings, others are answered at once, and its sender is told what became of it."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from support.harmful import BACKTRACKS, BOMB, CRASHES, LONG
from support.serving import Page, Running, byte_tokenizer


def while_others_are_answered(server: Running, work: Callable[[], httpx.Response]) -> httpx.Response:
    """What comes of a request. Of a server that is held by it, others have one answer by its end; of a free one, one a second at least."""
    with ThreadPoolExecutor() as threads, server.page("beside") as beside:
        started, answers = time.monotonic(), 0
        answer = threads.submit(work)
        while not answer.done():
            assert beside.get("/api/about").status_code == 200
            answers += 1
            time.sleep(0.02)
    assert answers >= int(time.monotonic() - started)
    return answer.result()


@pytest.mark.parametrize("pattern", [*CRASHES, "((a{999}){999}){999}", BACKTRACKS])
def test_a_training_with_a_pattern_that_harms_is_stopped(page: Page, server: Running, pattern: str) -> None:
    settings = {"size": 300, "pattern": pattern}
    sent = while_others_are_answered(
        server, lambda: page.client.post("/api/tokenizers/train", params=settings, content=LONG.encode())
    )
    said = sent.json() if sent.status_code == 422 else json.loads(sent.text.splitlines()[-1])["problem"]
    assert said["code"] == "bad-training"
    assert said["message"]
    assert said["hint"]


@pytest.mark.parametrize("pattern", [*CRASHES, BOMB, BACKTRACKS])
@pytest.mark.parametrize("part", ["pre_tokenizer", "normalizer"])
def test_a_tokenizer_file_with_a_pattern_that_harms_is_opened_or_refused_and_harms_nobody(
    page: Page, server: Running, pattern: str, part: str
) -> None:
    file = json.loads(byte_tokenizer().to_str())
    own = {"pattern": {"Regex": pattern}}
    file[part] = (
        {"type": "Split", **own, "behavior": "Isolated", "invert": False}
        if part == "pre_tokenizer"
        else {"type": "Replace", **own, "content": ""}
    )
    sent = while_others_are_answered(
        server,
        lambda: page.client.post(
            "/api/tokenizers/files", params={"filename": "a.json"}, content=json.dumps(file).encode()
        ),
    )
    if sent.status_code != 200:
        assert sent.json()["code"] in ("bad-file", "pattern-stopped", "unsupported-model")
        assert sent.json()["message"]
        return
    name = sent.json()["name"]
    asked = {"text": LONG, "tokenizers": [name]}
    cut = while_others_are_answered(server, lambda: page.post("/api/tokenizers/compare", **asked)).json()["tokenizers"]
    problem = cut[0]["problem"]
    assert problem is None or (problem["code"] == "pattern-stopped" and problem["hint"])
