"""The models that a file may open by naming them: local ones of the catalog, and any that the user allows."""

from collections.abc import Collection
from pathlib import Path

from cutaway.models.catalog import Untrained, of_catalog
from cutaway.models.fetch import cached

Allow = str | Path | Collection[str | Path]
"""Names of models: folders, files, hub ids, or models of the catalog that have to be fetched."""


def why_not(name: str, allow: Allow) -> str:
    """Why a model that a file names may not be opened, as the end of a sentence that begins with its name; empty if it may.

    Args:
        allow: other models that may be opened.
    """
    allowed = {str(each) for each in ([allow] if isinstance(allow, (str, Path)) else allow)}
    if name in allowed:
        return ""
    entry = of_catalog(name)
    if entry is not None and (cached(entry.name) or isinstance(entry.sources[0], Untrained)):
        return ""
    what = "which is not on this machine" if entry is not None else "which is not a model of the catalog"
    other = f" (allow was {', '.join(sorted(allowed))})" if allowed else ""
    return f"{what}. It is opened or fetched only where you allow it{other}."
