"""`cutaway tokens`: a text as tokens, under one tokenizer or compared under several."""

import argparse
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cutaway.cli import replay_view
from cutaway.cli.output import file_argument, note, print_json, print_table, progress_shown, text_argument
from cutaway.models import resolve_tokenizer
from cutaway.tokens.tokenizer import Token, Tokenizer


def run(options: argparse.Namespace) -> int:
    """Prints the tokens of a text. Bounds are in code points."""
    text = file_argument(options.file) if options.file is not None else text_argument(options.text)
    if options.file is None and _is_file(text):
        note(f"There is a file called {text}. This shows the name's own tokens; --file {text} shows the file's.")
    names = _names(options.tokenizer)
    with progress_shown() as progress:
        tokenizers = {name: resolve_tokenizer.load(name, progress, pattern=options.pattern) for name in names}
    for each in tokenizers.values():
        for sentence in each.notes:
            note(sentence)
    if options.replay:
        return replay_view.run(tokenizers, text, special_as_text=options.special_as_text, json=options.json)
    tokens = {name: each.tokens(text, special_as_text=options.special_as_text) for name, each in tokenizers.items()}
    if options.json:
        print_json({name: _about(text, tokenizers[name], found) for name, found in tokens.items()})
    elif len(names) > 1:
        _several(text, tokenizers, tokens)
    else:
        _print(tokens[names[0]])
        print()
        print(_counted(text, tokenizers[names[0]], tokens[names[0]]))
    return 0


def _is_file(text: str) -> bool:
    """Whether a text of one line is the path of a file."""
    try:
        return bool(text) and "\n" not in text and Path(text).is_file()
    except (OSError, ValueError):
        return False


def _names(given: str) -> list[str]:
    """The tokenizers named by an argument, each once; a path may contain commas."""
    with suppress(OSError, ValueError, RuntimeError):  # not every text can be a path
        if Path(given).expanduser().exists():
            return [given]
    return list(dict.fromkeys(name.strip() for name in given.split(",")))


def _several(text: str, tokenizers: Mapping[str, Tokenizer], tokens: Mapping[str, Sequence[Token]]) -> None:
    """Prints the tokens of each tokenizer, then a comparison."""
    rows = []
    for name, found in tokens.items():
        about = _about(text, tokenizers[name], found)
        per_token = [_figure(about[key]) for key in ("characters_per_token", "bytes_per_token")]
        print(f"{name}: {_counted(text, tokenizers[name], found)}")
        _print(found)
        print()
        unknown = f"{about['unknown']:,}"
        rows.append((name, f"{tokenizers[name].size:,}", f"{len(found):,}", *per_token, unknown))
    columns = ("tokenizer", "vocabulary", "tokens", "characters per token", "bytes per token", "unknown")
    some = any(row[-1] != "0" for row in rows)
    print_table(columns if some else columns[:-1], rows if some else [row[:-1] for row in rows])


def _counted(text: str, tokenizer: Tokenizer, found: Sequence[Token]) -> str:
    """The number of tokens, and how much text one stands for on average."""
    about = _about(text, tokenizer, found)
    count = f"{len(found):,} {'token' if len(found) == 1 else 'tokens'}"
    if about["unknown"]:
        return (
            f"{count}, of which {about['unknown']:,} unknown; without these "
            f"{_figure(about['characters_per_token'])} characters and {_figure(about['bytes_per_token'])} bytes per token"
        )
    if not found:
        return count
    return f"{count}, {_figure(about['characters_per_token'])} characters and {_figure(about['bytes_per_token'])} bytes per token"


def _about(text: str, tokenizer: Tokenizer, found: Sequence[Token]) -> dict[str, Any]:
    """The tokens of a text and their counts. Averages exclude unknown tokens and their text."""
    unknown = [token for token in found if token.id == tokenizer.library.unknown]
    lost = [text[token.start : token.end] for token in unknown]
    known = len(found) - len(unknown)
    characters = len(text) - sum(map(len, lost))
    bytes = len(text.encode()) - sum(len(part.encode()) for part in lost)
    return {
        "count": len(found),
        "unknown": len(unknown),
        "characters_per_token": characters / known if known else None,
        "bytes_per_token": bytes / known if known else None,
        "notes": list(tokenizer.notes),
        "tokens": _as_json(found),
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


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
