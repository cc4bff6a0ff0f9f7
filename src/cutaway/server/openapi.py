"""The API's description, from which the page's TypeScript types are made: `python -m cutaway.server.openapi`."""

import json
import sys

from cutaway.defaults import DEFAULT_MODEL
from cutaway.server.app import create_app
from cutaway.server.stores.models import ModelStore


def description() -> str:
    """The OpenAPI description of the server as JSON. It depends only on the code, not on the machine."""
    return (
        json.dumps(create_app(ModelStore(DEFAULT_MODEL)).openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(description().encode())
