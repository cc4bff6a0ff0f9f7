"""The limit on the text of a request."""

from collections.abc import Sequence

from cutaway.server.http.problems import OverLimit

MAX_CHARACTERS = 200_000


def check_size(*texts: str, appended: Sequence[int] = ()) -> None:
    """Raises `OverLimit` for a text, or a number of appended tokens, over the limit."""
    sizes = {"characters": max(map(len, texts)), "appended tokens": len(appended)}
    for what, got in sizes.items():
        if got > MAX_CHARACTERS:
            raise OverLimit(
                f"The text has {got:,} {what}, over the limit of {MAX_CHARACTERS:,}.",
                "Shorten it.",
                MAX_CHARACTERS,
                got,
            )
