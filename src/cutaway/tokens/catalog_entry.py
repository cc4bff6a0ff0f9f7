"""What the catalog says of a tokenizer: its facts, where it can be had, and encodings that tell it from any other."""

from dataclasses import dataclass

from cutaway.store.sources import Hub, Npm

JSON = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class OfModel:
    """The tokenizer that comes with a model of the models' catalog."""

    model: str

    @property
    def label(self) -> str:
        """What to call it."""
        return f"model {self.model}"


@dataclass(frozen=True, slots=True)
class TiktokenDownload:
    """The file that tiktoken downloads by itself for one of its encodings."""

    encoding: str

    @property
    def label(self) -> str:
        """What to call it."""
        return f"tiktoken's own download ({self.encoding})"


Source = Npm | OfModel | Hub | TiktokenDownload


@dataclass(frozen=True, slots=True)
class TokenizerEntry:
    """A tokenizer that can be had.

    Attributes:
        name: what to ask for.
        title: its own name.
        summary: one sentence for someone who has to choose.
        algorithm: how it makes tokens.
        vocabulary: how many tokens it has, special ones included.
        download: what is fetched, for people.
        licence: under which its owner gives it.
        sources: where it can be had, in the order in which they are tried.
        pins: texts and their ids, with the special tokens that the tokenizer puts around.
        file: the name under which its file is kept.
        encoding: tiktoken's name for it; empty for those of the `tokenizers` library.
        context: how many tokens the model that it belongs to can read at once; None where it belongs to several.
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
