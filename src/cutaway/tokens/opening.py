"""Opening a `tokenizer.json` without harm: patterns that nobody knows are compiled first where they can be stopped."""

from pathlib import Path
from typing import TYPE_CHECKING

from cutaway.tokens.sandbox import known
from cutaway.tokens.sandbox.sandboxed_backend import check_opens

if TYPE_CHECKING:
    import tokenizers


def opened(file: str | Path, *, trusted: bool = False) -> "tokenizers.Tokenizer":
    """The tokenizer of a `tokenizer.json`.

    Args:
        trusted: the file is one that was examined, so that its patterns need no test.

    Raises:
        PatternStopped: a pattern in it can't be compiled within bounds.
        Unreadable: it is no tokenizer, which came out while its patterns were tried.
        Exception: whatever the library raises for a file that is no tokenizer.
    """
    import tokenizers

    return tokenizers.Tokenizer.from_file(str(file)) if trusted else read(Path(file).read_text(encoding="utf-8"))


def read(written: str) -> "tokenizers.Tokenizer":
    """The tokenizer that the text of a `tokenizer.json` makes; raises what `opened` raises."""
    import tokenizers

    if not known.opens_here(written):
        check_opens(written)
    return tokenizers.Tokenizer.from_str(written)
