"""A SentencePiece model (`tokenizer.model`, `spiece.model`, `.spm`) as a tokenizer of the `tokenizers` library."""

from dataclasses import replace
from typing import Any

import tokenizers

from cutaway.errors import BadFile, UnsupportedModel
from cutaway.tokens.formats.sentencepiece_vocabulary import Pieces, Type, merging_by_scores, unigram

_UNIGRAM, _BPE, _WORD, _CHAR = 1, 2, 3, 4


def read_sentencepiece(
    content: bytes, name: str, *, add_bos: bool = False, add_eos: bool = False
) -> tokenizers.Tokenizer:
    """The tokenizer of a SentencePiece model.

    Args:
        content: the file's content.
        name: the file's name in errors.
        add_bos, add_eos: put its beginning-of-text and end-of-text tokens around a text, as Transformers does for some models.

    Raises:
        BadFile: it is not a SentencePiece model, or it is damaged.
        UnsupportedModel: it is a model of whole words, or one that marks the ends of words.
    """
    from google.protobuf.message import DecodeError
    from sentencepiece import sentencepiece_model_pb2 as messages

    proto: Any = messages.ModelProto()  # pyright: ignore[reportAttributeAccessIssue]
    try:
        proto.ParseFromString(content)
    except DecodeError as error:
        raise BadFile(f"{name} is not a SentencePiece model, or is damaged.", "Fetch or copy it again.") from error
    if not proto.pieces:
        raise BadFile(f"{name} is not a SentencePiece model: it has no pieces.", "Fetch or copy it again.")
    kind, normalizing = proto.trainer_spec.model_type, proto.normalizer_spec
    if kind == _WORD or proto.trainer_spec.treat_whitespace_as_suffix or not normalizing.escape_whitespaces:
        raise UnsupportedModel(
            f"{name} is a SentencePiece model of a rare kind (whole words, or spaces at the ends of words), which can't be shown here.",
            "Unigram and byte-pair models can.",
        )
    types = [piece.type for piece in proto.pieces]
    bos, eos = proto.trainer_spec.bos_id, proto.trainer_spec.eos_id
    pieces = Pieces(
        texts=[piece.piece for piece in proto.pieces],
        scores=[piece.score for piece in proto.pieces],
        types=types,
        unknown=types.index(Type.UNKNOWN) if Type.UNKNOWN in types else None,
        front=(bos,) if add_bos and 0 <= bos < len(types) else (),
        behind=(eos,) if add_eos and 0 <= eos < len(types) else (),
        add_space_prefix=normalizing.add_dummy_prefix,
        remove_extra_whitespaces=normalizing.remove_extra_whitespaces,
        charsmap=normalizing.precompiled_charsmap,
    )
    if kind == _UNIGRAM:
        return unigram(pieces, byte_fallback=pieces.has_bytes)
    if kind == _CHAR:  # every character is its own piece: nothing is ever merged
        kept = [
            text if len(text) == 1 or type != Type.NORMAL else ""
            for text, type in zip(pieces.texts, types, strict=True)
        ]
        pieces = replace(pieces, texts=[text or f"[UNUSED_{id}]" for id, text in enumerate(kept)])
    return merging_by_scores(pieces)
