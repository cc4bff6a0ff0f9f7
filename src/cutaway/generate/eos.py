"""What ends a text: end-of-text tokens and stop strings."""

from collections.abc import Sequence

from cutaway.errors import UnsupportedModel
from cutaway.generate.config_processors import BadGenerationConfig, setting_of
from cutaway.generate.settings import Settings
from cutaway.models.loaded_model import LoadedModel


def eos_ids(model: LoadedModel) -> frozenset[int]:
    """The ids that end a text for `generate`; empty if the model names none."""
    found = getattr(model.hf, "generation_config", None)
    ids = getattr(model.hf.config if found is None else found, "eos_token_id", None)
    found = [] if ids is None else [*ids] if isinstance(ids, (list, tuple)) else [ids]
    if not all(isinstance(id, int) for id in found):
        raise BadGenerationConfig(
            f"The generation config of {model.name} names {ids!r} as the end of a text.",
            "Give a token's id, or a list of ids, as model.hf.generation_config.eos_token_id.",
        )
    return frozenset(found)


class Stop:
    """Tests whether a text has ended, by an end-of-text token or by one that completes a stop string.

    Args:
        model: the model that writes.
        settings: their stop strings count; if they are None, those of the model's generation config.

    Raises:
        UnsupportedModel: there are stop strings, but the model has no tokenizer to read them with.
    """

    def __init__(self, model: LoadedModel, settings: Settings) -> None:
        self.ids = eos_ids(model)
        found = setting_of(model, "stop_strings", settings, ())
        self.strings = tuple(text.encode() for text in ((found,) if isinstance(found, str) else found))
        self._tokenizer = model.tokenizer
        if self.strings and self._tokenizer is None:
            raise UnsupportedModel(
                f"{model.name} was opened without a tokenizer, so stop strings can't be found in what it writes.",
                "Open it with one, or leave the stop strings out.",
            )

    def __call__(self, ids: Sequence[int]) -> bool:
        """Whether the last of these ids ends the text; a stop string has to end within that token."""
        return ids[-1] in self.ids or any(self._completes(text, ids) for text in self.strings)

    def _completes(self, text: bytes, ids: Sequence[int]) -> bool:
        assert self._tokenizer is not None
        last = self._tokenizer.bytes_of(ids[-1])
        before = b""
        for id in reversed(ids[:-1]):
            if len(before) >= len(text) - 1:
                break
            before = self._tokenizer.bytes_of(id) + before
        return bool(last) and text in before[max(0, len(before) - len(text) + 1) :] + last
