"""The page that asks for the server's token: plain HTML, which needs neither the built page nor a script."""

from base64 import b64encode
from hashlib import sha256

STYLE = """
:root { color-scheme: light dark; font: 18px/1.5 "Source Sans 3 Variable", "Source Sans 3", system-ui, sans-serif; }
body { max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem; }
body { background: light-dark(#fdfcf9, #16181b); color: light-dark(#1c1b19, #eceae4); }
h1 { font-size: 1.6rem; line-height: 1.25; }
code { font: 0.85em "JetBrains Mono Variable", ui-monospace, monospace; overflow-wrap: anywhere; }
label { display: block; margin-top: 1.5rem; font-weight: 600; }
input, button { font: inherit; padding: 0.4rem 0.7rem; border: 1px solid light-dark(#77736a, #9b978d); border-radius: 4px; }
input { width: 100%; box-sizing: border-box; margin: 0.3rem 0 0.8rem; }
svg { display: block; width: min(22rem, 100%); height: auto; margin: 1.5rem 0; background: #fff; }
"""
AGAIN = "location.replace('/?again' + location.hash)"
"""A browser withholds a strict cookie after a link from another site; when this page reloads, it sends it."""

_WHY = {
    "missing": (
        "Cutaway asks for its token",
        "Only people with the full address may use this server. The address, with its token, is in the terminal in which Cutaway was "
        "started.",
    ),
    "old": (
        "Cutaway was started again",
        "It has a new token now, so the old address lets nobody in. The new address is in the terminal in which Cutaway was started.",
    ),
    "wrong": (
        "That is not the token",
        "It may be from an earlier start, or a part of it is missing. Copy it from the terminal in which Cutaway was started.",
    ),
}


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; style-src {_digest(STYLE)}; script-src {_digest(AGAIN)}; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of this page: only its own style and script, and a form that submits only to this server."""


def gate_page(why: str, *, again: bool) -> str:
    """The page.

    Args:
        why: `missing`, `old` or `wrong`: the token.
        again: whether the browser should reload the page by itself.
    """
    title, explanation = _WHY[why]
    # A form without an action submits to this very address, so that the fragment behind its # survives.
    return page(
        title,
        f"""<h1>{title}</h1>
<p>{explanation}</p>
<p>Are you in a class? Ask your teacher for the address.</p>
<form method="post">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="off" autofocus required aria-describedby="where">
<button>Open Cutaway</button>
</form>
<p id="where">The token is what follows <code>token=</code> in the address.</p>
{f"<script>{AGAIN}</script>" if again else ""}""",
    )


def page(title: str, content: str) -> str:
    """A plain page of the server's own."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{STYLE}</style></head>
<body><main>
{content}
</main></body></html>
"""
