"""Replays of small tokenizers that use what the well-known ones do not: Unigram, word level, unknown and fallback tokens, added tokens."""

import itertools
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from tokenizers import AddedToken, Regex, models, processors, trainers
from tokenizers import Tokenizer as Own
from tokenizers import normalizers as n
from tokenizers import pre_tokenizers as p

import cutaway
from cutaway import Tokenizer
from cutaway.errors import BadText, UnsupportedModel
from cutaway.tokens.replay.form import form
from cutaway.tokens.replay.unigram import Best
from support.texts import hard_texts

SOURCES = [file.read_text(encoding="utf-8") for file in sorted(Path(cutaway.__file__).parent.rglob("*.py"))[:60]]
SPECIAL = ["<unk>", "<s>"]
COUNT = 2000


def unigram() -> Own:
    own: Any = Own(models.Unigram())
    own.normalizer = n.Sequence([n.NFKC(), n.Replace("  ", " ")])
    own.pre_tokenizer = p.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=1500, unk_token="<unk>", special_tokens=SPECIAL, show_progress=False)
    own.train_from_iterator(SOURCES, trainer)
    return own


def unigram_with_bytes() -> Own:
    state = json.loads(unigram().to_str())
    state["model"]["vocab"] += [[f"<0x{byte:02X}>", -20.0] for byte in range(256)]
    state["model"]["byte_fallback"] = True
    return Own.from_str(json.dumps(state))


def bpe(pre: Any = None, **settings: Any) -> Own:
    own: Any = Own(models.BPE(**settings))
    own.pre_tokenizer = pre or p.Whitespace()
    marks = {key: settings.get(key, "") for key in ("end_of_word_suffix", "continuing_subword_prefix")}
    trainer = trainers.BpeTrainer(
        vocab_size=1500, special_tokens=SPECIAL, show_progress=False, limit_alphabet=80, **marks
    )
    own.train_from_iterator(SOURCES, trainer)
    return own


def bpe_with_bytes(lacking: range = range(0)) -> Own:
    state = json.loads(bpe(unk_token="<unk>", fuse_unk=True).to_str())
    vocabulary = state["model"]["vocab"]
    for byte in range(256):
        vocabulary[f"<0x{byte:02X}>"] = len(vocabulary)
    for byte in lacking:
        del vocabulary[f"<0x{byte:02X}>"]
    state["model"]["byte_fallback"] = True
    return Own.from_str(json.dumps(state))


def word_level(pre: Any = None) -> Own:
    own: Any = Own(models.WordLevel(unk_token="<unk>"))
    own.pre_tokenizer = pre or p.Whitespace()
    own.train_from_iterator(
        SOURCES, trainers.WordLevelTrainer(special_tokens=SPECIAL, vocab_size=500, show_progress=False)
    )
    return own


def with_added_tokens() -> Own:
    own: Any = bpe(p.Sequence([p.WhitespaceSplit(), p.Punctuation(), p.Digits()]), unk_token="<unk>")
    own.normalizer = n.Sequence([n.Lowercase(), n.StripAccents(), n.Prepend("_")])
    own.add_tokens(
        [
            AddedToken("select", single_word=True, normalized=True),
            AddedToken("'s", lstrip=True, normalized=False),
            AddedToken("🦜", rstrip=True, normalized=False),
        ]
    )
    around = [("<s>", own.token_to_id("<s>"))]
    own.post_processor = processors.TemplateProcessing(single="<s> $A <s>", special_tokens=around)
    return own


def cut_by_patterns() -> Own:
    """With text between matches, steps within steps, and an added token that is found only when the text is normalised."""
    words = p.Split(Regex(r"\w+(?=\s)|[^\w\s]"), "isolated")
    own: Any = bpe(p.Sequence([p.Digits(individual_digits=False), words]), unk_token="<unk>")
    own.normalizer = n.Sequence([n.NFKC(), n.Lowercase(), n.Prepend("_")])
    own.add_tokens([AddedToken("Return", normalized=True), AddedToken("東京", normalized=False)])
    return own


MADE: dict[str, Callable[[], Own]] = {
    "unigram": unigram,
    "unigram, bytes": unigram_with_bytes,
    "no unknown token": bpe,
    "unknown tokens": lambda: bpe(unk_token="<unk>"),
    "unknown tokens fused": lambda: bpe(unk_token="<unk>", fuse_unk=True),
    "end of word": lambda: bpe(unk_token="<unk>", end_of_word_suffix="</w>"),
    "continuing": lambda: bpe(unk_token="<unk>", continuing_subword_prefix="##"),
    "bytes": bpe_with_bytes,
    "some bytes": lambda: bpe_with_bytes(range(0xE0, 0xE4)),
    "space before": lambda: bpe(p.ByteLevel(add_prefix_space=True)),
    "word level": word_level,
    "word level over bytes": lambda: word_level(p.ByteLevel(add_prefix_space=False)),
    "added tokens": with_added_tokens,
    "patterns": cut_by_patterns,
}


@pytest.mark.parametrize("name", MADE)
def test_a_replay_ends_with_the_librarys_own_ids(name: str) -> None:
    tokenizer = Tokenizer(MADE[name]())
    for i, text in enumerate(hard_texts(COUNT, 4, SPECIAL)):
        as_text = i % 2 == 1
        found = tokenizer.replay(text, special_as_text=as_text)
        assert found.ids == tokenizer.encode(text, special_as_text=as_text), text
        if i % 20 == 0 and len(text) < 200:
            plain = json.loads(json.dumps(asdict(form(tokenizer, found))))
            assert plain["ids"] == found.ids
            assert len(plain["pieces"]) == len(found.pieces) == len(found.words)


def ways(word: Best, at: int = 0) -> Iterator[tuple[float, ...]]:
    """The scores along every way through a lattice from a place to the end."""
    if at == len(word.text):
        yield ()
    for edge in word.lattice:
        if edge.start == at:
            yield from ((edge.score, *rest) for rest in ways(word, edge.end))


def test_the_best_and_second_best_way_are_the_greatest_sums_of_all_ways() -> None:
    tokenizer = Tokenizer(unigram())
    seen = 0
    for word in tokenizer.replay("return the tokenizer's next token, or none; 東京 x").words:
        assert isinstance(word, Best)
        sums = sorted((sum(way) for way in itertools.islice(ways(word), 50_000)), reverse=True)
        assert math.isclose(word.score, sums[0])
        if len(sums) > 1:
            assert word.second is not None
            assert math.isclose(word.second, sums[1])
            seen += 1
        else:
            assert word.second is None
    assert seen > 5


def test_normalisers_are_told_one_by_one() -> None:
    found = Tokenizer(with_added_tokens()).replay("Ünï 🦜  X")
    assert [step.name for step in found.normalisations] == ["Lowercase", "StripAccents", "Prepend"]
    assert all(a.after == b.before for a, b in itertools.pairwise(found.normalisations))
    assert found.normalisations[0].before == found.text
    (added,) = [piece for piece in found.pieces if piece.rule.step == "added token"]
    assert found.text[added.start : added.end] == "🦜  "  # with the white space that it takes in


def test_what_can_not_be_replayed_is_named() -> None:
    chance = bpe()
    chance.model.dropout = 0.5
    with pytest.raises(UnsupportedModel, match="dropout"):
        Tokenizer(chance).replay("text")

    class Program:
        def pre_tokenize(self, text: Any) -> None: ...

    program: Any = bpe()
    program.pre_tokenizer = p.PreTokenizer.custom(Program())
    with pytest.raises(UnsupportedModel, match="pre-tokenizer"):
        Tokenizer(program).replay("text")
    nothing = Own(models.WordLevel({"a": 0}, unk_token="<unk>"))
    with pytest.raises(BadText, match="no token for 'b', and no unknown token"):
        Tokenizer(nothing).replay("b")
