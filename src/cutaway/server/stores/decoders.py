"""The decoders of the pages that write: the keys and values of what each read last, so that going on costs what is new."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cutaway.server.stores.recent import RecentStore

if TYPE_CHECKING:
    from cutaway.generate.decoder import Decoder
    from cutaway.model import Model

MOST_DECODERS = 4
"""A decoder keeps keys and values of a whole text, so only those of a few pages are held."""


class DecoderStore(RecentStore[str, "tuple[str, tuple[int, ...], Decoder]"]):
    """Holds a decoder for each page."""

    def __init__(self) -> None:
        super().__init__(MOST_DECODERS)

    def get(self, page: str, name: str, model: "Model", source: Sequence[int]) -> "Decoder":
        """The page's decoder for a model, by its name, and a source; a new one if its last was for others."""
        from cutaway.generate.decoder import Decoder

        return self.get_or_make(
            page,
            lambda: (name, tuple(source), Decoder(model, source)),
            lambda held: held[:2] == (name, tuple(source)) and held[2].reading.model is model,
        )[2]

    def drop_model(self, name: str) -> None:
        """Let all decoders of a model go."""
        self.drop(lambda page, held: held[0] == name)
