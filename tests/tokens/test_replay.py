"""A replay ends with the tokenizer's own tokens, on hard texts, with tokenizers of the catalog as their owners publish them."""

import functools
import unicodedata
from itertools import pairwise

import pytest
import regex
import tokenizers
from tokenizers import models, pre_tokenizers

import cutaway
from cutaway import Tokenizer
from cutaway.errors import BadIndex, BadText
from cutaway.models import fetch_tokenizer as fetch
from cutaway.tokens.replay.bpe import ByMerges, ByRanks
from cutaway.tokens.replay.bpe_replay import Merge, Merged, Node
from cutaway.tokens.replay.pattern import Pattern, alternatives, plainly
from cutaway.tokens.replay.replayer import replayer_of
from cutaway.tokens.replay.unicode_tables import disputed
from cutaway.tokens.replay.wordpiece import Matched
from support.texts import hard_texts

pytestmark = pytest.mark.slow

ALWAYS = ("gpt2", "cl100k", "o200k", "llama3", "gemma3", "bert", "smollm2")
LARGE = ("qwen3", "deepseek-v3", "gpt-oss")
"""Replayed on machines that have them; they take long to fetch."""
HERE = [*ALWAYS, *(name for name in LARGE if fetch.cached(name))]
COUNT = 10_000


@functools.cache
def opened(name: str) -> Tokenizer:
    return cutaway.tokenizer(name)


def marks(tokenizer: Tokenizer) -> list[str]:
    """How some special tokens are written."""
    return [tokenizer.bytes_of(id).decode() for id in sorted(tokenizer.library.special)[:30]]


@pytest.mark.parametrize("name", HERE)
def test_a_replay_ends_with_the_tokenizers_own_ids(name: str) -> None:
    """Special tokens that texts spell out are read as such in every second text, and as text in the others."""
    tokenizer = opened(name)
    for i, text in enumerate(hard_texts(COUNT, 11, marks(tokenizer))):
        as_text = i % 2 == 1
        assert tokenizer.replay(text, special_as_text=as_text).ids == tokenizer.encode(text, special_as_text=as_text), (
            text
        )


@pytest.mark.parametrize("name", HERE)
def test_characters_of_all_of_unicode_are_cut_as_the_library_cuts_them(name: str) -> None:
    """Whatever Unicode version each library's tables are of. After letters, digits, marks and others, `'s` is cut differently."""
    tokenizer = opened(name)
    codes = (*range(0x3000), *range(0x3000, 0x110000, 101), *list(disputed())[::3])
    characters = [chr(code) for code in codes if not 0xD800 <= code < 0xE000]
    for start in range(0, len(characters), 2000):
        text = "\n".join(f"{c}'s A{c}b 1{c}2 {c}{c}.{c}" for c in characters[start : start + 2000])
        assert tokenizer.replay(text).ids == tokenizer.encode(text), hex(ord(characters[start]))


@pytest.mark.parametrize("name", HERE)
def test_steps_lead_from_the_text_to_the_tokens(name: str) -> None:
    """Played in order, with nothing but what the steps say."""
    tokenizer = opened(name)
    for text in hard_texts(300, 5, marks(tokenizer)):
        found = tokenizer.replay(text)
        given: list[int] = []
        row: dict[int, int] = {}
        for step in found.steps:
            word = None if step.piece is None else found.words[step.piece]
            if step.what == "read":
                row = dict(enumerate(word.symbols)) if isinstance(word, Merged) else {}
            elif isinstance(merge := step.detail, Merge):
                assert (row[merge.start], row.pop(merge.middle)) == (merge.left, merge.right)
                row[merge.start] = merge.id
            elif step.what == "give":
                assert isinstance(step.detail, tuple)
                if isinstance(word, Merged) and not word.whole:
                    assert tuple(row[place] for place in sorted(row)) == step.detail
                given.extend(step.detail)
            elif step.what == "around":
                assert step.detail == found.front + found.behind
        assert [*found.front, *given, *found.behind] == tokenizer.encode(text)


@pytest.mark.parametrize("name", ["gpt2", "llama3", "smollm2", "o200k"])
def test_pieces_lie_side_by_side_and_each_is_what_its_alternative_matches(name: str) -> None:
    tokenizer = opened(name)
    told = 0
    for text in hard_texts(400, 9):
        found = tokenizer.replay(text, special_as_text=True)
        assert "".join(piece.text for piece in found.pieces) == found.normalised
        assert all(a.end <= b.start or a.end == b.end for a, b in pairwise(found.pieces))
        for piece in found.pieces:
            if any(unicodedata.category(c) == "Cn" for c in piece.text):
                continue  # assigned in some versions of Unicode only
            if piece.rule.source and "(?!" not in piece.rule.source and not piece.rule.source.endswith("$"):
                assert regex.fullmatch(piece.rule.source, piece.text), (piece, piece.rule)
                assert piece.rule.name, f"no name for {piece.rule.source}"
                told += 1
    assert told > 1000


def test_the_alternative_that_matched_is_the_first_that_could() -> None:
    rules = [(piece.text, piece.rule.name) for piece in opened("cl100k").replay("I'm 1234 ok!!\n  x").pieces]
    letters = "letters, with one character before them"
    assert rules == [
        ("I", letters),
        ("'m", "contraction"),
        (" ", "one white space"),
        ("123", "up to three digits"),
        ("4", "up to three digits"),
        (" ok", letters),
        ("!!\n", "punctuation and signs, with the space before them and line ends after them"),
        (" ", "white space, except the last one before a word"),
        (" x", letters),
    ]
    own = tokenizers.Tokenizer(models.BPE({c: i for i, c in enumerate(pre_tokenizers.ByteLevel.alphabet())}, []))
    own.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    digits = Tokenizer(own).replay("a12").pieces
    assert [(piece.text, piece.rule.step) for piece in digits] == [("a", "ByteLevel"), ("1", "Digits"), ("2", "Digits")]


def test_patterns_are_taken_apart_at_the_top_alone() -> None:
    assert list(alternatives(r"'(?:s|t)|[|]|\||a")) == ["'(?:s|t)", "[|]", r"\|", "a"]
    assert plainly(r" ?\p{L}++|[*+]|\p{N}{1,3}+") == r" ?\p{L}+|[*+]|\p{N}{1,3}"
    assert [m[2] for m in Pattern(r"(a)(b)|c$").matches("abcc")] == [0, 1]
    assert list(Pattern(r"c$").matches("c\n")) == []  # the very end, as in Rust


def trees_of(word: Merged) -> list[Node]:
    nodes, rest = [], list(word.tree)
    while rest:
        node = rest.pop()
        nodes.append(node)
        rest += node.parts
    return nodes


@pytest.mark.parametrize("name", ["cl100k", "smollm2"])
def test_merges_are_always_the_lowest_rank_there_is_then_the_leftmost(name: str) -> None:
    """Against the rule as it is written: look at all pairs after each merge."""
    tokenizer = opened(name)
    algorithm = replayer_of(tokenizer).algorithm
    assert isinstance(algorithm, ByMerges | ByRanks)
    for text in hard_texts(200, 21):
        for piece in tokenizer.replay(text).pieces:
            word = piece.word
            if not isinstance(word, Merged) or word.whole or len(word.symbols) > 60:
                continue
            row = [(i, id) for i, id in enumerate(word.symbols)]
            for merge in word.merges:
                pairs = [(algorithm.pair(a, b), i) for (i, a), (_, b) in pairwise(row)]
                rank, start = min((found[0], i) for found, i in pairs if found)
                assert (merge.rank, merge.start) == (rank, start)
                at = next(k for k, (i, _) in enumerate(row) if i == start)
                row[at : at + 2] = [(start, merge.id)]
            assert not any(algorithm.pair(a, b) for (_, a), (_, b) in pairwise(row))
            assert [(node.start, node.id) for node in word.tree] == row
            for node in trees_of(word):
                joined = b"".join(tokenizer.bytes_of(part.id) for part in node.parts)
                assert not node.parts or joined == tokenizer.bytes_of(node.id)


@pytest.mark.parametrize("name", ["cl100k", "smollm2", "gemma3"])
def test_a_boundary_remains_because_no_merge_joins_the_two_or_a_lower_rank_came_first(name: str) -> None:
    tokenizer = opened(name)
    passed_over = 0
    for text in hard_texts(300, 33):
        found = tokenizer.replay(text)
        for number, word in enumerate(found.words):
            if not isinstance(word, Merged) or len(word.symbols) > 200:
                continue
            for boundary in range(len(word.ids) - 1):
                apart = found.why_apart(number, boundary)
                *before, last = apart.meetings
                assert (last.left, last.right) == word.ids[boundary : boundary + 2]
                assert last.rank is None
                for meeting in before:
                    assert meeting.instead is not None
                    assert meeting.rank is None or meeting.instead <= meeting.rank
                passed_over += len(apart.passed_over)
                if found.algorithm == "bpe by ranks":
                    assert apart.joined is None  # whatever two tokens make together may be merged
    assert passed_over > 50


def test_asking_for_a_boundary_that_is_not_there_is_an_error() -> None:
    found = opened("smollm2").replay("unhappiness")
    with pytest.raises(BadIndex, match="no boundary 9"):
        found.why_apart(0, 9)
    with pytest.raises(BadIndex, match="Piece 4"):
        found.why_apart(4, 0)
    with pytest.raises(BadIndex):
        opened("bert").replay("unhappiness").why_apart(0, 0)
    with pytest.raises(BadText):
        opened("smollm2").replay("\ud800")


def test_wordpiece_tries_from_the_longest_down_and_takes_the_first_it_knows() -> None:
    tokenizer = opened("bert")
    known = tokenizer.backend.get_vocab()
    for text in hard_texts(400, 3):
        for piece in tokenizer.replay(text).pieces:
            word = piece.word
            if isinstance(word, Matched):
                for search in word.searches:
                    *others, last = search.tried
                    assert not any(each in known for each in others)
                    assert known.get(last) == search.id
                    assert [len(each) for each in search.tried] == sorted(map(len, search.tried), reverse=True)


def test_the_text_of_unhappiness_is_cut_by_frequency_and_not_by_grammar() -> None:
    """A common belief is that tokens are un + happi + ness. No tokenizer here says so, and they do not say the same."""
    ways = {}
    for name in HERE:
        tokenizer = opened(name)
        found = tokenizer.replay("unhappiness")
        ids = tuple(id for piece in found.pieces for id in piece.ids)
        ways[name] = tuple(tokenizer.bytes_of(id).decode() for id in ids)
        assert list(ids) == [id for id in tokenizer.encode("unhappiness") if not tokenizer.is_special(id)]
    assert ("un", "happi", "ness") not in ways.values()
    assert len(set(ways.values())) > 1


def test_llama_3_has_tokens_that_no_merges_lead_to() -> None:
    """Its library looks whole pieces up first. Without that, some of its own tokens would come out in parts."""
    import tokenizers

    own = opened("llama3").backend
    without = tokenizers.Tokenizer.from_str(own.to_str())
    without.model.ignore_merges = False
    alone = Tokenizer(without)
    apart = 0
    for id in range(100_000, 128_000, 7):
        text = opened("llama3").bytes_of(id).decode(errors="ignore")
        whole = opened("llama3").replay(text)
        merged = alone.replay(text)
        assert merged.ids == alone.encode(text)
        if whole.ids == [id] and merged.ids != [id]:
            apart += 1
            assert isinstance(whole.words[0], Merged)
            assert whole.words[0].whole
    assert apart > 0
