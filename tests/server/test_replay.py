"""The steps of a replay over the wire: each number is the library's own, and the places are the page's."""

import json
import sysconfig
from itertools import pairwise
from pathlib import Path

import pytest
import regex
import tiktoken
import tokenizers as hugging_face

import cutaway
from support.serving import Page
from support.small_tokenizers import unigram, word_level

LEARNT = Path(sysconfig.get_path("stdlib"), "argparse.py").read_text(encoding="utf-8")
TEXT = "🚀 the unhappiness of naïve tokenisers, in 2026"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for what is saved."""
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path))
    return tmp_path


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def gpt2() -> tiktoken.Encoding:
    return cutaway.tokenizer("gpt2").backend


def test_pieces_cover_the_text_in_utf16_units_and_count_its_tokens(page: Page) -> None:
    page.open_tokenizer("gpt2")
    told = page.post("/api/tokenizers/replay", text=TEXT, tokenizer="gpt2").json()
    written = utf16(TEXT)
    pieces = [
        written[2 * start : 2 * end].decode("utf-16-le")
        for start, end in zip(told["starts"], told["ends"], strict=True)
    ]
    assert "".join(pieces) == TEXT
    own = gpt2()
    assert told["tokens"] == [len(own.encode(piece)) for piece in pieces]
    assert sum(told["tokens"]) == len(own.encode(TEXT))
    assert told["algorithm"] == "bpe by ranks"
    assert told["whole_first"]
    for piece, rule in zip(pieces, told["rule"], strict=True):
        assert regex.fullmatch(told["rules"][rule]["source"], piece)


def test_each_merge_joins_two_bytes_strings_and_ranks_as_tiktoken_does(page: Page) -> None:
    page.open_tokenizer("gpt2")
    own = gpt2()
    told = page.post("/api/tokenizers/replay", text=TEXT, tokenizer="gpt2").json()
    for number in range(len(told["starts"])):
        piece = page.post("/api/tokenizers/replay/piece", text=TEXT, tokenizer="gpt2", piece=number).json()
        assert piece["ids"] == own.encode(piece["text"])
        word, written = piece["word"], {each["id"]: bytes.fromhex(each["bytes"]) for each in piece["symbols"]}
        assert word["in_bytes"]
        assert b"".join(written[id] for id in word["symbols"]) == piece["text"].encode()
        ranks = {(pair["left"], pair["right"]): pair["rank"] for pair in word["pairs"]}
        row = dict(enumerate(word["symbols"]))
        for merge in word["merges"]:
            assert written[merge["left"]] + written[merge["right"]] == written[merge["id"]]
            assert merge["rank"] == own._mergeable_ranks[written[merge["id"]]] == merge["id"]
            now = [row[at] for at in sorted(row)]
            could = [ranks[pair] for pair in pairwise(now) if pair in ranks]
            assert merge["rank"] == min(could)
            for left, right in pairwise(now):
                known = own._mergeable_ranks.get(
                    own.decode_single_token_bytes(left) + own.decode_single_token_bytes(right)
                )
                assert ranks.get((left, right)) == known
            del row[merge["middle"]]
            row[merge["start"]] = merge["id"]
        if not word["whole"]:
            assert [row[at] for at in sorted(row)] == piece["ids"]


def test_a_gap_says_which_merge_came_first(page: Page) -> None:
    page.open_tokenizer("gpt2")
    text = " unhappiness"
    asked = {"text": text, "tokenizer": "gpt2", "piece": 0}
    piece = page.post("/api/tokenizers/replay/piece", **asked).json()
    own = gpt2()
    assert piece["ids"] == own.encode(text)
    for boundary in range(len(piece["ids"]) - 1):
        gap = page.post("/api/tokenizers/replay/gap", **asked, boundary=boundary).json()
        *earlier, last = gap["meetings"]
        assert (last["left"]["id"], last["right"]["id"]) == tuple(piece["ids"][boundary : boundary + 2])
        assert (last["rank"], last["until"]) == (None, None)
        for meeting in earlier:
            together = bytes.fromhex(meeting["left"]["bytes"] + meeting["right"]["bytes"])
            assert meeting["rank"] == own._mergeable_ranks.get(together)
            merge = piece["word"]["merges"][meeting["until"]]
            assert (merge["rank"], merge["id"]) == (meeting["instead"], meeting["taken"]["id"])
            if meeting["rank"] is not None:
                assert meeting["instead"] <= meeting["rank"]
    refused = page.post("/api/tokenizers/replay/gap", **asked, boundary=len(piece["ids"]) - 1)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-index")


def test_wordpiece_normalises_searches_and_puts_tokens_around(page: Page) -> None:
    page.open_tokenizer("bert")
    own: hugging_face.Tokenizer = cutaway.tokenizer("bert").backend
    text = "Naïve tokenisers"
    told = page.post("/api/tokenizers/replay", text=text, tokenizer="bert").json()
    assert [(each["before"], each["after"]) for each in told["normalisations"] if each["changed"]] == [
        (text, own.normalizer.normalize_str(text))
    ]
    assert [each["text"] for each in (*told["front"], *told["behind"])] == ["[CLS]", "[SEP]"]
    assert sum(told["tokens"]) + 2 == len(own.encode(text).ids)
    piece = page.post("/api/tokenizers/replay/piece", text=text, tokenizer="bert", piece=1).json()
    vocabulary = own.get_vocab()
    for search in piece["word"]["searches"]:
        *vain, found = search["tried"]
        assert vocabulary[found] == search["id"]
        assert not any(each in vocabulary for each in vain)
    assert [search["id"] for search in piece["word"]["searches"]] == piece["ids"] == own.encode("tokenisers").ids[1:-1]


def test_a_special_token_in_the_text_is_a_piece_at_once_or_text(page: Page) -> None:
    page.open_tokenizer("gpt2")
    text = "a<|endoftext|>"
    asked = {"text": text, "tokenizer": "gpt2", "piece": 1}
    piece = page.post("/api/tokenizers/replay/piece", **asked).json()
    assert piece["word"] is None
    assert piece["ids"] == [gpt2().eot_token]
    assert piece["symbols"][0]["special"]
    literal = page.post("/api/tokenizers/replay", text=text, tokenizer="gpt2", special_as_text=True).json()
    assert sum(literal["tokens"]) == len(gpt2().encode(text, disallowed_special=()))


def test_a_piece_that_is_none_is_refused(page: Page) -> None:
    page.open_tokenizer("gpt2")
    refused = page.post("/api/tokenizers/replay/piece", text="one two", tokenizer="gpt2", piece=2)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-index")


def test_a_piece_too_long_to_be_told_says_how_long_it_may_be(page: Page) -> None:
    page.open_tokenizer("gpt2")
    refused = page.post("/api/tokenizers/replay/piece", text="a" * 20_001, tokenizer="gpt2", piece=0)
    assert (refused.json()["limit"], refused.json()["got"]) == (20_000, 20_001)


def test_unigram_tells_every_token_that_could_stand_and_the_best_way(page: Page, home: Path) -> None:
    trained = page.client.post(
        "/api/tokenizers/train", params={"algorithm": "unigram", "size": 800}, content=LEARNT.encode()
    )
    name = json.loads(trained.text.splitlines()[-1])["trained"]["name"]
    page.client.post(f"/api/tokenizers/trained/{name}/save", params={"as": "pieces"})
    page.open_tokenizer("pieces")
    own = unigram(LEARNT, 800)
    for text in ("the parser adds an argument", "  import sys", "né"):
        piece = page.post("/api/tokenizers/replay/piece", text=text, tokenizer="pieces", piece=0).json()
        word, read = piece["word"], piece["text"]
        assert read == f"▁{text.replace(' ', '▁')}"
        assert piece["ids"] == own.Encode(text)
        spans = [(i, j) for i in range(len(read)) for j in range(i + 1, len(read) + 1)]
        stands = {(i, j): own.PieceToId(read[i:j]) for i, j in spans if own.PieceToId(read[i:j])}
        known = {(edge["start"], edge["end"]): edge for edge in word["lattice"] if edge["known"]}
        assert {span: edge["id"] for span, edge in known.items()} == stands
        assert {span: edge["score"] for span, edge in known.items()} == {
            span: pytest.approx(own.GetScore(id)) for span, id in stands.items()
        }
        characters = {edge["start"] for edge in word["lattice"] if not edge["known"]}
        assert characters == {i for i in range(len(read)) if (i, i + 1) not in stands}
        if characters:
            continue
        for place in range(1, len(read) + 1):
            best = own.Encode(text[: place - 1]) if place > 1 else [own.PieceToId("▁")]
            assert word["scores"][place] == pytest.approx(sum(map(own.GetScore, best)))
        ways = own.NBestEncode(text, nbest_size=2)
        assert [edge["id"] for edge in word["path"]] == ways[0]
        assert [word["scores"][-1], word["second"]] == pytest.approx([sum(map(own.GetScore, way)) for way in ways])


def test_word_level_looks_each_word_up(page: Page, home: Path) -> None:
    own = word_level(LEARNT, 300)
    folder = home / "trained" / "words"
    folder.mkdir(parents=True)
    own.save(str(folder / "tokenizer.json"))
    page.open_tokenizer("words")
    text = "the parser, xylophones"
    told = page.post("/api/tokenizers/replay", text=text, tokenizer="words").json()
    pieces = [
        page.post("/api/tokenizers/replay/piece", text=text, tokenizer="words", piece=number).json()
        for number in range(len(told["starts"]))
    ]
    assert told["algorithm"] == "word level"
    encoded = own.encode(text)
    assert [id for piece in pieces for id in piece["ids"]] == encoded.ids
    assert [piece["text"] for piece in pieces] == [text[start:end] for start, end in encoded.offsets]
    assert [piece["word"]["known"] for piece in pieces] == [piece["text"] in own.get_vocab() for piece in pieces]
    assert {piece["word"]["known"] for piece in pieces} == {True, False}
