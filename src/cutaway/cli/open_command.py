"""`cutaway open`: the page, in the user's browser."""

import argparse
import sys

from cutaway.cli.show import text_argument


def run(options: argparse.Namespace) -> int:
    """Serve the page until interrupted."""
    from cutaway.server.run import serve

    def say(url: str) -> None:
        sys.stdout.write(f"Cutaway is at {url}\nPress Ctrl-C to stop.\n")
        sys.stdout.flush()

    serve(
        model=options.model,
        text=None if options.text is None else text_argument(options.text),
        host=options.host,
        port=options.port,
        device=options.device,
        dtype=options.dtype,
        browser=options.browser,
        say=say,
    )
    sys.stdout.write("\nStopped.\n")
    return 0
