"""Where tokens end and which are odd, held against what tiktoken and the tokenizers library say by themselves."""

import pytest

import cutaway
from cutaway import Tokenizer
from cutaway.tokens.compact import CompactEncoding, cut, other_count
from support.texts import hard_texts

TEXTS = [
    "The cat sat on the mat.",
    "naïve café — 東京 🦜 👩\u200d🚀 e\u0301",
    "<|endoftext|>Once<|endoftext|>",
    "השלום नमस्ते ไทย አማርኛ",
    " \t\n\r\n  x",
    "",
    *hard_texts(150, seed=4),
]


def starts(cuts: CompactEncoding) -> list[int]:
    """Where each token begins, by what `CompactEncoding` says of it."""
    found = [0, *cuts.ends[:-1]] if cuts.ends else []
    for odd in cuts.odd:
        found[odd.at] = odd.start
    return found


def pieces(cuts: CompactEncoding, text: str) -> list[bytes]:
    """The bytes of each token, by what `CompactEncoding` says of it and the text."""
    odd = {each.at: each.bytes for each in cuts.odd}
    return [
        odd[at] if at in odd else text[start:end].encode()
        for at, (start, end) in enumerate(zip(starts(cuts), cuts.ends, strict=True))
    ]


@pytest.mark.parametrize("name", ["gpt2", "o200k"])
@pytest.mark.parametrize("as_text", [False, True])
def test_cuts_are_tiktoken_s(name: str, as_text: bool) -> None:
    tokenizer = cutaway.tokenizer(name)
    encoding = tokenizer.backend
    for text in TEXTS:
        cuts = cut(tokenizer, text, special_as_text=as_text)
        ids = encoding.encode_ordinary(text) if as_text else encoding.encode(text, allowed_special="all")
        assert cuts.ids == ids
        assert pieces(cuts, text) == encoding.decode_tokens_bytes(ids)
        assert cuts.special == [
            at for at, id in enumerate(ids) if id >= encoding.max_token_value or id == encoding.eot_token
        ]
        _, offsets = encoding.decode_with_offsets(ids)
        # tiktoken gives a token that begins inside a character that character's start, and so do these.
        assert starts(cuts) == offsets
        check_ends(cuts, text)


def check_ends(cuts: CompactEncoding, text: str) -> None:
    """A token ends where the character ends to which its last byte belongs."""
    at = 0
    for piece, end in zip(pieces(cuts, text), cuts.ends, strict=True):
        at += len(piece)
        assert end == len(text.encode()[:at].decode(errors="ignore")) + (not whole(text.encode()[:at]))


def whole(start: bytes) -> bool:
    try:
        start.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("name", ["bert", "gemma3", "llama3", "claude2"])
def test_cuts_are_those_of_the_tokenizers_library(name: str) -> None:
    tokenizer = cutaway.tokenizer(name)
    for text in TEXTS:
        cuts = cut(tokenizer, text)
        own = tokenizer.backend.encode(text)
        assert cuts.ids == own.ids
        assert pieces(cuts, text) == [tokenizer.bytes_of(id) for id in own.ids]
        assert cuts.ends == sorted(cuts.ends)
        if name == "bert":  # its offsets tell whole characters; byte-level ones split them by rules of their own
            spans = [(s, e) for s, e in zip(starts(cuts), cuts.ends, strict=True) if s != e]
            assert spans == [(s, e) for s, e in own.offsets if s != e]


@pytest.mark.parametrize("name", ["bert", "gemma3"])
def test_what_is_put_around_stands_for_no_text(name: str) -> None:
    tokenizer = cutaway.tokenizer(name)
    text = "hello world"
    cuts = cut(tokenizer, text)
    bare = tokenizer.backend.encode(text, add_special_tokens=False).ids
    assert [id for at, id in enumerate(cuts.ids) if at not in cuts.added] == bare
    assert all(starts(cuts)[at] == cuts.ends[at] for at in cuts.added)
    assert set(cuts.added) <= set(cuts.special)


def own_count(tokenizer: Tokenizer, text: str, *, as_text: bool) -> int:
    return len(tokenizer.encode(text, special_as_text=as_text))


@pytest.mark.parametrize("name", ["gpt2", "bert", "llama3"])
@pytest.mark.parametrize(
    "text", ["plain", "<|endoftext|>", "a [SEP] b", "<|begin_of_text|> <|endoftext|>", "almost <|endof", "🦜"]
)
@pytest.mark.parametrize("as_text", [False, True])
def test_the_other_count_is_what_the_other_reading_gives(name: str, text: str, as_text: bool) -> None:
    tokenizer = cutaway.tokenizer(name)
    cuts = cut(tokenizer, text, special_as_text=as_text)
    assert len(cuts.ids) == own_count(tokenizer, text, as_text=as_text)
    assert other_count(tokenizer, text, cuts, special_as_text=as_text) == own_count(
        tokenizer, text, as_text=not as_text
    )


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(cutaway.errors.BadText):
        cut(cutaway.tokenizer("gpt2"), "a\ud800")
