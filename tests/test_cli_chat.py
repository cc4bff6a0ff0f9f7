"""`cutaway chat` answers as `Model.chat` does, on the real program."""

import io
import json
import sys

import pytest

from cutaway import Model
from cutaway.cli import main

pytestmark = pytest.mark.slow


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["chat", *arguments])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_one_message_is_answered(smollm2: Model, capsys: pytest.CaptureFixture[str]) -> None:
    message = "What is the capital of France?"
    status, out, err = run(capsys, message, "--count", "40")
    assert (status, out) == (0, smollm2.chat(message, 40).text + "\n")
    assert "more to say" not in err
    assert "more to say: --count is 3" in run(capsys, message, "--count", "3")[2]


def test_each_line_of_stdin_goes_on_with_the_conversation(
    smollm2: Model, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("What is the capital of France?\nAnd of Spain?\n\nnever read\n"))
    status, out, _ = run(capsys, "--count", "24", "--system", "Answer in one sentence.")
    first = smollm2.chat(
        [{"role": "system", "content": "Answer in one sentence."}, {"role": "user", "content": "What is the capital of France?"}],
        24,
    )  # fmt: skip
    second = smollm2.chat([*first.messages, {"role": "user", "content": "And of Spain?"}], 24)
    assert (status, out) == (0, f"{first.text}\n{second.text}\n")


def test_the_prompt_is_shown_with_what_the_template_adds(smollm2: Model, capsys: pytest.CaptureFixture[str]) -> None:
    prompt = smollm2.chat_prompt("Hi")
    _, out, _ = run(capsys, "Hi", "--show-prompt")
    lines = out.splitlines()[1:]
    assert [line.split()[0] for line in lines[: len(prompt.ids)]] == [str(id) for id in prompt.ids]
    assert [line.endswith("message 1") for line in lines[: len(prompt.ids)]] == [each == 0 for each in prompt.sources]
    assert lines[-1] == f"{len(prompt.ids)} tokens, of which the template adds {prompt.sources.count(None)}."
    found = json.loads(run(capsys, "Hi", "--show-prompt", "--json")[1])
    assert found["prompt"] == prompt.text and [each["id"] for each in found["tokens"]] == list(prompt.ids)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x", "--model", "minilm"], "does not write on"), (["--json"], "Give the message"), (["x", "--count", "0"], "Give 1 or more"),
        (["x", "--bias", "x"], "not a text and a number"), (["x", "--temperature", "-1"], "temperature is -1.0"),
        (["x", "--stop", ""], "stop_strings"),
    ],
)  # fmt: skip
def test_what_can_t_be_done_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    status, out, err = run(capsys, *arguments)
    assert status == 1 and out == "" and said in " ".join(err.split())
