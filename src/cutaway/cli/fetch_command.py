"""`cutaway fetch`: a model's weights into the cache."""

import argparse

from cutaway.cli.show import progress_shown
from cutaway.models import fetch


def run(options: argparse.Namespace) -> int:
    """Fetch a model, unless it is here, and say where it came from and where it is."""
    was_here = fetch.cached(options.name)
    with progress_shown() as progress:
        local = fetch.ensure(options.name, progress)
    came = local.provenance
    print(f"{local.name} {'was here already' if was_here else 'is here now'}.")
    for what, value in (
        ("source", " ".join(filter(None, (came.source, came.version)))),
        ("quantisation", came.quantisation or "none"),
        ("licence", came.licence or "not stated"),
        ("fetched", came.fetched),
        ("folder", str(local.folder)),
    ):
        if value:
            print(f"  {what:<13} {value}")
    return 0
