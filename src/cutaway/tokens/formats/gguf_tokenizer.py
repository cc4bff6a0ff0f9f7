"""The tokenizer of a GGUF file, as in llama.cpp; the weights are not read.

`tokenizer.ggml.model` is its kind: `gpt2`, `gemma4` and `whitespace` are byte-pair encodings with merges, `llama` one by scores, `bert`
WordPiece, `t5` Unigram.
"""

import re
from pathlib import Path
from typing import Any

import tokenizers
from tokenizers import Regex, decoders, models, normalizers, pre_tokenizers

from cutaway.errors import BadFile, UnsupportedModel
from cutaway.tokens.formats.gguf_metadata import read_metadata
from cutaway.tokens.formats.gguf_pretokenizers import ALWAYS_BOS, PRE_TOKENIZERS, PreTokenizer
from cutaway.tokens.formats.sentencepiece_vocabulary import (
    SPACE,
    Pieces,
    Type,
    add_marks,
    first_ids,
    merging_by_scores,
    put_around,
    unigram,
)

UNUSABLE = {
    "rwkv": "looks for the longest token in the text's bytes",
    "plamo2": "weighs all ways to cut a text by a table of its own",
    "hybriddna": "cuts DNA in sixes",
}
"""Kinds that llama.cpp supports but no library here does, with a description of each."""

_LOOKS_LIKE_CONTROL = frozenset(
    """<|eot_id|> <|im_end|> <|end|> <end_of_turn> <|endoftext|> <|end_of_text|> <EOT> _<EOT> [EOT] <｜end▁of▁sentence｜>
    <end_of_utterance> <|eom_id|> <|return|> <|call|> <|flush|> <|calls|> </s> [EOS] <eos> <turn|> <|tool_response> [e~[""".split()  # noqa: SIM905 (a line for each would be a page)
)
"""Tokens that end a text or a turn; llama.cpp treats them as control tokens even if a file gives them another type."""
_SHOWN = frozenset(["<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"])
"""Tokens that llama.cpp treats as user-defined, whatever the file says."""

_PHI3_KEEPS = frozenset(["<unk>", "<s>", "<|endoftext|>"])


class GgufTokenizer:
    """The tokenizer in a GGUF file.

    Args:
        file: the file.

    Attributes:
        tokenizer: of the `tokenizers` library.
        notes: sentences about possible differences from training.
        bos, eos, unknown, padding: the texts of these tokens; None if there is no such token.
        chat_template: its template for conversations; may be empty.

    Raises:
        BadFile: it is not a GGUF file, or it is damaged.
        UnsupportedModel: it has no tokenizer, one of an unknown kind, or an unknown pre-tokenizer.
    """

    def __init__(self, file: Path) -> None:
        self._data = read_metadata(file)
        self._name = file.name
        self.notes: tuple[str, ...] = ()
        self.chat_template = self._text("tokenizer.chat_template")
        kind = self._text("tokenizer.ggml.model")
        self._texts = self._vocabulary()
        self._types = self._type_of_each()
        try:
            self.tokenizer = self._made(kind)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise BadFile(f"The tokenizer of {file.name} is damaged: {error}.", "Fetch or copy it again.") from error
        self.bos, self.eos = self._text_of("bos", self._bos), self._text_of("eos", self._eos)
        self.unknown, self.padding = self._text_of("unknown"), self._text_of("padding")

    def _made(self, kind: str) -> tokenizers.Tokenizer:
        self._bos: int | None = None
        self._eos: int | None = None
        match kind:
            case "gpt2" | "gemma4" | "whitespace":
                return self._merging(kind)
            case "llama":
                self._bos, self._eos = 1, 2
                return merging_by_scores(self._pieces(unknown=0, add_bos=True, add_eos=False, add_space_prefix=True))
            case "t5":
                self._eos = 1
                pieces = self._pieces(unknown=2, add_bos=False, add_eos=True, add_space_prefix=False)
                return unigram(pieces, byte_fallback=False)
            case "bert":
                return self._wordpiece()
            case "" | "none" | "no_vocab":
                raise UnsupportedModel(
                    f"{self._name} has no tokenizer in it.", "Give a file that has one, or token ids."
                )
            case _:
                what = f", which {UNUSABLE[kind]}" if kind in UNUSABLE else ""
                raise UnsupportedModel(
                    f"The tokenizer of {self._name} is of the kind '{kind}'{what}; that kind can't be used here.",
                    "These can: gpt2, llama, bert, t5, gemma4 and whitespace. Token ids can be given instead of text.",
                )

    def _merging(self, kind: str) -> tokenizers.Tokenizer:
        name = "gemma4" if kind == "gemma4" else self._text("tokenizer.ggml.pre")
        pre = self._pre_tokenizer(name)
        self._bos = self._eos = None if kind == "gemma4" else 11
        if name in ("glm4", "chatglm-bpe"):
            self._bos = None
        ids = first_ids(self._texts)
        model: Any = models.BPE(
            vocab=ids,
            merges=self._merges(ids),
            ignore_merges=pre.ignore_merges,
            byte_fallback=not pre.byte_level,
        )
        tokenizer: Any = tokenizers.Tokenizer(model)
        splits = [pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in pre.patterns]
        if pre.byte_level:
            in_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
            tokenizer.pre_tokenizer = pre_tokenizers.Sequence([*splits, in_bytes])
            tokenizer.decoder = decoders.ByteLevel()
        elif kind == "whitespace" or name == "whitespace":
            if self._flag("normalizer.lowercase", False):
                tokenizer.normalizer = normalizers.Lowercase()
            tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
        else:
            tokenizer.normalizer = normalizers.Replace(" ", SPACE)
            tokenizer.pre_tokenizer = pre_tokenizers.Sequence(splits)
            tokenizer.decoder = decoders.Sequence(
                [decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse()]
            )
            if name != "sarvam-moe":  # a run of line ends that is a token is never merged
                tokenizer.add_tokens(
                    [tokenizers.AddedToken(text, normalized=False) for text in ids if text and not text.strip("\n")]
                )
        add_marks(tokenizer, self._texts, self._types, lstrip=self._lstrip(name), rstrip=self._rstrip())
        front, behind = self._around(add_bos=pre.add_bos, add_eos=False)
        if name in ALWAYS_BOS and (bos := self._id("bos", self._bos)) is not None:
            front = (bos,)
        put_around(tokenizer, self._texts, front, behind)
        return tokenizer

    def _pre_tokenizer(self, name: str) -> PreTokenizer:
        if not name:
            self.notes = (
                f"{self._name} does not say how its text is cut. It is cut in llama.cpp's default way, "
                "which may differ from training.",
            )
            name = "default"
        known = PRE_TOKENIZERS.get(name)
        if known is None:
            raise UnsupportedModel(
                f"{self._name} names its pre-tokenizer '{name}', which is unknown here, so its text can't be cut.",
                "Give the model's folder in Hugging Face format, or its tokenizer.json.",
            )
        return known

    def _merges(self, ids: dict[str, int]) -> list[tuple[str, str]]:
        merges = []
        for line in self._list("merges", needed=self._text("tokenizer.ggml.pre") != "kimi-k2"):
            cut = line.find(" ", 1)
            left, right = line[:cut], line[cut + 1 :]
            if cut > 0 and left in ids and right in ids and left + right in ids:
                merges.append((left, right))
        return merges

    def _pieces(self, *, unknown: int, add_bos: bool, add_eos: bool, add_space_prefix: bool) -> Pieces:
        scores = self._data.get("tokenizer.ggml.scores")
        scores = [0.0] * len(self._texts) if scores is None else [float(score) for score in scores]
        if len(scores) < len(self._texts):
            raise ValueError("there are fewer scores than tokens")
        charsmap = self._data.get("tokenizer.ggml.precompiled_charsmap")
        front, behind = self._around(add_bos=add_bos, add_eos=add_eos)
        joins_spaces = self._text("tokenizer.ggml.model") == "t5" and self._flag("remove_extra_whitespaces", False)
        return Pieces(
            texts=self._texts,
            scores=scores[: len(self._texts)],
            types=self._types,
            unknown=self._id("unknown", unknown),
            front=front,
            behind=behind,
            add_space_prefix=joins_spaces or self._flag("add_space_prefix", add_space_prefix),
            remove_extra_whitespaces=joins_spaces,
            charsmap=b"" if charsmap is None else bytes(charsmap),
        )

    def _wordpiece(self) -> tokenizers.Tokenizer:
        """WordPiece: the file marks the beginning of a word with `▁`, but the library marks continuations with `##`."""
        marks = (Type.CONTROL, Type.UNKNOWN, Type.USER_DEFINED)
        cls, sep = self._id("bos", self._id("cls", 101)), self._id("seperator", 102)
        unknown = self._id("unknown", 100)
        written = []
        for id, (text, type) in enumerate(zip(self._texts, self._types, strict=True)):
            mark = type in marks or id in (cls, sep, unknown) or re.fullmatch(r"\[[A-Z]+\]", text)
            written.append(text if mark else text[1:] if text.startswith(SPACE) else f"##{text}")
        model: Any = models.WordPiece(
            vocab=first_ids(written),
            unk_token=written[unknown] if unknown is not None else "[UNK]",
            continuing_subword_prefix="##",
            max_input_chars_per_word=1000,
        )
        tokenizer: Any = tokenizers.Tokenizer(model)
        lowercase = self._flag("normalizer.lowercase", True)
        tokenizer.normalizer = normalizers.BertNormalizer(
            lowercase=lowercase, strip_accents=self._flag("normalizer.strip_accents", lowercase)
        )
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.decoder = decoders.WordPiece("##")
        add_marks(tokenizer, written, self._types)
        put_around(tokenizer, written, () if cls is None else (cls,), () if sep is None else (sep,))
        self._texts = written
        return tokenizer

    def _vocabulary(self) -> list[str]:
        texts = self._list("tokens", needed=False)
        return [text or f"[EMPTY_{id}]" for id, text in enumerate(texts)]

    def _type_of_each(self) -> list[int]:
        given = self._data.get("tokenizer.ggml.token_type")
        types = [int(Type.NORMAL)] * len(self._texts) if given is None else [int(type) for type in given]
        if len(types) < len(self._texts):
            raise BadFile(f"{self._name} is damaged: it has fewer types than tokens.", "Fetch or copy it again.")
        for id, text in enumerate(self._texts):
            if text in _LOOKS_LIKE_CONTROL:
                types[id] = Type.CONTROL
            elif text in _SHOWN:
                types[id] = Type.USER_DEFINED
        return types[: len(self._texts)]

    def _around(self, *, add_bos: bool, add_eos: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
        bos = self._id("bos", self._bos) if self._flag("add_bos_token", add_bos) else None
        eos = self._id("eos", self._eos) if self._flag("add_eos_token", add_eos) else None
        return () if bos is None else (bos,), () if eos is None else (eos,)

    def _id(self, name: str, default: int | None) -> int | None:
        """The id of a special token, if it is in the vocabulary."""
        id = self._data.get(f"tokenizer.ggml.{name}_token_id", default)
        if not isinstance(id, int) or not 0 <= id < len(self._texts):
            id = default
        return id if id is not None and 0 <= id < len(self._texts) else None

    def _text_of(self, name: str, default: int | None = None) -> str | None:
        id = self._id(name, default if f"tokenizer.ggml.{name}_token_id" in self._data else None)
        return None if id is None else self._texts[id]

    def _flag(self, name: str, default: bool) -> bool:
        return bool(self._data.get(f"tokenizer.ggml.{name}", default))

    def _text(self, key: str) -> str:
        value = self._data.get(key, "")
        return value if isinstance(value, str) else ""

    def _list(self, name: str, *, needed: bool) -> list[str]:
        found = self._data.get(f"tokenizer.ggml.{name}")
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return found
        if needed or found is not None:
            raise BadFile(f"{self._name} has no readable list of {name}.", "Fetch or copy it again.")
        return []

    def _lstrip(self, name: str) -> tuple[str, ...]:
        if name in ("jina-v2-de", "jina-v2-es", "jina-v2-code"):
            return ("<mask>",)
        return ("[MASK]",) if "modern-bert" in self._text("general.name").lower() else ()

    def _rstrip(self) -> list[str]:
        if not re.search("phi-?3", self._text("general.name").lower()):
            return []
        marks = (Type.CONTROL, Type.UNKNOWN, Type.USER_DEFINED)
        return [
            text
            for text, type in zip(self._texts, self._types, strict=True)
            if type in marks and text not in _PHI3_KEEPS
        ]
