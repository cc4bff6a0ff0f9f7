"""The decoders of the pages that write: the keys and values of what each read last, so that going on costs what is new."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cutaway.generate.decoder import Decoder
    from cutaway.models.model import Model

_HELD = 4
"""A decoder keeps keys and values of a whole text, so only those of a few pages are held."""


class DecoderStore:
    """Holds a decoder for each page, the least recently used out first. Methods may be called from any thread."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[str, tuple[int, ...], Decoder]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, page: str, name: str, model: "Model", source: Sequence[int]) -> "Decoder":
        """The page's decoder for a model, by its name, and a source; a new one if its last was for others."""
        from cutaway.generate.decoder import Decoder

        with self._lock:
            held = self._held.pop(page, None)
            if held is None or held[:2] != (name, tuple(source)) or held[2].reading.model is not model:
                held = (name, tuple(source), Decoder(model, source))
            self._held[page] = held
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
            return held[2]

    def drop_model(self, name: str) -> None:
        """Lets all decoders of a model go."""
        with self._lock:
            for page in [page for page, held in self._held.items() if held[0] == name]:
                del self._held[page]
