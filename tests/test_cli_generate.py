"""`cutaway generate` writes what Transformers' `generate` writes, and prints it as text, as a tree and as JSON."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

import cutaway
from cutaway.cli import main
from cutaway.cli.output import printable
from cutaway.generate import tree as trees
from support.serving import byte_tokenizer, tiny, two_stacks

pytestmark = pytest.mark.slow

FRANCE = "The capital of France is"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random model in Hugging Face format, whose tokens are bytes."""
    return saved(tiny(), tmp_path_factory.mktemp("models") / "small")


def saved(model: cutaway.Model, folder: Path) -> Path:
    model.hf.save_pretrained(folder)
    byte_tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def theirs(model: cutaway.Model, text: str, count: int, **options: Any) -> list[int]:
    hf: Any = model.hf
    given = torch.tensor([[token.id for token in model.tokens(text)]])
    mask = torch.ones_like(given)
    found = hf.generate(given, attention_mask=mask, max_new_tokens=count, pad_token_id=0, do_sample=False, **options)
    return found[0].tolist()[1 if model.anatomy.two_stacks else given.shape[1] :]


def text_of(model: cutaway.Model, ids: list[int]) -> str:
    assert model.tokenizer is not None
    return model.tokenizer.text_of(ids)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["generate", *arguments]) == 0
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    return json.loads(said(capsys, *arguments, "--json"))


def paths(tree: dict[str, Any]) -> list[list[int]]:
    """The tokens of each branch from the text on."""
    found: list[list[int]] = []
    for branch in tree["branches"]:
        on = branch["on"]
        before = found[on["branch"]] if on["branch"] >= 0 else []
        start = len(before) - len(tree["branches"][on["branch"]]["steps"]) + on["tokens"] if before else 0
        found.append([*before[:start], *(step["id"] for step in branch["steps"])])
    return found


def cutaway_process(*arguments: str) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "cutaway", "generate", *arguments], capture_output=True, check=True
    ).stdout


def test_the_most_probable_text_is_generate_s(smollm2: cutaway.Model, capsys: pytest.CaptureFixture[str]) -> None:
    expected = text_of(smollm2, theirs(smollm2, FRANCE, 16))
    assert said(capsys, FRANCE, "--count", "16") == expected + "\n"


def test_a_beam_search_prints_generate_s_and_its_tree_has_all(smollm2: cutaway.Model, capsys) -> None:
    best = theirs(smollm2, FRANCE, 8, num_beams=3)
    assert said(capsys, FRANCE, "--count", "8", "--beams", "3") == text_of(smollm2, best) + "\n"
    found = paths(as_json(capsys, FRANCE, "--count", "8", "--beams", "3"))
    assert found[0] == best
    assert len(found) == 3


def test_the_same_seed_writes_the_same_in_another_process(folder: Path) -> None:
    options = ("hello", "--model", str(folder), "--count", "30", "--temperature", "0.9")
    one = cutaway_process(*options, "--seed", "7")
    assert cutaway_process(*options, "--seed", "7") == one
    assert cutaway_process(*options, "--seed", "8") != one


def test_probabilities_in_json_are_those_of_an_independent_pass(folder: Path, capsys) -> None:
    tree = as_json(capsys, "hello", "--model", str(folder), "--count", "12", "--seed", "3", "--branches", "3")
    hf = cutaway.load(str(folder)).hf
    for branch, path in zip(tree["branches"], paths(tree), strict=True):
        with torch.no_grad():
            shares = hf(torch.tensor([[*tree["tokens"], *path]])).logits[0].double().softmax(-1)
        first = len(tree["tokens"]) + len(path) - len(branch["steps"]) - 1
        for at, step in enumerate(branch["steps"]):
            assert step["probability"] == pytest.approx(float(shares[first + at, step["id"]]), rel=1e-3)
            listed = [each["probability"] for each in step["alternatives"]]
            assert listed == pytest.approx(shares[first + at].topk(5).values.tolist(), rel=1e-3)


def test_as_many_seeds_make_as_many_leaves(folder: Path, capsys) -> None:
    alone = [
        as_json(capsys, "hello", "--model", str(folder), "--count", "9", "--seed", str(seed)) for seed in (4, 5, 6)
    ]
    tree = as_json(capsys, "hello", "--model", str(folder), "--count", "9", "--seed", "4", "--branches", "3")
    assert paths(tree) == [paths(each)[0] for each in alone]
    text = said(capsys, "hello", "--model", str(folder), "--count", "9", "--seed", "4", "--branches", "3")
    assert re.findall(r"^--- (.*)$", text, re.MULTILINE) == ["seed 4", "seed 5", "seed 6"]
    for each in alone:
        assert printable(each["branches"][0]["text"]) in text


def test_without_a_draw_it_branches_where_the_second_choice_was_most_probable(smollm2: cutaway.Model, capsys) -> None:
    tree = as_json(capsys, FRANCE, "--count", "10", "--branches", "4")
    main_path, *others = paths(tree)
    assert main_path == theirs(smollm2, FRANCE, 10)
    with torch.no_grad():
        logits = smollm2.hf(torch.tensor([[*tree["tokens"], *main_path]])).logits[0]
    second = logits[len(tree["tokens"]) - 1 : -1].softmax(-1).topk(2)
    expected = sorted(range(10), key=lambda at: -float(second.values[at, 1]))[:3]
    assert [branch["on"]["tokens"] if branch["on"]["branch"] == 0 else 0 for branch in tree["branches"][1:]] == expected
    for at, path in zip(expected, others, strict=True):
        assert path[: at + 1] == [*main_path[:at], int(second.indices[at, 1])]
        assert len(path) == 10


def test_the_drawn_tree_has_each_run_with_the_probability_of_its_first_token(folder: Path, capsys) -> None:
    options = ("hello", "--model", str(folder), "--count", "8", "--branches", "3")
    first, *lines = said(capsys, *options, "--tree").splitlines()
    tree = as_json(capsys, *options)
    assert first == "hello"
    shares = [float(each) for each in re.findall(r"── ([\d.e-]+) %", "\n".join(lines))]
    assert len(shares) == len(lines)
    known = [step["probability"] for branch in tree["branches"] for step in branch["steps"]]
    assert all(any(share == pytest.approx(100 * each, rel=1e-2) for each in known) for share in shares)
    starts = [branch["steps"][0]["probability"] for branch in tree["branches"]]
    assert all(any(share == pytest.approx(100 * each, rel=1e-2) for share in shares) for each in starts)
    texts = [line.split("%  ", 1)[1] for line in lines]
    leaves = [text for text, after in zip(lines, [*lines[1:], ""], strict=True) if _depth(after) <= _depth(text)]
    assert len(leaves) == 3
    assert texts[0].strip("'\"")[0] in repr(tree["branches"][0]["text"])


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" │├└─"))


def test_a_two_stack_model_goes_on_from_its_target(tmp_path: Path, capsys) -> None:
    model = two_stacks()
    place = str(saved(model, tmp_path / "two"))
    assert paths(as_json(capsys, "hello", "--model", place, "--count", "9"))[0] == theirs(model, "hello", 9)
    longer = as_json(capsys, "hello", "--model", place, "--count", "3", "--target", "ab")
    assert longer["tokens"] == [token.id for token in model.target_tokens("ab")]


def test_a_dash_reads_the_text_from_stdin(folder: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"hello")))
    given = as_json(capsys, "-", "--model", str(folder), "--count", "4")
    assert given == as_json(capsys, "hello", "--model", str(folder), "--count", "4")


def test_an_interrupt_keeps_what_is_written(folder: Path, capsys, monkeypatch) -> None:
    options = ["generate", "hello", "--model", str(folder), "--count", "9", "--json"]
    assert main(options) == 0
    whole = paths(json.loads(capsys.readouterr().out))[0]
    choices: Iterator[int] = iter(range(100))
    sampled = trees.sampled_step

    def interrupted(*arguments: Any) -> Any:
        if next(choices) == 5:
            raise KeyboardInterrupt
        return sampled(*arguments)

    monkeypatch.setattr(trees, "sampled_step", interrupted)
    assert main(options) == 130
    assert paths(json.loads(capsys.readouterr().out)) == [whole[:5]]


def test_on_a_terminal_the_text_comes_token_by_token(folder: Path) -> None:
    ours, terminal = pty.openpty()
    command = [sys.executable, "-m", "cutaway", "generate", "hello", "--model", str(folder), "--count", "4000"]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=terminal, stderr=subprocess.PIPE, env=os.environ | {"TERM": "dumb"}
    )
    os.close(terminal)
    shown = os.read(ours, 1)  # long before all is written
    process.send_signal(signal.SIGINT)
    while piece := _read(ours):
        shown += piece
    os.close(ours)
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    assert process.wait(30) == 130
    process.stderr.close()
    text = shown.decode().replace("\r\n", "\n").removesuffix("\n")
    tree = cutaway.load(str(folder)).generate("hello", 300)
    assert 0 < len(text) < 4000
    whole = printable(tree.text(tree.ends[0]))
    assert whole[: len(text)] == text[: len(whole)]


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # on Linux, the other end is closed
        return b""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--count", "0"], "Give 1 or more"),
        (["--branches", "0"], "Give 1 or more"),
        (["--count", "2", "--branches", "4"], "Give --branches 3 or fewer"),
        (["--temperature", "-1"], "It must be 0 or more"),
        (["--top-p", "2"], "at most 1"),
        (["--beams", "17"], "Choose 1 to 16"),
        (["--beams", "0"], "Choose 1 to 16"),
        (["--beams", "2", "--seed", "1"], "Give --beams without --seed"),
        (["--beams", "2", "--branches", "2"], "Give --beams without --seed"),
        (["--target", "x"], "Give only the text"),
    ],
)
def test_what_can_t_be_written_says_what_can(folder: Path, arguments: list[str], message: str, capsys) -> None:
    assert main(["generate", "hello", "--model", str(folder), *arguments]) == 1
    printed = capsys.readouterr()
    assert message in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""


def test_a_model_that_writes_nothing_says_so(minilm: cutaway.Model, capsys) -> None:
    assert main(["generate", "hello", "--model", "minilm"]) == 1
    assert "writes no text" in capsys.readouterr().err


def test_options_that_are_no_numbers_end_with_status_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["generate", "hello", "--temperature", "hot"])
    assert ended.value.code == 2


def test_options_that_change_logits_draw_nothing_and_are_generate_s(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = cutaway.load(str(folder))
    for options, given in (
        (("--repetition-penalty", "1.8"), {"repetition_penalty": 1.8}),
        (("--no-repeat-ngram-size", "2"), {"no_repeat_ngram_size": 2}),
        (("--bias", "qu=30", "--bias", "q=12"), {"sequence_bias": [[[*ids_of(model, "qu")], 30.0], [[*ids_of(model, "q")], 12.0]]}),
        (("--min-new-tokens", "5"), {"min_new_tokens": 5}),
        (("--beams", "3", "--length-penalty", "-2"), {"num_beams": 3, "length_penalty": -2.0}),
        (("--beams", "3", "--early-stopping", "true"), {"num_beams": 3, "early_stopping": True}),
    ):  # fmt: skip
        found = as_json(capsys, "hello there", "--model", str(folder), "--count", "9", *options)
        ids = [step["id"] for step in found["branches"][0]["steps"]]
        assert ids == theirs(model, "hello there", 9, **given)[: len(ids)], options
        assert found["branches"][0]["seed"] is None


def ids_of(model: cutaway.Model, text: str) -> list[int]:
    return [token.id for token in model.tokens(text)]


def test_writing_stops_with_the_token_that_completes_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    whole = said(capsys, FRANCE, "--count", "12").removesuffix("\n")
    stop = whole[2:5]
    stopped = said(capsys, FRANCE, "--count", "12", "--stop", stop).removesuffix("\n")
    assert whole.startswith(stopped) and stop in stopped
    assert len(stopped) < len(whole)


def test_what_a_generation_config_asks_for_and_is_not_done_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = cutaway.load(str(folder))
    model.hf.generation_config.update(do_sample=True, temperature=0.6, repetition_penalty=1.3)
    asking = saved(model, tmp_path / "asking")
    assert main(["generate", "hello", "--model", str(asking), "--count", "4"]) == 0
    greedy = capsys.readouterr().err
    assert "left out: do_sample True, temperature 0.6." in greedy and "repetition_penalty" not in greedy
    assert main(["generate", "hello", "--model", str(asking), "--count", "4", "--temperature", "0.6"]) == 0
    assert "left out" not in capsys.readouterr().err
