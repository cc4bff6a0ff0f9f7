"""JSON files that someone else wrote: read up to a size, and refused with one kind of error whatever is wrong with them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MOST_BYTES = 100_000_000
"""No configuration, index or tokenizer is as large; Gemma's tokenizer, the largest known, has 33 MB."""


class BadJson(ValueError):
    """A file that is no JSON, or more of it than is read."""


def read_json(file: Path, most: int = MOST_BYTES) -> Any:
    """What a JSON file says.

    Raises:
        BadJson: it is too large, no JSON in UTF-8, or lists lie in lists too deeply.
        OSError: it can't be read.
    """
    with file.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BadJson(f"it has more than {most:,} bytes")
    return parsed(content)


def parsed(content: bytes | str, *, once: bool = False) -> Any:
    """What a JSON text says.

    Args:
        once: a key may come once in an object, and not twice.

    Raises:
        BadJson: as `read_json`.
    """
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        return json.loads(text, object_pairs_hook=_unique if once else None)
    except RecursionError:
        raise BadJson("its lists and objects lie in each other too deeply") from None
    except BadJson:
        raise
    except ValueError as error:
        raise BadJson(f"it is no JSON in UTF-8: {error}") from None


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadJson("the same name comes twice in it")
    return found
