"""The table of symbols of the page's formulas, for formulas that the engine makes."""

import json
import re
from pathlib import Path

TABLE: dict[str, str] = json.loads(
    (Path(__file__).parents[2] / "web/src/explanations/symbols.json").read_text(encoding="utf-8")
)
_COMMANDS = "t?frac|sqrt|sum|log|sin|cos|tanh|cdot|odot|top|leftarrow|sim|infty|dots|quad|qquad|[bB]igl|[bB]igr"
_MARKUP = rf"\\text\{{[^}}]*\}}|\\(?:{_COMMANDS})(?![A-Za-z])|\\[,!]|[\s\d{{}}()\[\]|_^+\-=.,:;'/]"
_PIECE = re.compile(
    "|".join(
        re.escape(tex) + ("(?![A-Za-z])" if re.search(r"\\[A-Za-z]+$", tex) else "")
        for tex in sorted(TABLE, key=len, reverse=True)
    )
    + "|"
    + _MARKUP
)


def unknown_in(tex: str) -> str:
    """What a formula contains that the table does not have, from there on; nothing where it has everything."""
    at = 0
    while at < len(tex):
        piece = _PIECE.match(tex, at)
        if piece is None:
            return tex[at:]
        at = piece.end()
    return ""
