"""`cutaway open`: the page, in the user's browser."""

import argparse
import os
import sys
import threading

from cutaway.cli.output import text_argument
from cutaway.server.http.gate import VARIABLE, BadToken
from cutaway.server.http.network import qr_in_terminal
from cutaway.server.run import serve
from cutaway.server.stores.models import OPENING

LEAST = 8
"""The fewest characters of a user's token."""


def run(options: argparse.Namespace) -> int:
    """Serves the page until interrupted."""
    token = _token(options)

    def say(url: str) -> None:
        sys.stdout.write(f"Cutaway is at {url}\nPress Ctrl-C to stop.\n")
        sys.stdout.flush()

    def warn(urls: list[str]) -> None:
        who = "Everybody in your network" if token == "" else "Everybody who has one of these addresses"
        listed = "".join(f"  {url}\n" for url in urls)
        sys.stdout.write(
            f"\nOther machines in your network can open the page at:\n{listed}"
            f"{who} can use this server, and see what is sent: it is not encrypted.\n\n{qr_in_terminal(urls[0])}\n"
            "For a class, show the page /share.\n"
        )
        sys.stdout.flush()

    serve(
        model=options.model,
        text=None if options.text is None else text_argument(options.text),
        host=options.host,
        port=options.port,
        device=options.device,
        dtype=options.dtype,
        allow=options.allow,
        browser=options.browser,
        token=token,
        say=say,
        warn=warn,
    )
    sys.stdout.write("\nStopped.\n")
    if any(thread.name == OPENING for thread in threading.enumerate()):
        # A model is still opening. If Python ended now, PyTorch's own threads would abort.
        sys.stdout.flush()
        os._exit(0)
    return 0


def _token(options: argparse.Namespace) -> str | None:
    """The user's token; None to generate one; empty for no token.

    Raises:
        BadToken: the token is not allowed.
    """
    if not options.ask_token:
        return ""
    token = options.token if options.token is not None else os.environ.get(VARIABLE)
    if token is None:
        return None
    if not token.isascii() or not token.isprintable() or " " in token or len(token) < LEAST:
        raise BadToken(
            f"A token needs {LEAST} characters or more: letters, digits and signs, without spaces.",
            "Leave it out to get a good one, or do without: --no-token.",
        )
    return token
