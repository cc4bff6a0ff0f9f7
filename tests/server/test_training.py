"""Tokenizers trained over the wire: the same as those trained here directly, watched, stopped, saved, and used everywhere."""

import json
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import tokenizers

import cutaway
from cutaway.server.api.training import spread
from cutaway.tokens.training.encoding import encode_with
from cutaway.tokens.training.in_subprocess import train_unigram
from cutaway.tokens.training.split_patterns import PATTERNS
from cutaway.tokens.training.train_bpe import train_bpe
from cutaway.tokens.training.training_limits import MOST_BYTES
from support.serving import Page

TEXT = Path(__file__).read_text(encoding="utf-8") * 2
OTHER = "Naïve cats sat on 1,234 mats, didn't they? 🚀\n" * 3


rustbpe: Any = import_module("rustbpe")  # it has no types


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for what is saved."""
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path))
    return tmp_path


def pieces(page: Page, text: str | bytes, **settings: Any) -> Iterator[dict[str, Any]]:
    body = text.encode() if isinstance(text, str) else text
    with page.client.stream("POST", "/api/tokenizers/train", params=settings, content=body) as answer:
        assert answer.status_code == 200, answer.read()
        yield from map(json.loads, answer.iter_lines())


def train(page: Page, text: str = TEXT, **settings: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the last piece says, and all merges."""
    came = [*pieces(page, text, **settings)]
    assert came[-1]["trained"], came[-1]
    return came[-1]["trained"], [merge for piece in came for merge in piece["merges"]]


def test_the_merges_that_come_are_rustbpe_s(page: Page) -> None:
    facts, merges = train(page, size=600, pattern="gpt2")
    assert (facts["size"], facts["merges"], facts["saved"], facts["pattern"]) == (600, 344, False, "gpt2")
    theirs = rustbpe.Tokenizer()
    theirs.train_from_iterator([TEXT], 600, pattern=PATTERNS["gpt2"])
    learnt = [bytes(token) for token, rank in sorted(theirs.get_mergeable_ranks(), key=lambda each: each[1])][256:]
    assert [bytes.fromhex(merge["left"] + merge["right"]) for merge in merges] == learnt
    assert [merge["number"] for merge in merges] == [*range(1, 345)]


def test_merges_come_while_others_are_still_learnt(page: Page) -> None:
    text = "".join(f"{n * 7919 % 100_003:x} " for n in range(120_000))
    came = [*pieces(page, text, size=3000)]
    assert len(came) > 2
    assert came[-2]["progress"]["unit"] == "merges"
    assert sum(len(piece["merges"]) for piece in came) == came[-1]["trained"]["merges"]


def test_a_closed_stream_stops_the_training_and_the_next_one_begins(page: Page) -> None:
    long = "".join(f"{n * n % 1_000_003:x} " for n in range(2_000_000))
    for _ in pieces(page, long, size=100_000):
        break  # the connection closes here
    started = time.monotonic()
    train(page, "a cat " * 50, size=258)
    assert time.monotonic() - started < 5  # the whole takes much longer


def test_any_number_of_merges_encodes_as_a_training_of_that_size(page: Page) -> None:
    facts, _ = train(page, size=500)
    for merges in (0, 1, 100, facts["merges"]):
        direct = train_bpe(TEXT, 256 + merges)
        answer = page.post(f"/api/tokenizers/trained/{facts['name']}/encode", text=OTHER, merges=merges).json()
        assert answer["ids"] == encode_with(direct, OTHER) == direct.tokenizer.encode(OTHER).ids
    refused = page.post(f"/api/tokenizers/trained/{facts['name']}/encode", text=OTHER, merges=facts["merges"] + 1)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-index")


def test_the_curve_is_what_trainings_of_each_size_give(page: Page) -> None:
    facts, _ = train(page, size=320)
    page.open_tokenizer("gpt2")
    path = f"/api/tokenizers/trained/{facts['name']}/compression"
    answer = page.post(path, text=OTHER, tokenizers=["gpt2", "no such"]).json()
    assert [point["merges"] for point in answer["curve"]] == spread(64, 256) == [*range(65)]
    for at in (0, 13, 64):
        direct = train_bpe(TEXT, 256 + at)
        assert answer["curve"][at] == {
            "merges": at,
            "vocabulary": 256 + at,
            "tokens": len(direct.tokenizer.encode(OTHER).ids),
            "unknown": 0,
            "unknown_bytes": 0,
        }
        assert answer["learnt_curve"][at]["tokens"] == direct.text_tokens == len(direct.tokenizer.encode(TEXT).ids)
    known, missing = answer["references"]
    gpt2 = cutaway.tokenizer("gpt2").backend
    assert (known["vocabulary"], known["tokens"]) == (gpt2.n_vocab, len(gpt2.encode(OTHER)))
    assert missing["problem"]["code"] == "unknown-model"
    assert (answer["bytes"], answer["learnt_bytes"]) == (len(OTHER.encode()), len(TEXT.encode()))


@pytest.mark.parametrize("algorithm", ["wordpiece", "unigram"])
def test_the_libraries_algorithms_train_too(page: Page, algorithm: str) -> None:
    facts, merges = train(page, size=480, algorithm=algorithm)
    assert (facts["algorithm"], merges) == (algorithm, [])
    file = page.get(f"/api/tokenizers/trained/{facts['name']}/tokenizer.json").text
    theirs = tokenizers.Tokenizer.from_str(file)
    assert facts["size"] == theirs.get_vocab_size()
    whole = page.get(f"/api/tokenizers/trained/{facts['name']}").json()
    assert whole["vocabulary"] == [theirs.id_to_token(id) for id in range(theirs.get_vocab_size())]
    if algorithm == "unigram":  # WordPiece's trainer breaks ties as they come
        assert theirs.to_str() == train_unigram(TEXT, 480).tokenizer.to_str()
    answer = page.post(f"/api/tokenizers/trained/{facts['name']}/encode", text=OTHER).json()
    assert answer["ids"] == [token["id"] for token in answer["tokens"]] == theirs.encode(OTHER).ids
    curve = page.post(f"/api/tokenizers/trained/{facts['name']}/compression", text=OTHER, tokenizers=[]).json()
    assert [point["tokens"] for point in curve["curve"]] == [len(answer["ids"])]
    unknown = [at for at, token in enumerate(answer["tokens"]) if token["text"] == "[UNK]"]
    assert curve["curve"][0]["unknown"] == len(unknown)


def test_unknown_tokens_are_told_apart_with_what_they_stand_for(page: Page) -> None:
    facts, _ = train(page, size=480, algorithm="wordpiece")
    unseen = chr(0x12345) * 4  # not written out: the text that is trained on is this file
    text = f"{OTHER} {unseen}"
    curve = page.post(f"/api/tokenizers/trained/{facts['name']}/compression", text=text, tokenizers=[]).json()["curve"]
    plain = page.post(f"/api/tokenizers/trained/{facts['name']}/compression", text=OTHER, tokenizers=[]).json()["curve"]
    assert curve[0]["unknown"] == plain[0]["unknown"] + 1
    assert curve[0]["unknown_bytes"] == plain[0]["unknown_bytes"] + 16
    assert (facts["unknown"], facts["unknown_bytes"]) == (0, 0)


def test_special_tokens_and_a_least_frequency_are_heeded(page: Page) -> None:
    facts, merges = train(page, size=400, min_frequency=5, special=["<|end|>", "<|user|>"], reserved=2)
    file = tokenizers.Tokenizer.from_str(page.get(f"/api/tokenizers/trained/{facts['name']}/tokenizer.json").text)
    assert [token.content for token in file.get_added_tokens_decoder().values()] == [
        "<|end|>", "<|user|>", "<|reserved_0|>", "<|reserved_1|>",
    ]  # fmt: skip
    assert min(merge["count"] for merge in merges) >= 5


def test_a_saved_one_is_found_opened_and_deleted(page: Page, home: Path) -> None:
    facts, merges = train(page, size=300)
    saved = page.client.post(f"/api/tokenizers/trained/{facts['name']}/save", params={"as": "my-cats"})
    assert saved.json() == facts | {"name": "my-cats", "saved": True}
    assert page.get(f"/api/tokenizers/trained/{facts['name']}").status_code == 410  # it has its own name now
    assert page.get("/api/tokenizers/trained").json() == ["my-cats"]
    whole = page.get("/api/tokenizers/trained/my-cats").json()
    assert (whole["facts"], whole["merges"]) == (saved.json(), merges)
    theirs = tokenizers.Tokenizer.from_file(str(home / "trained" / "my-cats" / "tokenizer.json"))
    assert page.open_tokenizer("my-cats")["vocabulary"] == theirs.get_vocab_size() == 300
    compared = page.post("/api/tokenizers/compare", text=OTHER, tokenizers=["my-cats"]).json()
    assert compared["tokenizers"][0]["tokens"]["ids"] == theirs.encode(OTHER).ids

    again, _ = train(page, size=280)
    path = f"/api/tokenizers/trained/{again['name']}/save"
    taken = page.client.post(path, params={"as": "my-cats"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name-taken")
    assert page.client.post(path, params={"as": "my-cats", "replace": "true"}).json()["size"] == 280
    assert page.open_tokenizer("my-cats")["vocabulary"] == 280

    assert page.client.delete("/api/tokenizers/trained/my-cats").status_code == 204
    assert page.get("/api/tokenizers/trained").json() == []
    assert not (home / "trained" / "my-cats").exists()
    assert page.get("/api/tokenizers/trained/my-cats").status_code == 410
    assert page.client.post("/api/tokenizers/open", params={"name": "my-cats"}).status_code == 404


@pytest.mark.parametrize("name", ["cl100k", "../elsewhere", "", "~mine"])
def test_names_that_can_not_be_are_refused(page: Page, home: Path, name: str) -> None:
    facts, _ = train(page, "a cat " * 9, size=257)
    refused = page.client.post(f"/api/tokenizers/trained/{facts['name']}/save", params={"as": name})
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-training")
    assert not (home / "trained").exists()


def test_a_text_with_too_little_says_how_many_merges_there_were(page: Page) -> None:
    facts, merges = train(page, "abab", size=5000)
    assert (facts["asked"], facts["size"], facts["merges"]) == (5000, 258, 2)
    assert [bytes.fromhex(merge["left"] + merge["right"]) for merge in merges] == [b"ab", b"abab"]


@pytest.mark.parametrize(
    ("text", "settings", "code"),
    [
        (b"", {}, "bad-text"),
        (b"\xff\xfe", {}, "bad-text"),
        (b"a cat", {"size": 100}, "bad-training"),
        (b"a cat", {"size": 300_000}, "bad-training"),
        (b"a cat", {"pattern": "("}, "bad-training"),
        (b"a cat", {"pattern": "(?:ab|cd){300000}|."}, "bad-training"),
        (b"a cat", {"pattern": "(?:" + "(?:ab|cd)" * 20 + "){10000}"}, "bad-training"),
        (b"a" * 60 + b"!", {"pattern": "(a|aa)+$|b"}, "bad-training"),
        (b"a cat", {"algorithm": "none"}, "bad-request"),
        (b"a cat", {"algorithm": "wordpiece", "size": 3}, "bad-training"),
    ],
)
def test_what_can_not_be_trained_is_a_problem(page: Page, text: bytes, settings: dict[str, Any], code: str) -> None:
    refused = page.client.post("/api/tokenizers/train", params=settings, content=text)
    said = refused.json() if refused.status_code == 422 else json.loads(refused.text.splitlines()[-1])["problem"]
    assert said["code"] == code
    assert said["message"]


def test_twenty_megabytes_are_let_in_and_no_more(page: Page) -> None:
    refused = page.client.post("/api/tokenizers/train", content=b"a" * (MOST_BYTES + 1))
    assert (refused.status_code, refused.json()["code"]) == (413, "too-large")
    some = b"a" * (MOST_BYTES - 1) + b" "
    answer = page.client.post("/api/tokenizers/train", params={"size": 10}, content=some)
    assert "bad-training" in answer.text
