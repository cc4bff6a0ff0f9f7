"""Prompts over the wire: the tasks as they are written, and each prompt's measurement as a line of its own."""

import json
from typing import Any

import pytest

from cutaway import Model
from cutaway.lenses.prompt_tasks import CLOSING, TASKS
from cutaway.lenses.prompting import AskedPrompt, Prompting
from support.serving import HEADLESS, SMALL_CONTEXT, TINY, Page


def measured(page: Page, *prompts: dict[str, Any], model: str = TINY) -> list[dict[str, Any]]:
    answer = page.post("/api/prompts", model=model, prompts=list(prompts))
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_tasks_with_their_prompts_in_three_styles(page: Page) -> None:
    answer = page.get("/api/prompts").json()
    assert answer["closing"] == CLOSING
    assert [task["name"] for task in answer["tasks"]] == [task.name for task in TASKS]
    for told, task in zip(answer["tasks"], TASKS, strict=True):
        assert told["templates"] == {style: task.template(style) for style in ("zero", "few", "chain")}
        assert [item["question"] for item in told["items"]] == [item.question for item in task.items]


def test_each_prompt_is_a_line_with_what_the_engine_finds(page: Page, model: Model) -> None:
    prompts: list[dict[str, Any]] = [
        {"prompt": "one plus one?", "answer": "two", "wrong": ["three"]},
        {"prompt": "one plus two?", "answer": "é", "reasons": True},
    ]
    found = measured(page, *prompts)
    assert [line["at"] for line in found] == [0, 1]
    for line, asked in zip(found, prompts, strict=True):
        reasoning = 40 if asked.get("reasons") else 0
        alone = Prompting(model).measure(
            AskedPrompt(asked["prompt"], asked["answer"], tuple(asked.get("wrong", ())), reasoning)
        )
        assert (line["prompt"], line["length"], line["right"]) == (alone.prompt, alone.length, alone.right)
        assert (line["reasoning"] is None) is (alone.reasoning is None)
        assert [token["id"] for token in line["greedy"]] == [token.id for token in alone.greedy]
        for told, answer in zip(line["answers"], alone.answers, strict=True):
            assert told["log_probability"] == pytest.approx(answer.log_probability, abs=1e-4)
            assert [token["probability"] for token in told["tokens"]] == pytest.approx(answer.probabilities, rel=1e-3)
    assert found[1]["answers"][0]["tokens"][1]["bytes"] == "c3"


def test_what_came_before_a_failure_is_kept(page: Page) -> None:
    found = measured(page, {"prompt": "a", "answer": "b"}, {"prompt": "a" * 20, "answer": "b"}, model=SMALL_CONTEXT)
    assert found[0]["at"] == 0
    assert found[1]["problem"]["code"] == "text-too-long"


@pytest.mark.parametrize(
    ("model", "prompts", "code"),
    [
        (HEADLESS, [{"prompt": "a", "answer": "b"}], "unsupported-model"),
        (TINY, [{"prompt": "a", "answer": ""}], "bad-text"),
        (TINY, [], "bad-request"),
        ("tests/never-opened", [{"prompt": "a", "answer": "b"}], "model-not-ready"),
    ],
)
def test_what_cannot_be_measured_is_refused(page: Page, model: str, prompts: list[dict[str, Any]], code: str) -> None:
    answer = page.post("/api/prompts", model=model, prompts=prompts)
    assert answer.status_code >= 400
    assert answer.json()["code"] == code
