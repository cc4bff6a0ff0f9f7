"""Errors that tell the reader what to do next.

Every error that Cutaway raises on purpose is a `CutawayError`: it says what is impossible and why (`message`), and what to do instead
(`hint`). The command line, the server and the page show both, where the error happened.
"""


class CutawayError(Exception):
    """An error with a way out.

    >>> try:
    ...     trace["layers.30.attn.z"]
    ... except cutaway.CutawayError as error:
    ...     error.code, error.message, error.hint[:28]
    ('no-such-site', "There is no site named 'layers.30.attn.z' in this model.", 'Did you mean layers.3.attn.z')

    Args:
        message: what is impossible, and why.
        hint: what to do instead; may be empty.
    """

    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class BeyondContext(UserWarning):
    """A text has more tokens than the model was made for, but the model can still read it."""


class Trouble(UserWarning):
    """A problem of a model's weights that makes some of its numbers wrong or missing."""


class UnknownModel(CutawayError):
    """A name that is not a catalog entry, hub id, folder or GGUF file."""

    code = "unknown-model"


class WeightsUnavailable(CutawayError):
    """None of a model's sources could give its weights (no network, damaged file, full disk, …)."""

    code = "weights-unavailable"


class UnsupportedModel(CutawayError):
    """A model that Cutaway can't open or trace, or a question that this model can't answer."""

    code = "unsupported-model"


class BadText(CutawayError):
    """A text that can't be traced: empty, not valid Unicode, or too large."""

    code = "bad-text"


class TextTooLong(BadText):
    """A text with more tokens than the model's context holds."""

    code = "text-too-long"


class NoSuchSite(CutawayError, KeyError):
    """A tensor name that this trace does not have."""

    code = "no-such-site"

    def __str__(self) -> str:  # KeyError would show the repr of its argument
        return Exception.__str__(self)


class BadIndex(CutawayError, IndexError):
    """An index outside a tensor, or a position, layer or head that does not exist."""

    code = "bad-index"


class BadArgument(CutawayError, TypeError):
    """An argument of the wrong type."""

    code = "bad-argument"


class BadFile(CutawayError):
    """A trace file that can't be opened: missing, damaged, of another kind, or of another model."""

    code = "bad-file"


class CannotWrite(CutawayError):
    """Something that can't be written, changed or deleted: the disk is full or read-only, or it is someone else's."""

    code = "cannot-write"


class OutOfMemory(CutawayError):
    """Work that needs more memory than this machine has."""

    code = "out-of-memory"
    hint_of_work = "Shorten the text, or ask for a smaller part; closing other programs helps too."


class TooLarge(CutawayError):
    """More than a limit of memory allows."""

    code = "too-large"


class Cancelled(CutawayError):
    """The work was cancelled because it is no longer needed."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("This work was cancelled because a newer request took its place.")
