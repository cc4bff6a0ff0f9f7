"""`cutaway tokens`: a text as tokens."""

import argparse

from cutaway.cli.show import plain_table, print_json, print_table, progress_shown, text_argument


def run(options: argparse.Namespace) -> int:
    """Print the tokens of a text. Bounds are in code points."""
    import cutaway

    text = text_argument(options.text)
    with progress_shown() as progress:
        tokenizer = cutaway.tokenizer(options.tokenizer, progress)
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
    table = plain_table("position", "id", "text", "bytes", "characters", "")
    for position, token in enumerate(tokens):
        bounds = f"{token.start}:{token.end}"
        mark = "special" if token.special else ""
        table.add_row(str(position), str(token.id), repr(token.text), token.bytes.hex(" "), bounds, mark)
    print_table(table)
    return 0
