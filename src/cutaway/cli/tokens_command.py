"""`cutaway tokens`: a text as tokens, under one tokenizer or compared under several."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cutaway.cli.show import print_json, print_table, progress_shown, text_argument
from cutaway.tokens import named
from cutaway.tokens.tokenizer import Token, Tokenizer


def run(options: argparse.Namespace) -> int:
    """Print the tokens of a text. Bounds are in code points."""
    text = text_argument(options.text)
    names = _names(options.tokenizer)
    with progress_shown() as progress:
        tokenizers = {name: named.load(name, progress) for name in names}
    if options.replay:
        from cutaway.cli import replay_shown  # with the libraries that it needs

        return replay_shown.run(tokenizers, text, special_as_text=options.special_as_text, json=options.json)
    tokens = {name: each.tokens(text, special_as_text=options.special_as_text) for name, each in tokenizers.items()}
    if len(names) > 1:
        _several(text, tokenizers, tokens, json=options.json)
    elif options.json:
        print_json(_as_json(tokens[names[0]]))
    else:
        _print(tokens[names[0]])
    return 0


def _names(given: str) -> list[str]:
    """The tokenizers that an argument names, each once; a path may have commas in it."""
    if Path(given).expanduser().exists():
        return [given]
    return list(dict.fromkeys(name.strip() for name in given.split(",")))


def _several(
    text: str, tokenizers: Mapping[str, Tokenizer], tokens: Mapping[str, Sequence[Token]], *, json: bool
) -> None:
    """Print the tokens of each tokenizer, then what they are compared by."""
    characters, bytes = len(text), len(text.encode())
    if json:
        print_json(
            {
                name: {
                    "count": len(found),
                    "characters_per_token": characters / len(found) if found else None,
                    "bytes_per_token": bytes / len(found) if found else None,
                    "tokens": _as_json(found),
                }
                for name, found in tokens.items()
            }
        )
        return
    rows = []
    for name, found in tokens.items():
        per_token = [f"{size / len(found):.3g}" if found else "–" for size in (characters, bytes)]
        print(f"{name}: {len(found):,} tokens, {per_token[0]} characters and {per_token[1]} bytes a token")
        _print(found)
        print()
        rows.append((name, f"{tokenizers[name].size:,}", f"{len(found):,}", *per_token))
    print_table(("tokenizer", "vocabulary", "tokens", "characters a token", "bytes a token"), rows)


def _as_json(tokens: Sequence[Token]) -> list[dict[str, Any]]:
    return [
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


def _print(tokens: Sequence[Token]) -> None:
    rows = []
    for position, token in enumerate(tokens):
        bounds = f"{token.start}:{token.end}"
        mark = "special" if token.special else ""
        rows.append((str(position), str(token.id), repr(token.text), token.bytes.hex(" "), bounds, mark))
    print_table(("position", "id", "text", "bytes", "characters", ""), rows)
