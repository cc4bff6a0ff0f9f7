"""Reading the tokens that the server sends, column by column, as a page has to."""

from typing import Any


def tokens_told(columns: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """Each token by itself, with bounds in UTF-16 units of `text`."""
    units = text.encode("utf-16-le")
    starts = [0, *columns["ends"]][: len(columns["ends"])]
    said: dict[int, tuple[str, str]] = {}
    for at, start, written, shown in zip(
        columns["odd"], columns["odd_starts"], columns["odd_bytes"], columns["odd_texts"], strict=True
    ):
        starts[at] = start
        said[at] = (written, shown)
    tokens = []
    for at, (id, start, end) in enumerate(zip(columns["ids"], starts, columns["ends"], strict=True)):
        covered = units[2 * start : 2 * end].decode("utf-16-le", errors="surrogatepass" if at in said else "strict")
        written, shown = said.get(at) or (covered.encode().hex(), covered)
        appended = at >= len(columns["ids"]) - columns["appended"]
        tokens.append({
            "id": id, "text": shown, "bytes": written, "start": start, "end": end,
            "special": at in columns["special"], "appended": appended, "virtual": at < columns["virtual"],
        })  # fmt: skip
    return tokens
