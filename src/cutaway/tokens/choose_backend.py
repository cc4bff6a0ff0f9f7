"""Chooses a tokenizer's library, and whether it may run in this process."""

from typing import Any

import tokenizers

from cutaway.errors import UnsupportedModel
from cutaway.tokens.backend import Library
from cutaway.tokens.backend_hf import HuggingFace
from cutaway.tokens.backend_tiktoken import Tiktoken
from cutaway.tokens.sandbox import known
from cutaway.tokens.sandbox.sandboxed_backend import SandboxedLibrary


def library_of(tokenizer: Any) -> Library:
    """A tokenizer's library. A tokenizer with unknown patterns runs in a process that can be killed.

    Raises:
        UnsupportedModel: its library is unknown.
    """
    library = trusted_library(tokenizer)
    own = library.own
    if type(own).__module__.split(".")[0] == "tiktoken":
        return library if own._pat_str in known.KNOWN else SandboxedLibrary(library, "tiktoken", parts_of(own))
    return library if known.runs_here(own) else SandboxedLibrary(library, "tokenizers", own.to_str)


def trusted_library(tokenizer: Any) -> Library:
    """A tokenizer's library: `tokenizers` (also for Transformers' tokenizers that are built on it) or tiktoken.

    Raises:
        UnsupportedModel: it is neither.
    """
    backend: Any = (
        tokenizer if isinstance(tokenizer, tokenizers.Tokenizer) else getattr(tokenizer, "backend_tokenizer", None)
    )
    if isinstance(backend, tokenizers.Tokenizer):
        return HuggingFace(backend)
    if type(tokenizer).__module__.split(".")[0] == "tiktoken":
        encoding: Any = tokenizer
        return Tiktoken(encoding)
    raise UnsupportedModel(
        f"{type(tokenizer).__name__} is built neither on the tokenizers library nor on tiktoken, so it can't be shown.",
        "Give a fast tokenizer (AutoTokenizer loads one if it exists), or token ids instead of text.",
    )


def parts_of(encoding: Any) -> dict[str, Any]:
    """The constructor arguments of an encoding of tiktoken."""
    return {
        "name": encoding.name,
        "pat_str": encoding._pat_str,
        "mergeable_ranks": encoding._mergeable_ranks,
        "special_tokens": encoding._special_tokens,
    }
