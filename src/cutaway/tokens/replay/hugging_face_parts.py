"""The parts of a tokenizer of the `tokenizers` library: their settings, and running a part by itself."""

import json
from typing import Any

import tokenizers

from cutaway.errors import UnsupportedModel

_EMPTY = {
    "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None, "pre_tokenizer": None,
    "post_processor": None, "decoder": None, "model": {"type": "WordLevel", "vocab": {}, "unk_token": ""},
}  # fmt: skip


def settings(part: Any, what: str) -> dict[str, Any]:
    """A part's settings; empty if there is no such part.

    Raises:
        UnsupportedModel: the part is custom code, which can't be inspected.
    """
    if part is None:
        return {}
    try:
        return json.loads(part.__getstate__())
    except Exception as error:  # the library raises no narrower one
        raise UnsupportedModel(
            f"The {what} of this tokenizer is custom code, so its steps can't be shown.",
            "Its tokens can.",
        ) from error


def steps(part: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of a part in order, with nested sequences flattened."""
    if part.get("type") != "Sequence":
        return [part] if part else []
    inner = part.get("pretokenizers") or part.get("normalizers") or ()
    return [step for each in inner for step in steps(each)]


def pre_tokenizer_of(parts: list[dict[str, Any]]) -> Any:
    """A pre-tokenizer with these steps, or None for no steps."""
    return _made("pre_tokenizer", {"type": "Sequence", "pretokenizers": parts}) if parts else None


def normaliser_of(part: dict[str, Any]) -> Any:
    """A normaliser with this one step."""
    return _made("normalizer", part)


def _made(place: str, state: dict[str, Any]) -> Any:
    return getattr(tokenizers.Tokenizer.from_str(json.dumps({**_EMPTY, place: state})), place)
