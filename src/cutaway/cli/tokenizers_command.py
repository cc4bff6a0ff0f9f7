"""`cutaway tokenizers`: the tokenizers that can be used by name."""

import argparse

from cutaway.cli.output import print_json, print_table
from cutaway.models import fetch_tokenizer
from cutaway.tokens.catalog import CATALOG


def run(options: argparse.Namespace) -> int:
    """Prints the catalog, which of its tokenizers are on this machine, and those trained here."""
    here = {name: fetch_tokenizer.cached(name) for name in CATALOG}
    trained = [name for name in fetch_tokenizer.trained() if name not in CATALOG]
    if options.json:
        known = [
            {
                "name": entry.name,
                "title": entry.title,
                "summary": entry.summary,
                "algorithm": entry.algorithm,
                "vocabulary": entry.vocabulary,
                "licence": entry.licence,
                "download": entry.download,
                "cached": here[entry.name],
                "trained": False,
            }
            for entry in CATALOG.values()
        ]
        print_json([*known, *({"name": name, "cached": True, "trained": True} for name in trained)])
        return 0
    rows = [
        (e.name, e.title, f"{e.vocabulary:,}", e.algorithm, e.download, "yes" if here[e.name] else "no", e.summary)
        for e in CATALOG.values()
    ]
    rows += [(name, name, "", "", "", "yes", "Trained on this machine.") for name in trained]
    print_table(("name", "tokenizer", "tokens", "algorithm", "download", "here", "what it is"), rows)
    return 0
