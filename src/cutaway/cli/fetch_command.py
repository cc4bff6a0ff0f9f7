"""`cutaway fetch`: fetches a model's weights, or a tokenizer, into the cache."""

import argparse
from pathlib import Path

from cutaway.cli.output import progress_shown
from cutaway.models import fetch, fetch_tokenizer
from cutaway.store import cache, checksums
from cutaway.store.provenance import Provenance


def run(options: argparse.Namespace) -> int:
    """Fetches a model or a tokenizer, unless it is here, and prints its source and its place."""
    return _tokenizer(options.tokenizer) if options.tokenizer else _model(options.name)


def _model(name: str) -> int:
    was_here = fetch.cached(name)
    with progress_shown() as progress:
        local = fetch.ensure(name, progress)
    quantisation = local.provenance.quantisation or "none"
    _say(local.name, was_here, local.provenance, local.folder, quantisation)
    return 0


def _tokenizer(name: str) -> int:
    was_here = fetch_tokenizer.cached(name)
    with progress_shown() as progress:
        local = fetch_tokenizer.ensure(name, progress)
    _say(local.name, was_here, local.provenance, local.file.parent)
    return 0


def _say(name: str, was_here: bool, came: Provenance, folder: Path, quantisation: str = "") -> None:
    print(f"{name} {'was here already' if was_here else 'is here now'}.")
    for what, value in (
        ("source", " ".join(filter(None, (came.source, came.version)))),
        ("quantisation", quantisation),
        ("licence", came.licence or "not stated"),
        ("fetched", came.fetched),
        ("content", checksums.state(folder) if folder.is_relative_to(cache.home()) else ""),
        ("folder", str(folder)),
    ):
        if value:
            print(f"  {what:<13} {value}")
