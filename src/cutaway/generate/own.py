"""What a model's own generation config asks for beside temperature and the like, by Transformers' own logits processors."""

import copy
from collections.abc import Callable, Sequence
from typing import Any, Literal, cast, get_args

import torch
from transformers.generation import logits_process as theirs

from cutaway.models.model import Model

OwnName = Literal[
    "sequence_bias", "encoder_repetition_penalty", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids",
    "min_length", "min_new_tokens", "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values",
    "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens",
]  # fmt: skip
"""Settings that are applied, by their names in a generation config."""

Process = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]

FIRST: tuple[OwnName, ...] = ("sequence_bias", "encoder_repetition_penalty")
"""Those that act before a repetition penalty."""

_KINDS: dict[type, OwnName] = {
    theirs.SequenceBiasLogitsProcessor: "sequence_bias",
    theirs.EncoderRepetitionPenaltyLogitsProcessor: "encoder_repetition_penalty",
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
}

_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "encoder_repetition_penalty": (1.0,),
    "no_repeat_ngram_size": (0,),
    "encoder_no_repeat_ngram_size": (0,),
    "min_length": (0,),
    "min_new_tokens": (0,),
    "remove_invalid_values": (False,),
    "num_beams": (1,),
    "length_penalty": (1.0,),
    "early_stopping": (False,),
    "guidance_scale": (1.0,),
    "epsilon_cutoff": (0.0,),
    "eta_cutoff": (0.0,),
    "renormalize_logits": (False,),
}
_LEFT = (
    "num_beams", "length_penalty", "early_stopping", "guidance_scale", "epsilon_cutoff", "eta_cutoff", "top_h",
    "watermarking_config", "renormalize_logits", "stop_strings",
)  # fmt: skip
"""Settings that a config may name and that are not applied."""

Processors = tuple[tuple[OwnName, Process], ...]


def asked(model: Model) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a model's generation config sets: name → value of what is applied when it writes, and of what is not."""
    config = getattr(model.hf, "generation_config", None)

    def those(names: Sequence[str]) -> dict[str, Any]:
        found = {name: getattr(config, name, None) for name in names}
        return {name: value for name, value in found.items() if value not in (None, *_NEUTRAL.get(name, ()))}

    return those(get_args(OwnName)), those(_LEFT)


def processors(model: Model, ids: Sequence[int], source: Sequence[int] = (), count: int | None = None) -> Processors:
    """What acts on the logits of each token that a model writes after a text, in the order of `generate`.

    Args:
        ids: the text that is written on; in a two-stack model the target, with the start token.
        source: ids of a two-stack model's source.
        count: how many tokens are written at most; None where that is not known, and then no end is forced.
    """
    settings, _ = asked(model)
    if not settings:
        return ()
    hf = cast(Any, model.hf)
    config = copy.deepcopy(hf.generation_config)
    config.update(
        do_sample=False, repetition_penalty=1.0, guidance_scale=None, watermarking_config=None, renormalize_logits=False
    )
    if count is None:
        config.forced_eos_token_id = None
    else:
        config.max_length = len(ids) + count
    hf._prepare_special_tokens(config, kwargs_has_attention_mask=True, device="cpu")
    found = hf._get_logits_processor(
        config, input_ids_seq_length=len(ids), encoder_input_ids=torch.tensor([list(source or ids)]), device="cpu"
    )
    return tuple((_KINDS[type(process)], process) for process in found)


def processed(logits: torch.Tensor, rows: Sequence[Sequence[int]], own: Processors) -> torch.Tensor:
    """Scores after all of them.

    Args:
        logits: `(rows, vocabulary)`.
        rows: for each row, the ids of all tokens before.
    """
    if not own:
        return logits
    found: list[torch.Tensor] = []
    for seen, row in zip(rows, logits, strict=True):
        ids, now = torch.tensor([list(seen)]), row[None].clone()
        for _, process in own:
            now = process(ids, now)
        found.append(now[0])
    return torch.stack(found)
