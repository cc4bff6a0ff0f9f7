"""Opens a `tokenizer.json` safely: unknown patterns are first compiled in a process that can be stopped."""

from pathlib import Path

import tokenizers

from cutaway.tokens.sandbox import known
from cutaway.tokens.sandbox.sandboxed_backend import check_opens


def opened(file: str | Path, *, trusted: bool = False) -> tokenizers.Tokenizer:
    """The tokenizer of a `tokenizer.json`.

    Args:
        trusted: the file has been examined, so its patterns need no test.

    Raises:
        PatternStopped: a pattern in it can't be compiled within the limits.
        Unreadable: it is not a tokenizer, as the test of its patterns showed.
        Exception: whatever the library raises for a file that is not a tokenizer.
    """
    return tokenizers.Tokenizer.from_file(str(file)) if trusted else read(Path(file).read_text(encoding="utf-8"))


def read(written: str) -> tokenizers.Tokenizer:
    """The tokenizer from the text of a `tokenizer.json`; raises what `opened` raises."""
    if not known.opens_here(written):
        check_opens(written)
    return tokenizers.Tokenizer.from_str(written)
