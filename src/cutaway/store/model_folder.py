"""Checks of a folder in Hugging Face format: whether it has the right files, and whether they are complete.

Only safetensors are ever read: other formats are pickles, and loading a pickle can run any program.
"""

import importlib.util
from pathlib import Path

from cutaway.errors import CutawayError, UnsupportedModel, WeightsUnavailable
from cutaway.json_files import MOST_BYTES, read_json
from cutaway.store import safetensors_header

CONFIG = "config.json"
WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"
TOKENIZER = "tokenizer.json"
PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")


def check(folder: Path) -> None:
    """Checks that the folder holds a complete model that may be opened.

    Raises:
        UnsupportedModel: it is not a model in Hugging Face format, has only pickles, or needs code of its own.
        WeightsUnavailable: a file is missing, damaged or cut short.
    """
    check_config(read_config(folder / CONFIG), f"The folder {folder}")
    for file in folder.glob("*.json"):
        if (size := file.stat().st_size) > MOST_BYTES:
            raise WeightsUnavailable(
                f"{file} has {size:,} bytes, and no such file has more than {MOST_BYTES:,}.", "Fetch or copy it again."
            )
    for file in weight_files(folder):
        check_safetensors(file)


def is_whole(folder: Path) -> bool:
    """Whether `check` passes, without importing anything large."""
    try:
        read_config(folder / CONFIG)
        for file in weight_files(folder):
            check_safetensors(file)
    except CutawayError:
        return False
    return True


def read_config(file: Path) -> dict:
    """A model's config.json.

    Raises:
        UnsupportedModel: there is none.
        WeightsUnavailable: it can't be read.
    """
    try:
        config = read_json(file)
    except FileNotFoundError:
        ggufs = sorted(file.parent.glob("*.gguf")) if file.parent.is_dir() else []
        hint = (
            f"To open its GGUF file, give the file itself: {ggufs[0]}" if ggufs else "Give the folder that contains it."
        )
        raise UnsupportedModel(
            f"{file.parent} has no {CONFIG}, so it is not a model in Hugging Face format.", hint
        ) from None
    except (OSError, ValueError) as error:
        raise WeightsUnavailable(f"{file} can't be read: {error}.", "Fetch or copy it again.") from error
    if not isinstance(config, dict):
        raise WeightsUnavailable(f"{file} is not a model's configuration.", "Fetch or copy it again.")
    return config


def check_config(config: dict, what: str) -> None:
    """Refuses a model whose code is not part of Transformers: Cutaway never runs code that comes with weights.

    Args:
        config: the result of `read_config`.
        what: the model, as the start of a sentence.

    Raises:
        UnsupportedModel: Transformers has no such architecture.
    """
    if kernel := _kernel_named(config):
        raise UnsupportedModel(
            f"{what} wants '{kernel}', program code from the hub, to compute its attention; Cutaway never runs such code.",
            "Remove that setting from its config.json: the model computes the same without it.",
        )
    if config.get("backbone"):
        raise UnsupportedModel(
            f"{what} names another model to open, its backbone '{config['backbone']}'; Cutaway does not open models that a file names.",
            "Choose a model that is complete in its folder.",
        )
    kind = config.get("model_type")
    if _is_in_transformers(kind):
        return
    if config.get("auto_map"):
        raise UnsupportedModel(
            f"{what} is of the type '{kind}', which needs program code that comes with it; Cutaway never runs such code.",
            "Choose a model whose architecture is part of Transformers.",
        )
    named = (
        f"is of the type '{kind}', which this version of Transformers does not have" if kind else "names no model type"
    )
    raise UnsupportedModel(f"{what} {named}.", "A newer version may have it: pip install --upgrade transformers")


def _kernel_named(config: object) -> str:
    """The code that a configuration names for a part of the model, if it has to be fetched; else an empty text."""
    for key, value in config.items() if isinstance(config, dict) else ():
        if (
            isinstance(value, str)
            and "/" in value
            and str(key).endswith(("_implementation", "_implementation_internal"))
        ):
            return value
        if found := _kernel_named(value):
            return found
    return ""


def _is_in_transformers(kind: object) -> bool:
    """Whether Transformers itself has code for this type of model."""
    if not isinstance(kind, str) or not kind:
        return False
    library = importlib.util.find_spec("transformers")
    for root in (library and library.submodule_search_locations) or []:
        # Most types have a folder of their name. Checking for it takes no time; importing the list of all types takes seconds.
        if kind.isidentifier() and (Path(root) / "models" / kind / f"configuration_{kind}.py").is_file():
            return True
    from transformers import CONFIG_MAPPING

    return kind in CONFIG_MAPPING


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files that hold the model's weights: one, or the shards that the index lists.

    Raises:
        UnsupportedModel: there are only pickles, or no weights at all.
        WeightsUnavailable: a shard that the index lists is missing, or the index can't be read.
    """
    if (folder / WEIGHTS).is_file():
        return [folder / WEIGHTS]
    if (folder / INDEX).is_file():
        files = [folder / name for name in shards(folder / INDEX)]
        missing = [file.name for file in files if not file.is_file()]
        if missing:
            raise WeightsUnavailable(
                f"{folder} lacks {len(missing)} of its {len(files)} files of weights: {', '.join(missing[:3])}.",
                "Fetch or copy it again.",
            )
        return files
    pickles = sorted({found.name for pattern in PICKLES for found in folder.glob(pattern)})
    if pickles:
        raise no_safetensors(str(folder), pickles)
    raise UnsupportedModel(
        f"{folder} has no {WEIGHTS}, so there are no weights to read.", "Copy the model's *.safetensors into it."
    )


def shards(index: Path) -> list[str]:
    """The names of the files that a safetensors index lists, each once.

    Raises:
        WeightsUnavailable: the index can't be read, or a name leads out of the folder.
    """
    try:
        names = sorted(set(read_json(index)["weight_map"].values()))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise WeightsUnavailable(f"{index} can't be read: {error!r}.", "Fetch or copy it again.") from error
    if not names or any(not isinstance(name, str) or Path(name).name != name for name in names):
        raise WeightsUnavailable(f"{index} does not list files beside it.", "Fetch or copy it again.")
    return names


def check_safetensors(file: Path) -> None:
    """Checks that a safetensors file has a readable header and exactly the length in it.

    Raises:
        WeightsUnavailable: one of these fails.
    """
    try:
        safetensors_header.check(file)
    except (OSError, ValueError) as error:
        raise WeightsUnavailable(
            f"{file} is damaged or cut short: {error}.", "Delete it, and fetch or copy it again."
        ) from error


def no_safetensors(what: str, pickles: list[str]) -> UnsupportedModel:
    """The error for a model whose weights are only available as pickles."""
    return UnsupportedModel(
        f"{what} has its weights only as {', '.join(pickles[:3])}: pickles, which can run any program when they are "
        "loaded, so Cutaway never loads them.",
        "If you trust it, load it in Python with Transformers and save it again with model.save_pretrained(folder) and "
        "tokenizer.save_pretrained(folder), which writes safetensors; then open that folder.",
    )
