"""A real browser at a server that has a token: links from afar, a class's form, a restart."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from playwright.sync_api import Browser, Page, expect

from cutaway.server.stores.models import ModelStore
from support.serving import TINY, open_small, running

TOKEN = "our-class-token"


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """A page of another site."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Write nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def opened(page: Page, text: str) -> None:
    """The page itself is there, with the text of the link, and the address has no token."""
    expect(page.get_by_role("textbox", name=re.compile("^Text"))).to_have_value(text)
    assert "token" not in page.url.partition("#")[0]
    assert page.evaluate("document.cookie") == ""


def test_links_lead_in_and_keep_what_they_say(chromium: Browser) -> None:
    with running(ModelStore(TINY, opener=open_small), token=TOKEN) as server:
        html = (
            f'<a id="invited" href="{server.url}/?token={TOKEN}#/tokens?text=from%20afar">a</a>'
            f'<a id="known" href="{server.url}/#/tokens?text=shared">b</a>'
            f'<form method="post" action="{server.url}/api/model/open?name=gpt2"><button>c</button></form>'
        )
        with another_site(html) as elsewhere, chromium.new_context() as context:
            page = context.new_page()
            page.goto(elsewhere)
            page.click("#invited")
            opened(page, "from afar")
            page.goto(elsewhere)
            page.click("#known")  # a strict cookie is not sent at first
            opened(page, "shared")
            page.goto(elsewhere)
            page.click("button")
            expect(page.locator("body")).to_contain_text("foreign-origin")


def test_who_has_no_token_is_asked_for_it_and_who_gives_it_is_where_the_link_led(chromium: Browser) -> None:
    with running(ModelStore(TINY, opener=open_small), token=TOKEN) as server, chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{server.url}/#/tokens?text=kept")
        expect(page.get_by_role("heading", name="Cutaway asks for its token")).to_be_visible()
        page.get_by_label("Token").fill("nonsense")
        page.get_by_role("button", name="Open Cutaway").click()
        expect(page.get_by_role("heading", name="That is not the token")).to_be_visible()
        page.get_by_label("Token").fill(TOKEN)
        page.get_by_role("button", name="Open Cutaway").click()
        opened(page, "kept")


def test_a_page_whose_server_was_started_again_says_so(chromium: Browser) -> None:
    with running(ModelStore(TINY, opener=open_small), token=TOKEN) as server, chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{server.url}/?token={TOKEN}#/tokens?text=kept")
        opened(page, "kept")
        name = f"cutaway-token-{server.url.rsplit(':', 1)[1]}"
        context.add_cookies([{"name": name, "value": "of-an-earlier-start", "url": server.url}])
        page.get_by_role("textbox", name=re.compile("^Text")).fill("more")
        expect(page.get_by_text("was started again").first).to_be_visible()
        page.wait_for_url(re.compile("text=more"))
        page.reload()
        expect(page.get_by_role("heading", name="Cutaway was started again")).to_be_visible()
        page.get_by_label("Token").fill(TOKEN)
        page.get_by_role("button", name="Open Cutaway").click()
        opened(page, "more")
