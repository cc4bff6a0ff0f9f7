"""The operations of the process for untrusted patterns, by name; arguments and results are plain data. See `process`."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from cutaway.tokens.sandbox.process import Unreadable

if TYPE_CHECKING:
    from cutaway.tokens.backend import Library
    from cutaway.tokens.replay.pre_tokens import Cutter

_PIECES = 4096
"""How many pieces to send at once."""


class _Held:
    """The data that the process works on."""

    texts: list[str]
    library: "Library"
    cutter: "Cutter | None" = None


def hold_texts(texts: list[str]) -> None:
    """Keeps texts to search in."""
    _Held.texts = texts


def search(pattern: str) -> str:
    """For each text, `1` if the pattern matches somewhere in it, else `0`.

    Raises:
        Unreadable: the pattern is not a regular expression.
    """
    import regex

    try:
        find = regex.compile(pattern).search
    except regex.error as error:
        raise Unreadable(str(error)) from None
    except (OverflowError, RecursionError) as error:
        raise MemoryError from error
    return "".join("0" if find(text) is None else "1" for text in _Held.texts)


def match(patterns: list[str], names: list[str]) -> None:
    """Tries expressions of Python's own library on names, as PEFT does; invalid expressions are left to PEFT."""
    import re

    for pattern in patterns:
        with suppress(re.error, RecursionError, OverflowError):
            for name in names:
                re.fullmatch(pattern, name)


def hold_tokenizer(kind: str, written: Any) -> None:
    """Keeps a tokenizer, from the text of a `tokenizer.json` or the arguments of an encoding of tiktoken.

    Raises:
        Unreadable: it is not a tokenizer.
    """
    from cutaway.tokens.choose_backend import trusted_library

    own: Any
    try:
        if kind == "tokenizers":
            import tokenizers

            own = tokenizers.Tokenizer.from_str(written)
        else:
            import tiktoken

            own = tiktoken.Encoding(**written)
    except MemoryError:
        raise
    except Exception as error:  # the libraries raise nothing narrower
        raise Unreadable(str(error)) from None
    _Held.library = trusted_library(own)
    _Held.cutter = None


def ids(text: str, special_as_text: bool, add_special_tokens: bool = True) -> list[int]:
    """The ids of a text."""
    return _Held.library.ids(text, special_as_text=special_as_text, add_special_tokens=add_special_tokens)


def decode(ids: list[int], skip_special_tokens: bool) -> str | None:
    """The text of tokens, by the library's decoder."""
    return _Held.library.decode(ids, skip_special_tokens=skip_special_tokens)


def encoded(text: str, special_as_text: bool) -> tuple[Any, Any, Any]:
    """The ids of a text, and the other fields of `Encoded`."""
    found = _Held.library.encoded(text, special_as_text=special_as_text)
    return found.ids, found.offsets, found.added


def each(texts: list[str]) -> list[list[int]]:
    """The ids of each text."""
    return _Held.library.each(texts)


def writes_bytes() -> bool:
    """Whether the tokenizer writes pieces in bytes, as in `HuggingFaceCutter.byte_level`."""
    return getattr(_cutter(), "byte_level", False)


def cut(text: str, special_as_text: bool) -> tuple[Any, Any, Any]:
    """The pieces of a text: their texts, the ids of those that are added tokens, and their spans."""
    found = _cutter().cut(text, special_as_text=special_as_text)
    return found.texts, [*found.added.items()], found.spans


def rules(text: str, special_as_text: bool) -> list[tuple[Any, ...]]:
    """The rule that cut each piece of a text."""
    cutter = _cutter()
    found = cutter.rules(text, cutter.cut(text, special_as_text=special_as_text), special_as_text=special_as_text)
    return [(each.step, each.name, each.alternative, each.source) for each in found]


def normalise(text: str, kept: list[tuple[int, int]]) -> list[tuple[str, str, str]]:
    """The effect of each normaliser on a text, except on the parts that are kept."""
    from cutaway.tokens.replay.normalising import Normaliser
    from cutaway.tokens.replay.pre_tokens import PreTokens

    cuts = PreTokens([text[start:end] for start, end in kept], dict.fromkeys(range(len(kept)), 0), lambda: kept)
    steps = Normaliser(_Held.library.own.normalizer).steps(text, cuts)
    return [(each.name, each.before, each.after) for each in steps]


def check_pattern(pattern: str) -> None:
    """Checks that a pattern can cut; raises what `PatternEngine` raises."""
    from cutaway.tokens.training.pattern_engine import PatternEngine

    PatternEngine(pattern)


def check_text(pattern: str, text: str) -> None:
    """Checks that both engines cut a text alike; raises what `PatternEngine.check` raises."""
    from cutaway.tokens.training.pattern_engine import PatternEngine

    PatternEngine(pattern).check(text)


def pieces(pattern: str, text: str, between: bool) -> Iterator[list[str]]:
    """The pieces of a text, in batches; `between`: the text between matches forms pieces too."""
    from cutaway.tokens.training.pattern_engine import PatternEngine

    engine = PatternEngine(pattern)
    found = engine.pieces(text) if between else engine.caught(text)
    while some := [*islice(found, _PIECES)]:
        yield some


def _cutter() -> "Cutter":
    if _Held.cutter is None:
        from cutaway.tokens.replay.replayer import cutter_of

        _Held.cutter = cutter_of(_Held.library.own)
    return _Held.cutter


def import_templates() -> None:
    """Loads the renderer of chat templates, so that loading it does not count as a template's time."""
    import transformers.utils.chat_template_utils  # noqa: F401


def render_chat(source: str, messages: list[Any], add_generation_prompt: bool, special: dict[str, Any]) -> str:
    """The text that a chat template produces from messages.

    Raises:
        BadMessages: it refuses them, or its text is too long.
    """
    from transformers.utils.chat_template_utils import render_jinja_template

    from cutaway.tokens.chat_template import MOST_CHARACTERS, BadMessages

    try:
        (text,), _ = render_jinja_template(
            [messages], chat_template=source, add_generation_prompt=add_generation_prompt, **special
        )
    except MemoryError:
        raise
    except Exception as error:  # a template may do anything
        raise BadMessages(
            f"The model's chat template refuses these messages: {error}", "Its source says which it takes."
        ) from None
    if len(text) > MOST_CHARACTERS:
        raise BadMessages(
            f"The model's chat template makes {len(text):,} characters of these messages; at most {MOST_CHARACTERS:,} can be read.",
            "Give fewer or shorter messages.",
        )
    return text


OPERATIONS: dict[str, Callable[..., Any]] = {
    operation.__name__: operation
    for operation in (
        hold_texts, search, match, hold_tokenizer, ids, decode, encoded, each, writes_bytes, cut, rules, normalise,
        check_pattern, check_text, pieces, import_templates, render_chat,
    )
}  # fmt: skip
