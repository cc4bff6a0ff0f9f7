"""A tokenizer opens in the format that people have it in, and encodes as the library that the format is of."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sentencepiece
import tiktoken
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer as Own
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers
from transformers import GPT2Tokenizer

import cutaway
from cutaway.errors import BadFile, BadText, CutawayError, UnknownModel, UnsupportedModel
from cutaway.models import fetch as models_fetch
from cutaway.tokens.formats.detection import open_content
from cutaway.tokens.formats.gguf_metadata import read_metadata
from cutaway.tokens.training.split_patterns import PATTERNS
from support import gguf_files, tiny
from support.serving import byte_tokenizer
from support.texts import hard_texts

TEXTS = [text for text in hard_texts(120, 5) if len(text) < 400 and "\0" not in text] + [
    "  hi",
    "hello world",
    " Việt",
    "a\n\n\nb",
    "",
]
NORMALISED = ["ﬁne ½ Ａ①", "  two   spaces  between ", "é e\u0301 한국어 東京", "a\tb\u3000c", "hello world", "", "   "]
LINES = [line for text in TEXTS for line in text.split("\n") if line.strip()] * 2


def trained_bpe() -> Own:
    own: Any = Own(models.BPE())
    own.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    own.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    own.train_from_iterator(
        LINES,
        trainers.BpeTrainer(
            vocab_size=700, initial_alphabet=alphabet, special_tokens=["<|endoftext|>"], show_progress=False
        ),
    )
    return own


def sentencepiece_model(kind: str, **settings: Any) -> bytes:
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.Train(
        sentence_iterator=iter(LINES), model_writer=written, model_type=kind, vocab_size=900, hard_vocab_limit=False, minloglevel=2,
        **{"byte_fallback": True, "remove_extra_whitespaces": False, "normalization_rule_name": "identity", **settings},
    )  # fmt: skip
    return written.getvalue()


def in_words(own: Own) -> tuple[list[str], list[str]]:
    state = json.loads(own.to_str())["model"]
    return sorted(state["vocab"], key=state["vocab"].__getitem__), [" ".join(pair) for pair in state["merges"]]


@pytest.fixture(scope="module")
def bpe() -> Own:
    return trained_bpe()


def test_a_file_opens_with_a_byte_order_mark_in_utf_16_and_under_any_name(tmp_path: Path) -> None:
    written = byte_tokenizer().to_str()
    for name, content in (
        ("tokenizer.json", written.encode("utf-8-sig")),
        ("wide.json", written.encode("utf-16")),
        ("mine", written.encode()),
        ("mine.txt", b"\n  " + written.encode()),
    ):
        (tmp_path / name).write_bytes(content)
        assert cutaway.tokenizer(str(tmp_path / name)).encode("aé") == byte_tokenizer().encode("aé").ids, name


def test_a_folder_with_a_tokenizer_alone_and_what_a_training_wrote_open(tmp_path: Path) -> None:
    byte_tokenizer().save(str(tmp_path / "tokenizer.json"))
    assert cutaway.tokenizer(str(tmp_path)).encode("aé") == byte_tokenizer().encode("aé").ids
    (tmp_path / "tokenizer_config.json").write_text("{}")
    assert cutaway.tokenizer(str(tmp_path / "tokenizer_config.json")).encode("a") == byte_tokenizer().encode("a").ids
    trained = cutaway.train_bpe("the cat sat on the mat", 280)
    trained.save(tmp_path / "out")
    assert cutaway.tokenizer(str(tmp_path / "out")).encode("the mat") == trained.tokenizer.encode("the mat").ids


@pytest.mark.parametrize("said", [True, False])
def test_vocabulary_and_merges_encode_as_gpt2s_tokenizer(said: bool, bpe: Own, tmp_path: Path) -> None:
    bpe.model.save(str(tmp_path))
    if said:
        (tmp_path / "tokenizer_config.json").write_text('{"tokenizer_class": "GPT2Tokenizer"}')
    theirs = GPT2Tokenizer(vocab=str(tmp_path / "vocab.json"), merges=str(tmp_path / "merges.txt"))
    for path in (tmp_path, tmp_path / "vocab.json", tmp_path / "merges.txt"):
        ours = cutaway.tokenizer(str(path))
        for text in TEXTS:
            assert ours.encode(text) == theirs(text)["input_ids"], (path.name, text)


def test_a_list_of_word_pieces_encodes_as_bert(tmp_path: Path) -> None:
    own: Any = Own(models.WordPiece(unk_token="[UNK]"))
    own.normalizer, own.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    own.train_from_iterator(LINES, trainers.WordPieceTrainer(vocab_size=500, special_tokens=marks, show_progress=False))
    own.model.save(str(tmp_path))
    for path in (tmp_path, tmp_path / "vocab.txt"):
        ours = cutaway.tokenizer(str(path))
        for text in TEXTS:
            assert ours.encode(text, add_special_tokens=False) == own.encode(text).ids
        assert [ours.id_to_token(id) for id in ours.encode("")] == ["[CLS]", "[SEP]"]


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("bpe", {}),
        ("bpe", {"add_dummy_prefix": False}),
        ("unigram", {}),
        ("unigram", {"normalization_rule_name": "nmt_nfkc", "remove_extra_whitespaces": True, "byte_fallback": False}),
        ("char", {"byte_fallback": False}),
    ],
)
def test_a_sentencepiece_model_encodes_as_sentencepiece(kind: str, settings: dict[str, Any], tmp_path: Path) -> None:
    model = sentencepiece_model(kind, **settings)
    theirs = sentencepiece.SentencePieceProcessor(model_proto=model)
    (tmp_path / "tokenizer.model").write_bytes(model)
    for path in (tmp_path, tmp_path / "tokenizer.model"):
        ours = cutaway.tokenizer(str(path))
        for text in NORMALISED if settings.get("remove_extra_whitespaces") else TEXTS:
            assert ours.encode(text) == theirs.encode(text), (path.name, text)


def test_a_folder_of_llamas_kind_begins_with_its_beginning_of_text(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.model").write_bytes(sentencepiece_model("bpe"))
    (tmp_path / "tokenizer_config.json").write_text(
        json.dumps(
            {
                "tokenizer_class": "LlamaTokenizer",
                "add_bos_token": True,
                "added_tokens_decoder": {"1": {"content": "<s>", "special": True}},
            }
        )
    )
    ours = cutaway.tokenizer(str(tmp_path))
    assert [ours.id_to_token(id) for id in ours.encode("  hi")][:2] == ["<s>", "▁"]
    assert "".join(token.text for token in ours.tokens("  hi")[1:]) == "  hi"


def test_ranks_encode_as_tiktoken_with_the_pattern_that_is_said(tmp_path: Path) -> None:
    ranks = {bytes([byte]): byte for byte in range(256)} | {b"he": 256, b" w": 257, b"12": 258, b"123": 259}
    file = tmp_path / "mine.tiktoken"
    file.write_bytes(b"".join(base64.b64encode(piece) + b" %d\n" % rank for piece, rank in ranks.items()))
    for name, pattern in PATTERNS.items():
        theirs = tiktoken.Encoding("mine", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
        ours = cutaway.tokenizer(str(file), pattern=name)
        assert not ours.notes
        assert all(ours.encode(text) == theirs.encode_ordinary(text) for text in [*TEXTS, "he 1234 we'LL"])
    unsaid = cutaway.tokenizer(str(file))
    assert unsaid.encode("he 1234") == cutaway.tokenizer(str(file), pattern="gpt4").encode("he 1234")
    assert "gpt4" in unsaid.notes[0]
    (tmp_path / "tokenizer.model").write_bytes(file.read_bytes())  # as Llama 3 has it
    assert cutaway.tokenizer(str(tmp_path / "tokenizer.model")).encode("he") == [256]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"QQ== 1\nQQ== 2\n", "Line 2"),
        (b"QQ== 1\nwhat\n", "Line 2"),
        (b"QQ== 0\n", "255 of the 256 bytes"),
    ],
)
def test_ranks_that_make_no_vocabulary_are_refused(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.tiktoken").write_bytes(content)
    with pytest.raises(BadFile, match=said):
        cutaway.tokenizer(str(tmp_path / "a.tiktoken"))


def test_a_gguf_file_gives_its_tokenizer_without_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    file = tiny.write_gguf(tmp_path / "tiny.gguf")
    ours = cutaway.tokenizer(str(file))
    assert not models_fetch.cached(str(file))
    converted = cutaway.tokenizer(str(models_fetch.ensure(str(file)).folder))
    assert [ours.encode(text) for text in TEXTS] == [converted.encode(text) for text in TEXTS]


def test_digits_of_a_gguf_file_are_cut_as_its_name_says(bpe: Own, tmp_path: Path) -> None:
    words, merges = in_words(bpe)

    def texts(pre: str | None) -> list[str]:
        file = gguf_files.write_tokenizer(tmp_path / "a.gguf", "gpt2", words, merges=merges, pre=pre)
        return [token.text for token in cutaway.tokenizer(str(file)).tokens("x = 12345")]

    assert texts("starcoder")[-6:] == [" ", "1", "2", "3", "4", "5"]
    assert (
        "does not say how"
        in cutaway.tokenizer(str(gguf_files.write_tokenizer(tmp_path / "a.gguf", "gpt2", words, merges=merges))).notes[
            0
        ]
    )
    with pytest.raises(UnsupportedModel, match="'nonsense-pre', which is unknown"):
        texts("nonsense-pre")


def test_llama_3_looks_a_piece_up_before_it_merges(tmp_path: Path) -> None:
    own = cutaway.tokenizer("llama3").backend
    words, merges = in_words(own)
    marks = {id: token.content for id, token in own.get_added_tokens_decoder().items()}
    words += [marks[id] for id in sorted(marks) if id >= len(words)]
    types = [gguf_files.CONTROL if id in marks else gguf_files.NORMAL for id in range(len(words))]
    file = gguf_files.write_tokenizer(
        tmp_path / "a.gguf",
        "gpt2",
        words,
        types,
        merges=merges,
        pre="llama-bpe",
        bos_token_id=128000,
        eos_token_id=128001,
    )
    ours = cutaway.tokenizer(str(file))
    assert ours.encode(" Việt") == [128000, 101798]
    for text in TEXTS:
        assert ours.encode(text)[1:] == own.encode(text, add_special_tokens=False).ids, text


@pytest.mark.parametrize(("kind", "trained"), [("llama", "bpe"), ("t5", "unigram")])
def test_pieces_of_a_gguf_file_encode_as_sentencepiece(kind: str, trained: str, tmp_path: Path) -> None:
    settings: dict[str, Any] = {} if kind == "llama" else {"byte_fallback": False}
    model = sentencepiece_model(trained, **settings)
    theirs = sentencepiece.SentencePieceProcessor(model_proto=model)
    proto: Any = sentencepiece_model_pb2.ModelProto()  # pyright: ignore[reportAttributeAccessIssue]
    proto.ParseFromString(model)
    file = gguf_files.write_tokenizer(
        tmp_path / "a.gguf", kind, [piece.piece for piece in proto.pieces], [piece.type for piece in proto.pieces],
        scores=[piece.score for piece in proto.pieces], bos_token_id=1, eos_token_id=2, unknown_token_id=0, add_space_prefix=True,
    )  # fmt: skip
    ours = cutaway.tokenizer(str(file))
    for text in TEXTS:
        assert ours.encode(text, add_special_tokens=False) == theirs.encode(text), text
    assert ours.encode("a") == ([1, *theirs.encode("a")] if kind == "llama" else [*theirs.encode("a"), 2])


def test_word_pieces_of_a_gguf_file_encode_as_bert(tmp_path: Path) -> None:
    bert = cutaway.tokenizer("bert").backend
    vocabulary = bert.get_vocab()
    words = sorted(vocabulary, key=vocabulary.__getitem__)
    marks = {token.content for token in bert.get_added_tokens_decoder().values()}
    written = [w if w in marks or w.startswith("[unused") else w[2:] if w.startswith("##") else f"▁{w}" for w in words]
    types = [gguf_files.CONTROL if w in marks else gguf_files.NORMAL for w in words]
    written = (
        [w if written.index(w) == i else f"{w}\ue000{i}" for i, w in enumerate(written)]
        if len(set(written)) < len(written)
        else written
    )
    ours = cutaway.tokenizer(
        str(
            gguf_files.write_tokenizer(
                tmp_path / "a.gguf",
                "bert",
                written,
                types,
                bos_token_id=101,
                seperator_token_id=102,
                unknown_token_id=100,
            )
        )
    )
    for text in ["The cat's naïve café, 東京 running-fast 12345", "unaffable", "a_b", "x" * 300, ""]:
        wanted = bert.encode(text).ids
        if len(text) < 100:  # the library gives a long word up, llama.cpp does not
            assert ours.encode(text) == wanted


def test_a_vocabulary_in_characters_keeps_spaces_and_line_ends(tmp_path: Path) -> None:
    words = ["<unk>", "<bos>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", "a", "b", "\n", "\n\n", "▁a", "ab"]
    types = [2, 3, *[gguf_files.BYTE] * 256, *[gguf_files.NORMAL] * 7]
    file = gguf_files.write_tokenizer(
        tmp_path / "a.gguf", "gemma4", words, types, merges=["▁ a", "a b"], bos_token_id=1
    )
    ours = cutaway.tokenizer(str(file))
    assert [ours.id_to_token(id) for id in ours.encode("ab a\n\nbé")] == [
        "<bos>",
        "ab",
        "▁a",
        "\n\n",
        "b",
        "<0xC3>",
        "<0xA9>",
    ]
    assert "".join(token.text for token in ours.tokens("ab a\n\nb")[1:]) == "ab a\n\nb"


@pytest.mark.parametrize("kind", ["rwkv", "plamo2", "hybriddna", "none", "something"])
def test_a_kind_of_gguf_tokenizer_that_is_not_to_be_had_is_named(kind: str, tmp_path: Path) -> None:
    file = gguf_files.write_tokenizer(tmp_path / "a.gguf", kind, ["a", "b"])
    with pytest.raises(UnsupportedModel, match=r"a\.gguf"):
        cutaway.tokenizer(str(file))


def test_a_gguf_file_that_is_cut_short_or_lies_of_its_length_is_refused(bpe: Own, tmp_path: Path) -> None:
    words, merges = in_words(bpe)
    file = gguf_files.write_tokenizer(tmp_path / "a.gguf", "gpt2", words, merges=merges, pre="gpt-2")
    whole = file.read_bytes()
    assert read_metadata(file)["tokenizer.ggml.tokens"] == words
    for content in (
        whole[:100],
        whole[:2000],
        whole[:8] + b"\xff" * 16 + whole[24:],
        b"GGUF" + b"\x01\0\0\0" + whole[8:],
        b"GGUF",
    ):
        file.write_bytes(content)
        with pytest.raises(BadFile, match=r"a\.gguf is damaged"):
            cutaway.tokenizer(str(file))


def nothing(folder: Path) -> Path:
    return folder


def one(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (nothing, UnsupportedModel),
        (one("a.json", b"{}"), UnsupportedModel),
        (one("a.json", b'{"model": {}}'), UnsupportedModel),
        (one("a.json", b"{" * 100_000), UnsupportedModel),
        (one("a.json", b"[1, 2]"), UnsupportedModel),
        (one("a.model", b"\n\xff\xff"), BadFile),
        (one("a.model", b"\x80\x04what"), UnsupportedModel),
        (one("merges.txt", b"#version: 0.2\na b\n"), UnsupportedModel),
        (one("vocab.txt", b"a\nb\n"), BadFile),
        (one("empty", b""), UnsupportedModel),
        (one("a.bin", bytes(range(256))), UnsupportedModel),
    ],
)
def test_what_is_no_tokenizer_is_said_to_be_none(
    make: Callable[[Path], Path], kind: type[CutawayError], tmp_path: Path
) -> None:
    path = make(tmp_path)
    with pytest.raises(kind) as caught:
        cutaway.tokenizer(str(path))
    assert caught.value.hint
    if path.is_file():
        with pytest.raises(CutawayError):
            open_content(path.read_bytes(), path.name)


@pytest.mark.parametrize("name", [5, None, b"gpt2", "", "no.model", "nowhere.tiktoken", "x" * 5000, "\0"])
def test_a_name_that_is_none_is_told_so(name: Any) -> None:
    with pytest.raises(UnknownModel):
        cutaway.tokenizer(name)


@pytest.mark.parametrize("content", [b"no json", b"{", b"[]", b'{"model": 3}', b"\xff\xfe\x00", b""])
def test_an_examined_file_that_is_no_tokenizer_is_told(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_bytes(content)
    with pytest.raises(BadFile, match=r"can't be read as a tokenizer\.json"):
        cutaway.Tokenizer.from_file(file, trusted=True)
    with pytest.raises(BadFile, match=r"can't be read as a tokenizer\.json"):
        cutaway.Tokenizer.from_file(tmp_path / "gone.json", trusted=True)


def test_a_text_with_a_word_that_has_no_token_names_it(tmp_path: Path) -> None:
    own: Any = Own(models.WordLevel({"hello": 0, "world": 1}, unk_token="[UNK]"))
    own.pre_tokenizer = pre_tokenizers.Whitespace()
    own.save(str(tmp_path / "a.json"))
    ours = cutaway.tokenizer(str(tmp_path / "a.json"))
    for ask in (ours.encode, ours.tokens, ours.replay):
        with pytest.raises(BadText, match="'parrot'"):
            ask("hello parrot world")
    assert ours.replay("hello world").ids == ours.encode("hello world") == [0, 1]
    scores: Any = [("▁he", -1.0), ("h", -3.0), ("e", -3.0), ("l", -1.0), ("o", -1.0), ("▁", -2.0)]
    lacking: Any = Own(models.Unigram(scores))
    lacking.pre_tokenizer = pre_tokenizers.Metaspace()
    face = cutaway.Tokenizer(lacking)
    for ask in (face.encode, face.replay):
        with pytest.raises(BadText, match="'🦜'"):
            ask("hello 🦜")
    assert face.replay("hello").ids == face.encode("hello") == [0, 3, 3, 4]
