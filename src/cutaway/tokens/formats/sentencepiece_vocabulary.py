"""The vocabulary of a SentencePiece model, from a `.model` file or a GGUF file.

Both store each piece's text, score and type, and how to normalise a text. From these come both kinds of model: byte-pair encoding by
scores, and Unigram.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import tokenizers
from tokenizers import AddedToken, decoders, models, normalizers, processors

SPACE = "▁"


class Type(IntEnum):
    """The types of pieces, numbered as in both formats."""

    NORMAL = 1
    UNKNOWN = 2
    CONTROL = 3
    USER_DEFINED = 4
    UNUSED = 5
    BYTE = 6


@dataclass(frozen=True, slots=True)
class Pieces:
    """A vocabulary of pieces.

    Attributes:
        texts: the text of each id, with `▁` for spaces.
        scores: the score of each id: its priority in merging, or its log probability.
        types: the type of each id.
        unknown: the id of the unknown piece; None if there is none.
        front, behind: ids that go around a text.
        add_space_prefix: whether a text gets a space in front.
        remove_extra_whitespaces: whether runs of spaces shrink to one, and those at both ends vanish.
        charsmap: SentencePiece's table for normalising characters; may be empty.
    """

    texts: Sequence[str]
    scores: Sequence[float]
    types: Sequence[int]
    unknown: int | None
    front: Sequence[int] = ()
    behind: Sequence[int] = ()
    add_space_prefix: bool = True
    remove_extra_whitespaces: bool = False
    charsmap: bytes = b""

    @property
    def has_bytes(self) -> bool:
        """Whether there are pieces for single bytes."""
        return Type.BYTE in self.types


def merging_by_scores(pieces: Pieces) -> tokenizers.Tokenizer:
    """Byte-pair encoding by scores: of all neighbours that form a piece, it merges those whose piece has the highest score."""
    ids = first_ids(pieces.texts)
    unknown = {} if pieces.unknown is None else {"unk_token": pieces.texts[pieces.unknown]}
    model: Any = models.BPE(
        vocab=ids, merges=_merges(pieces, ids), fuse_unk=True, byte_fallback=pieces.has_bytes, **unknown
    )
    return _finished(tokenizers.Tokenizer(model), pieces)


def unigram(pieces: Pieces, *, byte_fallback: bool) -> tokenizers.Tokenizer:
    """Unigram: the pieces whose log probabilities have the greatest sum.

    Args:
        byte_fallback: whether a character without a piece is written in bytes instead of as the unknown piece.
    """
    least = min((s for s, t in zip(pieces.scores, pieces.types, strict=True) if t == Type.NORMAL), default=0.0)
    in_texts = (Type.NORMAL, Type.USER_DEFINED, Type.UNUSED)
    scored = [
        (text, score if type in in_texts else least)  # a mark that no text is made of must not be the likeliest piece
        for text, score, type in zip(pieces.texts, pieces.scores, pieces.types, strict=True)
    ]
    model: Any = models.Unigram(scored, unk_id=pieces.unknown, byte_fallback=byte_fallback)
    return _finished(tokenizers.Tokenizer(model), pieces)


def first_ids(texts: Sequence[str]) -> dict[str, int]:
    """The id of each text; of duplicates, the first."""
    ids: dict[str, int] = {}
    for id, text in enumerate(texts):
        ids.setdefault(text, id)
    return ids


def _merges(pieces: Pieces, ids: dict[str, int]) -> list[tuple[str, str]]:
    """All pairs of pieces that form a piece, highest score first."""
    merges = [
        (pieces.scores[id], ids[text[:cut]], ids[text[cut:]], text[:cut], text[cut:])
        for text, id in ids.items()
        for cut in range(1, len(text))
        if text[:cut] in ids and text[cut:] in ids
    ]
    merges.sort(key=lambda merge: (-merge[0], merge[1], merge[2]))
    return [(left, right) for *_, left, right in merges]


def _finished(tokenizer: Any, pieces: Pieces) -> tokenizers.Tokenizer:
    steps: list[Any] = [normalizers.Precompiled(pieces.charsmap)] if pieces.charsmap else []
    if pieces.remove_extra_whitespaces:
        steps += [normalizers.Strip(), normalizers.Replace(tokenizers.Regex(" {2,}"), " ")]
    if pieces.add_space_prefix:
        steps.append(normalizers.Prepend(SPACE))
    tokenizer.normalizer = normalizers.Sequence([*steps, normalizers.Replace(" ", SPACE)])
    ends: list[Any] = [decoders.Strip(" ", 1, 0)] if pieces.add_space_prefix else []
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse(), *ends]
    )
    add_marks(tokenizer, pieces.texts, pieces.types)
    put_around(tokenizer, pieces.texts, pieces.front, pieces.behind)
    return tokenizer


def add_marks(
    tokenizer: Any,
    texts: Sequence[str],
    types: Sequence[int],
    *,
    lstrip: Sequence[str] = (),
    rstrip: Sequence[str] = (),
) -> None:
    """Makes control and unknown tokens special, and has user-defined tokens cut out of a text before anything else.

    Args:
        lstrip, rstrip: the tokens that include the white space before or after them.
    """

    def mark(text: str, *, special: bool) -> AddedToken:
        return AddedToken(text, special=special, normalized=False, lstrip=text in lstrip, rstrip=text in rstrip)

    special = [text for text, type in zip(texts, types, strict=True) if type in (Type.CONTROL, Type.UNKNOWN)]
    defined = [text for text, type in zip(texts, types, strict=True) if type == Type.USER_DEFINED and text.strip(SPACE)]
    tokenizer.add_tokens([mark(text, special=False) for text in defined])
    tokenizer.add_special_tokens([mark(text, special=True) for text in special])


def put_around(tokenizer: Any, texts: Sequence[str], front: Sequence[int], behind: Sequence[int]) -> None:
    """Makes the tokenizer put tokens in front of every text and behind it."""
    if front or behind:
        around = {id: f"T{id}" for id in (*front, *behind)}
        tokenizer.post_processor = processors.TemplateProcessing(
            single=[*(around[id] for id in front), "$A", *(around[id] for id in behind)],
            special_tokens=[{"id": name, "ids": [id], "tokens": [texts[id]]} for id, name in around.items()],  # pyright: ignore[reportArgumentType]
        )
