"""`cutaway models`: the models that can be opened by name."""

import argparse
from dataclasses import asdict

from cutaway.cli.output import print_json, print_table
from cutaway.models import fetch
from cutaway.models.catalog import CATALOG
from cutaway.store import cache, provenance


def run(options: argparse.Namespace) -> int:
    """Prints the catalog, and which of its models are on this machine."""
    here = {name: fetch.cached(name) for name in CATALOG}
    if options.json:
        came = {name: provenance.read(cache.model_folder(name)) if here[name] else None for name in CATALOG}
        print_json(
            [
                {
                    "name": entry.name,
                    "title": entry.title,
                    "summary": entry.summary,
                    "size": entry.size,
                    "cached": here[entry.name],
                    "provenance": asdict(found) if (found := came[entry.name]) else None,
                }
                for entry in CATALOG.values()
            ]
        )
        return 0
    print_table(
        ("name", "model", "download", "here", "what it is"),
        [(e.name, e.title, e.size, "yes" if here[e.name] else "no", e.summary) for e in CATALOG.values()],
    )
    return 0
