"""`cutaway tokens`: a text as tokens."""

import argparse

from cutaway.cli.show import print_json, print_table, progress_shown, text_argument
from cutaway.models import fetch
from cutaway.progress import Progress
from cutaway.tokens.tokenizer import Tokenizer


def run(options: argparse.Namespace) -> int:
    """Print the tokens of a text. Bounds are in code points."""
    text = text_argument(options.text)
    with progress_shown() as progress:
        tokenizer = _tokenizer(options.tokenizer, progress)
    tokens = tokenizer.tokens(text)
    if options.json:
        print_json(
            [
                {
                    "id": token.id,
                    "text": token.text,
                    "bytes": token.bytes.hex(),
                    "start": token.start,
                    "end": token.end,
                    "special": token.special,
                }
                for token in tokens
            ]
        )
        return 0
    rows = []
    for position, token in enumerate(tokens):
        bounds = f"{token.start}:{token.end}"
        mark = "special" if token.special else ""
        rows.append((str(position), str(token.id), repr(token.text), token.bytes.hex(" "), bounds, mark))
    print_table(("position", "id", "text", "bytes", "characters", ""), rows)
    return 0


def _tokenizer(name: str, progress: Progress) -> Tokenizer:
    file = fetch.ensure(name, progress).folder / "tokenizer.json"
    if file.is_file():  # which is all that is needed: no torch
        return Tokenizer.from_file(file)
    import cutaway

    return cutaway.tokenizer(name, progress)
