"""The decoders of pages that write: each keeps the keys and values of its last text, so that continuing costs only the new tokens."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cutaway import generate
from cutaway.server.stores.recent import RecentStore

if TYPE_CHECKING:
    from cutaway.model import Model

MOST_DECODERS = 4
"""A decoder keeps the keys and values of a whole text, so only a few pages have one."""


class DecoderStore(RecentStore[str, "tuple[str, tuple[int, ...], generate.Decoder]"]):
    """Keeps a decoder for each page."""

    def __init__(self) -> None:
        super().__init__(MOST_DECODERS)

    def get(self, page: str, name: str, model: "Model", source: Sequence[int]) -> "generate.Decoder":
        """The page's decoder for this model and source; a new one if its last was for others."""
        return self.get_or_make(
            page,
            lambda: (name, tuple(source), generate.Decoder(model, source)),
            lambda held: held[:2] == (name, tuple(source)) and held[2].reading.model is model,
        )[2]

    def drop_model(self, name: str) -> None:
        """Drops all decoders of a model."""
        self.drop(lambda page, held: held[0] == name)
