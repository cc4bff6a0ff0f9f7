"""A tokenizer's catalog entry: facts about it, where to get it, and encodings that identify it."""

from dataclasses import dataclass

from cutaway.store.sources import Hub, Npm

JSON = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class OfModel:
    """The tokenizer that comes with a model of the models' catalog."""

    model: str

    @property
    def label(self) -> str:
        """Its name on screen."""
        return f"model {self.model}"


@dataclass(frozen=True, slots=True)
class TiktokenDownload:
    """The file that tiktoken downloads by itself for one of its encodings."""

    encoding: str

    @property
    def label(self) -> str:
        """Its name on screen."""
        return f"tiktoken's own download ({self.encoding})"


Source = Npm | OfModel | Hub | TiktokenDownload


@dataclass(frozen=True, slots=True)
class TokenizerEntry:
    """A tokenizer in the catalog.

    Attributes:
        name: its name for `cutaway.tokenizer`.
        title: its own name.
        summary: one sentence to help in choosing.
        algorithm: how it makes tokens.
        vocabulary: how many tokens it has, including special ones.
        download: what is fetched, in words.
        licence: the licence that its owner publishes it under.
        sources: where to get it, in the order of trying.
        pins: texts and their ids, including the special tokens around them.
        file: the name of its file in the cache.
        encoding: tiktoken's name for it; empty for those of the `tokenizers` library.
        context: how many tokens its model can read at once; None if it belongs to several models.
    """

    name: str
    title: str
    summary: str
    algorithm: str
    vocabulary: int
    download: str
    licence: str
    sources: tuple[Source, ...]
    pins: tuple[tuple[str, tuple[int, ...]], ...]
    file: str = JSON
    encoding: str = ""
    context: int | None = None
