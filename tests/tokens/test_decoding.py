"""What tokens stand for follows the decoder's settings: together they are what the library decodes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tokenizers import Regex, models, trainers
from tokenizers import Tokenizer as Own
from tokenizers import decoders as d
from tokenizers import normalizers as n
from tokenizers import pre_tokenizers as p

from cutaway import Tokenizer
from cutaway.tokens.vocabulary.reach import REACHES
from cutaway.tokens.vocabulary.table import vocabulary_of

TEXT = "the cat sat on the mat and the hat was that of the rat, settings and writing of the dog ## a#b\n" * 3
SPECIAL = ["<unk>"]


def bpe(size: int = 120, **settings: Any) -> Own:
    own: Any = Own(models.BPE(unk_token="<unk>", **settings))
    own.pre_tokenizer = p.Whitespace()
    marks = {key: settings.get(key, "") for key in ("end_of_word_suffix", "continuing_subword_prefix")}
    own.train_from_iterator(
        [TEXT], trainers.BpeTrainer(vocab_size=size, special_tokens=SPECIAL, show_progress=False, **marks)
    )
    return own


def unigram(pre: Any) -> Own:
    own: Any = Own(models.Unigram())
    own.pre_tokenizer = pre
    own.train_from_iterator(
        [TEXT], trainers.UnigramTrainer(vocab_size=60, unk_token="<unk>", special_tokens=SPECIAL, show_progress=False)
    )
    return own


def with_decoder(own: Own, decoder: Any) -> Own:
    with_it: Any = own
    with_it.decoder = decoder
    return own


def openai() -> Own:
    return with_decoder(bpe(end_of_word_suffix="</w>"), d.BPEDecoder("</w>"))


def metaspace(replacement: str, scheme: str) -> Own:
    own = unigram(p.Metaspace(replacement, scheme))
    return with_decoder(own, d.Metaspace(replacement, scheme))


def llama() -> Own:
    own: Any = Own(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    own.normalizer = n.Sequence([n.Prepend("▁"), n.Replace(" ", "▁")])
    tokens = [*SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256)), "<0xZZ>"]
    own.train_from_iterator([TEXT], trainers.BpeTrainer(vocab_size=400, special_tokens=tokens, show_progress=False))
    state = json.loads(own.to_str())
    state["added_tokens"] = state["added_tokens"][:1]
    steps = [d.Replace("▁", " "), d.ByteFallback(), d.Fuse(), d.Strip(" ", 1, 0)]
    return with_decoder(Own.from_str(json.dumps(state)), d.Sequence(steps))


STRIPPING = d.Sequence([d.Strip("▁", 0, 1), d.Replace("▁", " "), d.Fuse(), d.Strip(" ", 1, 0)])
BY_PATTERN = d.Sequence([d.Replace("▁", "\n"), d.Replace(Regex(r"\n"), " ")])
CASES: dict[str, tuple[Callable[[], Own], str]] = {
    "end of word": (openai, "the settings writing"),
    "metaspace, underscore, always": (lambda: metaspace("_", "always"), "the cat sat"),
    "metaspace, always": (lambda: metaspace("▁", "always"), "the cat sat"),
    "metaspace, first": (lambda: metaspace("▁", "first"), "the cat sat"),
    "metaspace, never": (lambda: metaspace("▁", "never"), "the cat sat"),
    "strip after fuse, bytes": (llama, "  the cat é"),
    "sequence with a strip before": (lambda: with_decoder(unigram(p.Metaspace("▁", "always")), STRIPPING), "the cat sat"),
    "a known pattern": (lambda: with_decoder(unigram(p.Metaspace("▁", "never")), BY_PATTERN), "the cat sat"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_texts_of_tokens_together_are_what_the_library_decodes(case: str) -> None:
    make, text = CASES[case]
    own = make()
    tokenizer = Tokenizer(own)
    decoded = own.decode(own.encode(text).ids)
    assert b"".join(token.bytes for token in tokenizer.tokens(text)).decode() == decoded
    assert tokenizer.decode(tokenizer.encode(text)) == decoded
    assert decoded == text or "strip before" in case


def test_a_byte_level_vocabulary_without_a_decoder_is_bytes_all_the_same() -> None:
    own: Any = Own(models.BPE())
    own.pre_tokenizer = p.ByteLevel(add_prefix_space=False)
    alphabet = sorted(p.ByteLevel.alphabet())
    own.train_from_iterator([TEXT], trainers.BpeTrainer(initial_alphabet=alphabet, vocab_size=300, show_progress=False))
    tokenizer = Tokenizer(own)
    text = "the 👩‍👩‍👧 cat"
    assert b"".join(token.bytes for token in tokenizer.tokens(text)) == text.encode()
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_a_byte_level_unigram_encodes_replays_and_has_its_bytes() -> None:
    own = with_decoder(unigram(p.ByteLevel(add_prefix_space=False)), d.ByteLevel())
    tokenizer = Tokenizer(own)
    text = "the cat sat"
    assert tokenizer.encode(text) == own.encode(text).ids == tokenizer.replay(text).ids
    assert "".join(token.text for token in tokenizer.tokens(text)) == text


@pytest.mark.parametrize("decoder", [d.WordPiece("@@"), None])
def test_a_mark_of_a_word_that_goes_on_is_no_text(decoder: Any) -> None:
    own: Any = Own(models.WordPiece(unk_token="[UNK]", continuing_subword_prefix="@@"))
    own.pre_tokenizer = p.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=40, special_tokens=["[UNK]"], continuing_subword_prefix="@@", show_progress=False
    )
    own.train_from_iterator([TEXT], trainer)
    tokenizer = Tokenizer(with_decoder(own, decoder))
    texts = [token.text for token in tokenizer.tokens("writing")]
    assert len(texts) > 1
    assert "".join(texts) == "writing"


def test_a_frame_decoder_s_delimiter_is_a_space_and_its_padding_nothing() -> None:
    vocabulary = {"<pad>": 0, "|": 1, "h": 2, "i": 3, "[UNK]": 4}
    own = with_decoder(Own(models.WordLevel(vocabulary, unk_token="[UNK]")), d.CTC())
    tokenizer = Tokenizer(own)
    assert [tokenizer.bytes_of(id) for id in (0, 1, 2)] == [b"", b" ", b"h"]
    assert tokenizer.decode([2, 2, 0, 3, 1, 2]) == own.decode([2, 2, 0, 3, 1, 2]) == "hi h"


def test_what_looks_like_a_byte_and_is_none_is_an_ordinary_token() -> None:
    tokenizer = Tokenizer(llama())
    assert tokenizer.bytes_of(tokenizer.token_to_id("<0xZZ>")) == b"<0xZZ>"
    assert tokenizer.bytes_of(tokenizer.token_to_id("<0xC3>")) == b"\xc3"
    assert len(vocabulary_of(tokenizer)) == len(tokenizer)


def test_a_token_that_is_the_mark_itself_is_reached_by_its_text() -> None:
    own = with_decoder(bpe(200, continuing_subword_prefix="##"), d.WordPiece("##"))
    tokenizer = Tokenizer(own)
    id = tokenizer.token_to_id("##")
    assert id is not None
    assert tokenizer.encode("##") == [id]
    assert tokenizer.bytes_of(id) == b"##"
    vocabulary = vocabulary_of(tokenizer)
    assert REACHES[vocabulary.reach[vocabulary.row(id)]] == "alone"
