"""The logits processors of a model's generation config, and of the settings that replace it.

All but two are Transformers' own, in the order of its `generate`.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, cast, get_args

import torch
from transformers.generation import logits_process as theirs

from cutaway.errors import CutawayError
from cutaway.generate.settings import OWN, BadSettings, FilterName, FilterSettings, ProcessorName, Settings
from cutaway.models.loaded_model import LoadedModel

Process = Callable[[Any, Any], torch.Tensor]
"""From ids `(1, tokens)` and logits `(1, vocabulary)` to logits."""


class BadGenerationConfig(CutawayError):
    """A model's generation config that can't be followed."""

    code = "bad-settings"


@dataclass(frozen=True, slots=True)
class Processor:
    """One logits processor.

    Attributes:
        name: its name in a generation config or in `Settings`.
        process: the processor itself.
        own: whether the model's own generation config sets this value, even if settings repeat it.
        setting: its value, if that is one number.
    """

    name: ProcessorName
    process: Process
    own: bool
    setting: float | None

    def apply(self, ids: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        """Logits `(1, vocabulary)` after this processor.

        Raises:
            BadGenerationConfig: it needs something impossible, such as a token that does not exist.
        """
        try:
            return self.process(ids, logits)
        except (ValueError, TypeError, IndexError, RuntimeError) as error:
            raise BadGenerationConfig(f"{self.name} can't be followed: {error}", _MEND) from error


_MEND = "Set what is wrong in model.hf.generation_config, or in the model's generation_config.json."

Processors = tuple[Processor, ...]

_KINDS: dict[type, ProcessorName] = {
    theirs.SequenceBiasLogitsProcessor: "sequence_bias",
    theirs.EncoderRepetitionPenaltyLogitsProcessor: "encoder_repetition_penalty",
    theirs.RepetitionPenaltyLogitsProcessor: "repetition_penalty",
    theirs.NoRepeatNGramLogitsProcessor: "no_repeat_ngram_size",
    theirs.EncoderNoRepeatNGramLogitsProcessor: "encoder_no_repeat_ngram_size",
    theirs.NoBadWordsLogitsProcessor: "bad_words_ids",
    theirs.MinLengthLogitsProcessor: "min_length",
    theirs.MinNewTokensLengthLogitsProcessor: "min_new_tokens",
    theirs.ForcedBOSTokenLogitsProcessor: "forced_bos_token_id",
    theirs.ForcedEOSTokenLogitsProcessor: "forced_eos_token_id",
    theirs.InfNanRemoveLogitsProcessor: "remove_invalid_values",
    theirs.ExponentialDecayLengthPenalty: "exponential_decay_length_penalty",
    theirs.SuppressTokensLogitsProcessor: "suppress_tokens",
    theirs.SuppressTokensAtBeginLogitsProcessor: "begin_suppress_tokens",
    theirs.LogitNormalization: "renormalize_logits",
}
_SET = ("repetition_penalty", "no_repeat_ngram_size", "min_length", "min_new_tokens", "sequence_bias")
"""Settings that override the config's."""

APPLIED = (
    frozenset(get_args(ProcessorName)) - {"presence_penalty", "frequency_penalty"} | frozenset(OWN) | {"eos_token_id"}
)
"""The settings of a generation config that are applied, by their names there."""

WITHOUT_EFFECT = frozenset((
    # The caller always decides how much is written.
    "max_length", "max_new_tokens",
    # Ids that do not affect the choice.
    "pad_token_id", "bos_token_id", "decoder_start_token_id",
    # What is returned besides the text.
    "output_attentions", "output_hidden_states", "output_scores", "output_logits", "return_dict_in_generate", "num_return_sequences",
    # How fast it goes, and how much memory that takes.
    "use_cache", "max_cache_len", "cache_config", "compile_config", "disable_compile", "continuous_batching_config", "low_memory",
    "prefill_chunk_size", "use_mtp",
    # Assistants, whose guesses are checked.
    "is_assistant", "num_assistant_tokens", "num_assistant_tokens_schedule", "assistant_confidence_threshold",
    "prompt_lookup_num_tokens", "max_matching_ngram_size", "assistant_early_exit", "assistant_lookbehind", "target_lookbehind",
    "assistant_ensemble_weight", "speculation_type",
    # Where the file came from.
    "transformers_version",
))  # fmt: skip
"""Settings of a generation config that do not change which tokens are written."""

SAMPLING = (*get_args(FilterName), "top_h", "epsilon_cutoff", "eta_cutoff")
"""Settings of a generation config that act when a token is drawn."""

_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "repetition_penalty": (1.0,),
    "encoder_repetition_penalty": (1.0,),
    "no_repeat_ngram_size": (0,),
    "encoder_no_repeat_ngram_size": (0,),
    "min_length": (0,),
    "min_new_tokens": (0,),
    "remove_invalid_values": (False,),
    "renormalize_logits": (False,),
    "do_sample": (False,),
    **{each.name: (each.default,) for each in fields(FilterSettings) if each.default is not None},
    "num_beams": (1,),
    "num_beam_groups": (1,),
    "diversity_penalty": (0.0,),
    "length_penalty": (1.0,),
    "early_stopping": (False,),
    "guidance_scale": (1.0,),
    "epsilon_cutoff": (0.0,),
    "eta_cutoff": (0.0,),
    "token_healing": (False,),
    "penalty_alpha": (0.0,),
}


def requested(model: LoadedModel) -> tuple[dict[str, Any], dict[str, Any]]:
    """A model's generation config as two mappings, name → value: the settings that are applied, and those that are left out.

    A setting is left out unless it is applied or known to have no effect; so is a new setting of a later Transformers.
    """
    config = getattr(model.hf, "generation_config", None)
    applied: dict[str, Any] = {}
    left_out: dict[str, Any] = {}
    for name, value in ({} if config is None else vars(config)).items():
        if name.startswith("_") or name in WITHOUT_EFFECT or name == "eos_token_id":
            continue
        if value is None or value in _NEUTRAL.get(name, ()) or value in ([], {}, ()):
            continue
        (applied if name in APPLIED else left_out)[name] = value
    return applied, left_out


def left_out(model: LoadedModel, settings: Settings, beams: int = 1) -> dict[str, Any]:
    """The settings of a model's generation config that would change what `generate` writes, but are not applied.

    Args:
        settings, beams: how tokens are chosen. A sampling setting that is set here counts as replaced, not as left out.
    """
    _, found = requested(model)
    samples = found.get("do_sample", False) or not settings.greedy
    neutral = Settings()
    replaced = {name for name in SAMPLING if getattr(settings, name, None) != getattr(neutral, name, None)}
    if settings.greedy:
        replaced -= {"temperature"}
    if not settings.greedy:
        replaced |= {"do_sample"}
    if beams > 1:
        replaced |= {"num_beams"}
    return {name: value for name, value in found.items() if name not in replaced and (samples or name not in SAMPLING)}


def setting_of(model: LoadedModel, name: str, settings: Settings, neutral: Any) -> Any:
    """One setting's value: from `settings`, else from the model's generation config, else `neutral`."""
    value = getattr(settings, name)
    if value is None:
        value = getattr(getattr(model.hf, "generation_config", None), name, None)
    return neutral if value is None else value


def processors(
    model: LoadedModel,
    ids: Sequence[int],
    settings: Settings,
    source: Sequence[int] = (),
    count: int | None = None,
) -> Processors:
    """The processors for the logits of each token that a model writes after a text, in the order of `generate`.

    Args:
        ids: the text to continue; in a two-stack model the target, with the start token.
        settings: these override the model's generation config.
        source: ids of a two-stack model's source.
        count: the most tokens to write; None if it is unknown, and then no end is forced.

    Raises:
        BadGenerationConfig: the model's generation config needs something impossible.
        BadSettings: a bias for a token that does not exist.
    """
    rows = model.facts.vocabulary
    if any(id >= rows for sequence, _ in settings.biases for id in sequence):
        raise BadSettings("sequence_bias names a token that does not exist.", f"Ids go from 0 to {rows - 1}.")
    given: dict[str, Any] = {name: getattr(settings, name) for name in _SET if getattr(settings, name) is not None}
    if "repetition_penalty" in given:
        given["repetition_penalty"] = float(given["repetition_penalty"])
    if "sequence_bias" in given:
        given["sequence_bias"] = [[list(ids), bias] for ids, bias in settings.biases] or None
    applied, _ = requested(model)
    if not applied and not given:
        return _penalties(settings, len(ids))
    hf = cast(Any, model.hf)
    config = copy.deepcopy(getattr(hf, "generation_config", None))
    if config is None or not hasattr(hf, "_get_logits_processor"):
        return of_settings(settings, len(ids))
    config.update(do_sample=False, guidance_scale=None, watermarking_config=None, **given)
    if count is None:
        config.forced_eos_token_id = None
    else:
        config.max_length = len(ids) + count
    try:
        hf._prepare_special_tokens(config, kwargs_has_attention_mask=True, device="cpu")
        found = hf._get_logits_processor(
            config, input_ids_seq_length=len(ids), encoder_input_ids=torch.tensor([list(source or ids)]), device="cpu"
        )
    except (ValueError, TypeError, IndexError) as error:
        raise BadGenerationConfig(
            f"The generation config of {model.name} can't be followed: {error}",
            _MEND,
        ) from error
    named = [_named(_KINDS[type(process)], process, given, applied) for process in found]
    return (*named, *_penalties(settings, len(ids)))


def of_settings(settings: Settings, length: int) -> Processors:
    """The processors for settings alone, without a model; minimum lengths need one, because they depend on its end-of-text tokens.

    Args:
        length: how many tokens the text before the continuation has.
    """
    found: list[Processor] = []
    if settings.biases:
        process = theirs.SequenceBiasLogitsProcessor([[list(ids), bias] for ids, bias in settings.biases])
        found.append(Processor("sequence_bias", process, False, None))
    if (penalty := settings.repetition_penalty) not in (None, 1):
        found.append(
            Processor("repetition_penalty", theirs.RepetitionPenaltyLogitsProcessor(float(penalty)), False, penalty)
        )
    if size := settings.no_repeat_ngram_size:
        found.append(Processor("no_repeat_ngram_size", theirs.NoRepeatNGramLogitsProcessor(size), False, size))
    return (*found, *_penalties(settings, length))


def _named(name: ProcessorName, process: Process, given: dict[str, Any], applied: dict[str, Any]) -> Processor:
    value = given.get(name, applied.get(name))
    number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    own = name in applied and given.get(name, applied[name]) == applied[name]
    return Processor(name, process, own, number)


def _penalties(settings: Settings, length: int) -> Processors:
    """Presence and frequency penalties on the tokens after the first `length`."""
    presence, frequency = settings.presence_penalty, settings.frequency_penalty

    def counts(ids: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        written = ids[:, length:]
        return torch.zeros_like(logits).scatter_add_(1, written, torch.ones_like(written, dtype=logits.dtype))

    def present(ids: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        return logits - presence * (counts(ids, logits) > 0)

    def frequent(ids: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        return logits - frequency * counts(ids, logits)

    both = (
        Processor("presence_penalty", present, False, presence),
        Processor("frequency_penalty", frequent, False, frequency),
    )
    return tuple(each for each in both if each.setting)


def processed(logits: torch.Tensor, rows: Sequence[Sequence[int]], acting: Processors) -> torch.Tensor:
    """Scores after all processors.

    Args:
        logits: `(rows, vocabulary)`.
        rows: for each row, the ids of all earlier tokens.
    """
    if not acting:
        return logits
    found: list[torch.Tensor] = []
    for seen, row in zip(rows, logits, strict=True):
        ids, now = torch.tensor([list(seen)]), row[None].clone()
        for each in acting:
            now = each.apply(ids, now)
        found.append(now[0])
    return torch.stack(found)
