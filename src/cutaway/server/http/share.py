"""The page for a class: the address of this server, large, and as a QR code."""

from collections.abc import Sequence
from html import escape

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from cutaway.server.http.gate_page import POLICY, page
from cutaway.server.http.network import qr_as_svg


def share_router(urls: Sequence[str]) -> APIRouter:
    """The route `/share`.

    Args:
        urls: the addresses that let other machines in, most likely first; empty if there are none.
    """
    api = APIRouter()

    @api.get("/share", include_in_schema=False)
    def share() -> Response:
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY}
        if not urls:
            return HTMLResponse(page("Only this machine", _ALONE), headers=headers)
        others = "".join(f"<li><code>{escape(url)}</code></li>" for url in urls[1:])
        return HTMLResponse(
            page(
                "Open this page on your device",
                f"""<h1>Open this page on your device</h1>
<p>Scan the code, or type the address. Your device must be in the same network.</p>
{qr_as_svg(urls[0])}
<p><code>{escape(urls[0])}</code></p>
{f"<p>If that does not work, try:</p><ul>{others}</ul>" if others else ""}
<p>Everybody who has this address can use this server.</p>
<p><a href="/">Back to Cutaway</a></p>""",
            ),
            headers=headers,
        )

    return api


_ALONE = """<h1>Only this machine can open this page</h1>
<p>To let a class in, start Cutaway with <code>cutaway --host 0.0.0.0</code>.</p>
<p><a href="/">Back to Cutaway</a></p>"""
