"""`cutaway tokens --replay` tells every step, in words and as JSON."""

import json
import re

import pytest

import cutaway
from cutaway.cli import main
from cutaway.tokens.replay.bpe_replay import Merge


def test_every_merge_is_printed_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "unhappiness 12", "--tokenizer", "smollm2", "--replay"]) == 0
    out = capsys.readouterr().out
    found = cutaway.tokenizer("smollm2").replay("unhappiness 12")
    ranks = [f"{step.detail.rank:,}" for step in found.steps if isinstance(step.detail, Merge)]
    assert [line.rsplit("rank ")[-1] for line in out.splitlines() if line.startswith("  merge")] == ranks
    assert re.search("(Digits|Split): one digit", out)  # as its conversion has it
    assert all(str(id) in out for id in found.ids)


@pytest.mark.parametrize("name", ["smollm2", "bert", "cl100k"])
def test_json_has_the_way_to_the_tokens(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "Ünhappy 🦜", "--tokenizer", name, "--replay", "--json"]) == 0
    replay = json.loads(capsys.readouterr().out)
    assert replay["ids"] == cutaway.tokenizer(name).encode("Ünhappy 🦜")
    assert [*replay["front"], *(id for piece in replay["pieces"] for id in piece["ids"]), *replay["behind"]] == replay[
        "ids"
    ]


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("smollm2", "bert", "cl100k"):
        assert main(["tokens", "\x1b[31m\u202e\0 a\u202eb", "--tokenizer", name, "--replay"]) == 0
        assert not set("\x1b\u202e\0") & set(capsys.readouterr().out)


def test_several_tokenizers_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "a", "--tokenizer", "smollm2,bert", "--replay"]) == 1
    assert "one tokenizer" in capsys.readouterr().err
