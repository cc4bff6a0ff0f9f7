"""Reads JSON files from others: up to a size limit, and with one kind of error for any problem."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MOST_BYTES = 100_000_000
"""No configuration, index or tokenizer is this large; Gemma's tokenizer, the largest known, has 33 MB."""


class BadJson(ValueError):
    """A file that is not JSON, or too large."""


def read_json(file: Path, most: int = MOST_BYTES) -> Any:
    """The content of a JSON file.

    Raises:
        BadJson: it is too large, not JSON in UTF-8, or nested too deeply.
        OSError: it can't be read.
    """
    with file.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BadJson(f"it has more than {most:,} bytes")
    return parsed(content)


def parsed(content: bytes | str, *, once: bool = False) -> Any:
    """The content of a JSON text.

    Args:
        once: refuse an object that has a key twice.

    Raises:
        BadJson: as in `read_json`.
    """
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        return json.loads(text, object_pairs_hook=_unique if once else None)
    except RecursionError:
        raise BadJson("its lists and objects are nested too deeply") from None
    except BadJson:
        raise
    except ValueError as error:
        raise BadJson(f"it is not JSON in UTF-8: {error}") from None


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadJson("it has the same name twice")
    return found
