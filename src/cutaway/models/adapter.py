"""Adapters in folders written by PEFT, and their base models.

Transformers opens any model that the folder names, and PEFT opens other things that some kinds of adapters name. Here the model only opens
if that is allowed, and PEFT gets a configuration that names nothing else.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cutaway.errors import CutawayError, UnsupportedModel, WeightsUnavailable
from cutaway.json_files import read_json
from cutaway.models import catalog, fetch
from cutaway.models.allowed import Allow, why_not
from cutaway.progress import Progress, silent
from cutaway.store.model_folder import CONFIG, check_safetensors, no_safetensors
from cutaway.store.safetensors_header import shapes
from cutaway.system_errors import is_out_of_memory
from cutaway.tokens.sandbox.process import PatternStopped, SandboxedProcess

FILE = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"
PICKLE = "adapter_model.bin"
_KINDS = frozenset(
    ("LORA", "ADALORA", "IA3", "LOHA", "LOKR", "OFT", "BOFT", "VERA", "FOURIERFT", "HRA", "LN_TUNING", "VBLORA", "MISS", "RANDLORA", "ROAD",
     "TRAINABLE_TOKENS", "C3A", "HIRA", "DELORA", "SHIRA", "PROMPT_TUNING", "P_TUNING", "PREFIX_TUNING")
)  # fmt: skip
"""Kinds of adapters that are complete in their folder. Others name further adapters, models or files."""
_ELSEWHERE = ("megatron_config", "corda_config", "lora_ga_config", "arrow_config", "prompt_tuning_init_state_dict_path")
"""Settings that make PEFT import a module, or read a file, that the configuration names."""
_UNUSED = (
    "base_model_name_or_path",
    "auto_mapping",
    "megatron_core",
    "tokenizer_name_or_path",
    "tokenizer_kwargs",
    "runtime_config",
    "revision",
)
"""Settings that name things which a trained adapter no longer needs."""
_PATTERNS = ("target_modules", "exclude_modules", "layers_pattern", "feedforward_modules")
_TASKS = {
    "CAUSAL_LM": "AutoModelForCausalLM",
    "SEQ_2_SEQ_LM": "AutoModelForSeq2SeqLM",
    "SEQ_CLS": "AutoModelForSequenceClassification",
    "TOKEN_CLS": "AutoModelForTokenClassification",
    "QUESTION_ANS": "AutoModelForQuestionAnswering",
}
"""PEFT's name of a task → the class of Transformers with the right head."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter in a folder.

    Attributes:
        folder: its folder.
        base: its base model, as named in its configuration; empty if that is in the same folder.
        settings: its configuration.
    """

    folder: Path
    base: str
    settings: dict[str, Any]

    @property
    def kind(self) -> str:
        """PEFT's name of its kind, such as `LORA`."""
        return str(self.settings.get("peft_type"))

    @property
    def automatic(self) -> str:
        """The automatic class with the head that the adapter was trained with; empty for the model's own head."""
        return _TASKS.get(str(self.settings.get("task_type")), "")

    @property
    def saved(self) -> tuple[str, ...]:
        """Names of modules that the adapter contains whole, replacing the model's own."""
        found = self.settings.get("modules_to_save") or ()
        own = (
            ("classifier", "score", "qa_outputs") if self.settings.get("task_type") in ("SEQ_CLS", "TOKEN_CLS") else ()
        )
        return tuple(name for name in (*found, *own) if isinstance(name, str))

    @property
    def classes(self) -> int | None:
        """How many classes its own head scores, if it has one."""
        for name, shape in shapes(self.folder / WEIGHTS).items():
            if name.endswith((".score.weight", ".classifier.weight", ".classifier.out_proj.weight")):
                return shape[0]
        return None


def find(folder: Path) -> Adapter | None:
    """The adapter in a folder, with or without a model beside it; None if there is none.

    Raises:
        WeightsUnavailable: one of its files can't be read.
        UnsupportedModel: its weights are only available as a pickle.
    """
    if not (folder / FILE).is_file():
        return None
    try:
        settings = read_json(folder / FILE)
    except (OSError, ValueError) as error:
        raise WeightsUnavailable(f"{folder / FILE} can't be read: {error}.", "Fetch or copy it again.") from error
    if not isinstance(settings, dict):
        raise WeightsUnavailable(f"{folder / FILE} is not the configuration of an adapter.", "Fetch or copy it again.")
    whole = (folder / CONFIG).is_file()
    if not (folder / WEIGHTS).is_file():
        if (folder / PICKLE).is_file():
            raise no_safetensors(f"The adapter in {folder}", [PICKLE])
        if whole:  # a leftover of training, beside a model that it was merged into
            return None
        raise WeightsUnavailable(f"{folder} lacks the adapter's weights, {WEIGHTS}.", "Copy them into it.")
    check_safetensors(folder / WEIGHTS)
    base = settings.get("base_model_name_or_path")
    return Adapter(folder, "" if whole else base if isinstance(base, str) else "", settings)


def check(adapter: Adapter, allow: Allow) -> None:
    """Checks that an adapter may be put on its model.

    Args:
        allow: the models that its configuration may open by naming them.

    Raises:
        UnsupportedModel: its kind names more than its model, or PEFT is not installed.
        NotAllowed: it names a model that may not be opened.
    """
    what = f"The folder {adapter.folder} holds a PEFT adapter"
    way_out = "If you trust it, put it on its model yourself: cutaway.Model(PeftModel.from_pretrained(model, folder), tokenizer)."
    if adapter.kind not in _KINDS:
        raise UnsupportedModel(f"{what} of the kind {adapter.kind!r}, which Cutaway does not open.", way_out)
    if named := next((name for name in _ELSEWHERE if adapter.settings.get(name)), ""):
        raise UnsupportedModel(f"{what} whose {named} names files or program code elsewhere.", way_out)
    if not (adapter.folder / CONFIG).is_file():
        if not adapter.base:
            raise UnsupportedModel(f"{what} that does not name its model.", way_out)
        if why := why_not(adapter.base, allow):
            raise NotAllowed(
                f"{what} for {adapter.base!r}, {why}",
                f"If you trust it: cutaway.load(folder, allow={adapter.base!r}), or --allow NAME on the command line.",
            )
    try:
        import peft  # noqa: F401
    except ImportError as error:
        raise UnsupportedModel(
            f"{what}, and PEFT, which computes it, is not installed.", "Install it: python -m pip install peft"
        ) from error


def ensure(
    name: str, progress: Progress = silent, *, cancelled: Callable[[], bool] = lambda: False, allow: Allow = ()
) -> tuple[fetch.LocalModel, Adapter | None]:
    """The files of a model, fetched if they are not here, and its adapter, if there is one.

    Raises:
        UnknownModel, WeightsUnavailable, UnsupportedModel, Cancelled: as in `fetch.ensure`.
        NotAllowed: as in `load`.
    """
    first = catalog.resolve(name).sources[0]
    adapter = find(first.path) if isinstance(first, catalog.Folder) else None
    if adapter is not None:
        check(adapter, allow)
    local = fetch.ensure(adapter.base if adapter is not None and adapter.base else name, progress, cancelled=cancelled)
    if adapter is None and (adapter := find(local.folder)) is not None:  # as it came from the hub
        check(adapter, allow)
    return local, adapter


class NotAllowed(CutawayError):
    """A file names something that may only be opened with permission."""

    code = "not-allowed"


def put_on(adapter: Adapter, hf: Any, name: str) -> tuple[Any, tuple[str, ...]]:
    """PEFT's combination of a model and its adapter, and warnings about its weights.

    Raises:
        UnsupportedModel: PEFT can't put the adapter on this model.
        WeightsUnavailable: it lacks weights.
    """
    from peft import PeftModel, get_peft_model_state_dict

    settings = {key: value for key, value in adapter.settings.items() if key not in _UNUSED}
    settings["inference_mode"] = True
    if adapter.kind == "PROMPT_TUNING":  # its vectors are in the file, whatever their initial values
        settings["prompt_tuning_init"] = "RANDOM"
    _check_patterns(settings, hf, name)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            config = _configuration(settings)
            model = PeftModel.from_pretrained(
                hf, str(adapter.folder), config=config, local_files_only=True, trust_remote_code=False
            )
        except Exception as error:  # it may raise anything
            if is_out_of_memory(error):
                raise
            what = " ".join(str(error).split())[:300].rstrip(".")
            raise UnsupportedModel(
                f"PEFT could not put the adapter of {name} on {type(hf).__name__}: {what}.",
                "It may be for another model, or made by another version of PEFT.",
            ) from error
    if lacking := next((str(w.message) for w in said if "missing adapter keys" in str(w.message)), ""):
        raise WeightsUnavailable(f"The adapter of {name} lacks weights. {lacking[:300]}", "Fetch or copy it again.")
    known = get_peft_model_state_dict(model, save_embedding_layers=False).keys() | model.state_dict().keys()
    unknown = sorted(shapes(adapter.folder / WEIGHTS).keys() - known)
    if not unknown:
        return model.eval(), ()
    some = f"the weight {unknown[0]}" if len(unknown) == 1 else f"{len(unknown)} weights ({unknown[0]}, …)"
    return model.eval(), (f"The adapter of {name} holds {some} that its model has no place for: they are not used.",)


def _configuration(settings: dict[str, Any]) -> Any:
    from peft import PeftConfig

    return PeftConfig.from_peft_type(**PeftConfig.check_kwargs(**settings))


def _check_patterns(settings: dict[str, Any], hf: Any, name: str) -> None:
    """Checks that matching the expressions by which an adapter names modules terminates.

    Raises:
        UnsupportedModel: it does not.
    """
    given = [settings[key] for key in _PATTERNS if isinstance(settings.get(key), str)]
    given += [str(key) for each in ("rank_pattern", "alpha_pattern") for key in settings.get(each) or ()]
    given = [pattern for pattern in given if not pattern.replace(".", "").replace("-", "_").isidentifier()]
    if not given:
        return
    process = SandboxedProcess()
    try:
        process.call(
            "match", [*given, *(rf"(.*\.)?({pattern})$" for pattern in given)], [n for n, _ in hf.named_modules()]
        )
    except PatternStopped as error:
        raise UnsupportedModel(
            f"An expression by which the adapter of {name} names modules {error.why()}.", "Name the modules in a list."
        ) from error
    finally:
        process.close()
