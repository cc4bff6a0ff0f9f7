"""Loads a folder's weights into the class of Transformers that its configuration names, and checks that none is missing.

Transformers silently fills missing weights with random numbers. Here a model that lacks any is refused; one that lacks only its head
opens without it.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cutaway.errors import UnsupportedModel, WeightsUnavailable
from cutaway.models.adapter import Adapter
from cutaway.models.placement import arguments, choose
from cutaway.models.quantised import needed
from cutaway.store import cache
from cutaway.store.model_folder import CONFIG, read_config, weight_files
from cutaway.store.safetensors_header import dtypes
from cutaway.system_errors import FULL, cache_refused, is_out_of_memory, number

_COMPUTED = ("inv_freq", "position_ids", "masked_bias", "num_batches_tracked")
"""Suffixes of names that older versions of Transformers saved beside the weights, and that are computed today."""
_POOLER = "pooler."
_NOWHERE = secrets.token_hex(16)
"""A nonexistent folder for Transformers to look for an adapter in: otherwise it would open any model that an adapter names."""


def open_folder(
    name: str, folder: Path, device: str | None = None, dtype: str | None = None, adapter: Adapter | None = None
) -> tuple[Any, tuple[str, ...]]:
    """The model in a folder, in evaluation mode, and warnings about its weights, in sentences.

    Args:
        name: its name in messages.
        device, dtype: as in `load`.
        adapter: the adapter to put on the model.

    Raises:
        UnsupportedModel: Transformers can't read it, or not completely.
        WeightsUnavailable: weights that the model needs are missing from its files, or have another shape.
    """
    import transformers

    transformers.utils.logging.disable_progress_bar()
    config = read_config(folder / CONFIG)
    kind, options = _class_for(config, adapter)
    hf, report = _read(kind, name, folder, config, device, dtype, **options)
    troubles = []
    if quantisation := config.get("quantization_config"):
        _refuse_quantised(name, quantisation, report)
    elif lacking := _lacking(hf, report, () if adapter is None else adapter.saved):
        refusal = _incomplete(name, hf, report, lacking)
        tied = lacking == {_output_weight(hf)}
        if kind is transformers.AutoModel:
            raise refusal
        del hf
        hf, other = _read(transformers.AutoModel, name, folder, config, device, dtype)
        if _lacking(hf, other):  # not of the head alone
            raise refusal
        troubles.append(_without_head(name, kind.__name__, sorted(lacking), tied=tied))
    if not quantisation:
        _refuse_whole_numbers(name, folder, hf)
    unexpected = sorted(key for key in report["unexpected_keys"] if not key.endswith(_COMPUTED))
    if unexpected and kind is class_in(config):  # not an adapter's class, which has another head
        troubles.append(
            f"The files of {name} hold {_counted(unexpected)} that {kind.__name__} has no place for: they are not used."
        )
    return hf.eval(), tuple(troubles)


def _class_for(config: dict[str, Any], adapter: Adapter | None) -> tuple[Any, dict[str, Any]]:
    """The class of a model, and its arguments: with an adapter, the head that it was trained with."""
    import transformers

    kind = class_in(config)
    if adapter is None or not adapter.automatic:
        return kind, {}
    automatic = getattr(transformers, adapter.automatic)
    fits = kind is not transformers.AutoModel and any(
        kind is each or (isinstance(each, tuple) and kind in each) for each in automatic._model_mapping.values()
    )
    classes = adapter.classes
    return kind if fits else automatic, {} if classes is None else {"num_labels": classes}


def class_in(config: dict[str, Any]) -> Any:
    """The class of Transformers that a configuration names; if it names none, the one for its type."""
    import transformers

    named_there = config.get("architectures")
    first = named_there[0] if isinstance(named_there, list) and named_there else None
    kind = getattr(transformers, first, None) if isinstance(first, str) and first.isidentifier() else None
    is_model = isinstance(kind, type) and issubclass(kind, transformers.PreTrainedModel)
    return kind if is_model else transformers.AutoModel


def _read(
    kind: Any, name: str, folder: Path, config: dict[str, Any], device: str | None, dtype: str | None, **more: Any
) -> tuple[Any, dict[str, Any]]:
    """The model that Transformers reads, and its report on missing and unexpected weights."""
    quantised = config.get("quantization_config")
    placement = choose(folder, device, dtype)
    options = arguments(placement, cache.home() / "offload" / folder.name)
    if quantised and not placement.offloads:  # it is placed while it is read, and can't always be moved
        options["device_map"] = placement.device
    try:
        with _silent():
            hf, report = kind.from_pretrained(
                folder,
                use_safetensors=True,
                local_files_only=True,
                trust_remote_code=False,
                output_loading_info=True,
                ignore_mismatched_sizes=not quantised,  # they are refused later, by name
                adapter_kwargs={"subfolder": _NOWHERE},
                **options,
                **more,
            )
        return hf if placement.offloads or quantised else hf.to(placement.device), report
    except ImportError as error:
        command = needed(quantised) if isinstance(quantised, dict) else ""
        raise UnsupportedModel(
            f"Reading the weights of {name} takes a package that is not installed: {error}",
            f"Install it: {command}" if command else "Install it, and open the model again.",
        ) from error
    except Exception as error:  # it may raise anything
        if is_out_of_memory(error):
            raise
        if number(error) in FULL and (refused := cache_refused(error, cache.home())):  # offloaded weights go there
            raise refused from error
        raise UnsupportedModel(
            f"Transformers could not load {name} as {kind.__name__}: {error}",
            "The folder may be incomplete, or made for another version of Transformers.",
        ) from error


@contextmanager
def _silent() -> Iterator[None]:
    """A context in which Transformers logs no report: it is returned instead, and turned into sentences."""
    log = logging.getLogger("transformers.modeling_utils")
    log.addFilter(_is_error)
    try:
        yield
    finally:
        log.removeFilter(_is_error)


def _is_error(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR


def _lacking(hf: Any, report: dict[str, Any], elsewhere: tuple[str, ...] = ()) -> set[str]:
    """The weights that the model needs but the files lack, except those of a pooler.

    Args:
        elsewhere: names of modules whose weights come from another source.
    """
    missing = set(report["missing_keys"]) | {key for key, *_ in report["mismatched_keys"]}
    missing = {key for key in missing if not set(elsewhere) & set(key.split("."))}
    poolers = {key for key in missing if key.startswith(_POOLER)}
    if poolers and getattr(hf, "pooler", None) is not None:
        hf.pooler = None
        return missing - poolers
    return missing


def _output_weight(hf: Any) -> str:
    """The name of the weight that produces the logits; empty if there is none."""
    head = hf.get_output_embeddings()
    return next((f"{path}.weight" for path, module in hf.named_modules() if module is head), "") if head else ""


def _without_head(name: str, kind: str, lacking: list[str], *, tied: bool) -> str:
    hint = ' If its head is the embedding table, write "tie_word_embeddings": true in config.json.' if tied else ""
    return f"The files of {name} lack {_counted(lacking)} of the head of {kind}: the model is opened without its head.{hint}"


def _incomplete(name: str, hf: Any, report: dict[str, Any], lacking: set[str]) -> WeightsUnavailable:
    for key, saved, wanted in sorted(report["mismatched_keys"]):
        return WeightsUnavailable(
            f"In the files of {name}, {key} has shape {_shape(saved)}, but according to config.json it has {_shape(wanted)}.",
            "The configuration and the weights may belong to different models. Fetch or copy it again.",
        )
    unknown = sorted(report["unexpected_keys"])
    return WeightsUnavailable(
        f"The files of {name} lack {_counted(sorted(lacking))}, of the {len(hf.state_dict())} that {type(hf).__name__} has.",
        (f"They hold {_counted(unknown)} that it does not have. " if unknown else "")
        + "The configuration and the weights may belong to different models. Fetch or copy it again.",
    )


def _refuse_quantised(name: str, quantisation: Any, report: dict[str, Any]) -> None:
    missing = sorted(report["missing_keys"])
    if missing:
        method = quantisation.get("quant_method") if isinstance(quantisation, dict) else quantisation
        raise UnsupportedModel(
            f"The weights of {name} are stored as {method!r}, and Transformers could not read {len(missing)} of them, {missing[0]} first.",
            "A newer version of Transformers may read them. Or open the model in its version before quantisation.",
        )


def _refuse_whole_numbers(name: str, folder: Path, hf: Any) -> None:
    """Refuses integers stored instead of weights: these were rounded, and without their scales they are not the model's weights."""
    parameters = {path for path, parameter in hf.named_parameters() if parameter.is_floating_point()}
    prefix = f"{hf.base_model_prefix}."
    for file in weight_files(folder):
        for key, kind in dtypes(file).items():
            if kind[0] in "IU" and not parameters.isdisjoint((key, f"{prefix}{key}", key.removeprefix(prefix))):
                raise UnsupportedModel(
                    f"In {file.name}, {key} is stored as whole numbers ({kind}), and config.json does not say how they were rounded.",
                    "Open the model in its version before quantisation.",
                )


def _counted(keys: list[str]) -> str:
    return f"the weight {keys[0]}" if len(keys) == 1 else f"{len(keys)} weights ({keys[0]}, …)"


def _shape(shape: Any) -> str:
    return " × ".join(map(str, shape)) or "()"
