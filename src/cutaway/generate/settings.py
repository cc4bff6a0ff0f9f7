"""Settings for choosing the next token."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, cast

from cutaway.errors import CutawayError


class BadSettings(CutawayError):
    """Settings that can't be applied to a distribution."""

    code = "bad-settings"


SequenceBias = tuple[tuple[tuple[int, ...], float], ...]


FilterName = Literal["temperature", "top_k", "top_p", "min_p", "typical_p"]
"""The filters of a distribution, by their names in `FilterSettings`."""
ProcessorName = Literal[
    "sequence_bias", "encoder_repetition_penalty", "repetition_penalty", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size",
    "bad_words_ids", "min_length", "min_new_tokens", "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values",
    "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens", "renormalize_logits",
    "presence_penalty", "frequency_penalty",
]  # fmt: skip
"""The processors before temperature, by their names in a generation config or in `Settings`."""

_LARGE = 2**31 - 1
_FINITE = 1e30


def _number(
    default: float | None, kind: type, least: float, most: float, rule: str, says: str = "", *, above: bool = False
) -> Any:
    """A numeric setting.

    Args:
        kind: int or float.
        least, most: its range; `above` excludes the least number.
        rule: the range in words.
        says: what it does, for the command line's help.
    """
    told = {"kind": kind, "least": least, "most": most, "rule": rule, "says": says, "above": above}
    return field(default=default, metadata=told)


@dataclass(frozen=True, slots=True)
class FilterSettings:
    """Filters of a distribution before a token is drawn, in the order in which they act, with the names of Transformers' `generate`.

    Attributes:
        repetition_penalty: divides the logits of tokens already in the text if they are positive, and multiplies them if they are
            negative; 1 for none.
        temperature: divides the logits; 1 leaves them, 0 always takes the most probable token.
        top_k: keeps the k tokens with the greatest logits, and any that tie with the last of them; 0 for all.
        top_p: keeps the most probable tokens that together have this share; 1 for all.
        min_p: drops tokens with less than this times the greatest probability; 0 for none.
        typical_p: keeps the tokens whose surprise is nearest to the entropy and that together have this share; 1 for all.

    Raises:
        BadSettings: a value has another type, or is out of range.
    """

    repetition_penalty: float | None = _number(
        None,
        float,
        0,
        _FINITE,
        "above 0",
        "make tokens already in the text less probable; 1 does nothing",
        above=True,
    )
    temperature: float = _number(
        1.0,
        float,
        0,
        _FINITE,
        "0 or more",
        "sample: below 1 sharper, above 1 flatter, 0 always takes the most probable (1)",
    )
    top_k: int = _number(
        0, int, 0, _LARGE, "a whole number, 0 or more", "sample from this many of the most probable tokens (all)"
    )
    top_p: float = _number(
        1.0,
        float,
        0,
        1,
        "above 0 and at most 1",
        "sample from the most probable tokens that together have this share (1)",
        above=True,
    )
    min_p: float = _number(
        0.0, float, 0, 1, "from 0 to 1", "sample from tokens with at least this times the greatest probability (0)"
    )
    typical_p: float = _number(
        1.0, float, 0, 1, "above 0 and at most 1",
        "sample from the tokens with the most typical surprise that together have this share (1)", above=True,
    )  # fmt: skip

    def __post_init__(self) -> None:
        for each in fields(self):
            value: Any = getattr(self, each.name)
            if not each.metadata or (value is None and each.default is None):
                continue
            told = each.metadata
            if (
                not _is_number(value, told["kind"])
                or not told["least"] <= value <= told["most"]
                or (told["above"] and value == told["least"])
            ):
                raise BadSettings(f"{each.name} is {value!r}.", f"It must be {told['rule']}.")

    @property
    def greedy(self) -> bool:
        """Whether the most probable token always wins."""
        return self.temperature == 0


@dataclass(frozen=True, slots=True)
class Settings(FilterSettings):
    """How to choose the next token: the filters, and the other settings of `generate`.

    >>> settings = cutaway.Settings(temperature=0.8, top_p=0.9)
    >>> trees = [model.generate("Once upon a time", 5, settings=settings, seed=7) for _ in range(2)]
    >>> trees[0].text(trees[0].ends[0]) == trees[1].text(trees[1].ends[0])  # the seed decides
    True
    >>> settings.greedy, cutaway.Settings(temperature=0).greedy
    (False, True)

    If a setting is None, the model's own generation config decides.

    Attributes:
        presence_penalty: subtracted from the logit of each token that the model has written; 0 for none. It acts after the repetition
            penalty. Transformers has no such setting; the name comes from OpenAI's interface.
        frequency_penalty: the same, once for each time the token was written; 0 for none.
        no_repeat_ngram_size: no sequence of this many tokens occurs twice in the text; 0 for no such rule.
        min_length: the fewest tokens before the text may end, including the original text.
        min_new_tokens: the fewest tokens to write before the text may end.
        sequence_bias: added to the logit of a token that completes a sequence: a mapping from tuples of ids to numbers.
        stop_strings: writing ends with the token that completes one of them. An empty tuple: none.
        length_penalty: beam search divides scores by length to this power.
        early_stopping: whether beam search ends as soon as enough beams have finished; `"never"` ends only if no longer beam could
            score higher.

    Raises:
        BadSettings: a value has another type, or is out of range.
    """

    presence_penalty: float = _number(
        0.0, float, -100, 100, "from -100 to 100", "subtract this from the logits of tokens already written (0)"
    )
    frequency_penalty: float = _number(
        0.0, float, -100, 100, "from -100 to 100", "the same, once for each time that a token was written (0)"
    )
    no_repeat_ngram_size: int | None = _number(
        None,
        int,
        0,
        _LARGE,
        "a whole number, 0 or more",
        "let no sequence of this many tokens occur twice (0: no such rule)",
    )
    min_length: int | None = _number(
        None, int, 0, _LARGE, "a whole number, 0 or more",
        "do not end the text before it has this many tokens, the prompt included",
    )  # fmt: skip
    min_new_tokens: int | None = _number(
        None, int, 0, _LARGE, "a whole number, 0 or more", "do not end the text before this many tokens are written"
    )
    sequence_bias: Mapping[tuple[int, ...], float] | SequenceBias | None = None
    stop_strings: str | tuple[str, ...] | None = None
    length_penalty: float | None = _number(None, float, -100, 100, "from -100 to 100")
    early_stopping: bool | Literal["never"] | None = None

    def __post_init__(self) -> None:
        FilterSettings.__post_init__(self)
        ends = self.early_stopping
        if not isinstance(ends, bool | int | str | None) or ends not in (None, True, False, "never"):
            raise BadSettings(f"early_stopping is {self.early_stopping!r}.", "It must be True, False or 'never'.")
        object.__setattr__(self, "sequence_bias", _sequence_bias(self.sequence_bias))
        object.__setattr__(self, "stop_strings", _stop_strings(self.stop_strings))

    @classmethod
    def of(cls, filters: FilterSettings) -> "Settings":
        """Settings with only these filters."""
        return cls(**{each.name: getattr(filters, each.name) for each in fields(FilterSettings)})

    @property
    def biases(self) -> SequenceBias:
        """`sequence_bias` as pairs of ids and bias; empty if it is None."""
        return cast(SequenceBias, self.sequence_bias or ())


OWN = (
    "repetition_penalty", "no_repeat_ngram_size", "min_length", "min_new_tokens", "sequence_bias", "stop_strings",
    "length_penalty", "early_stopping",
)  # fmt: skip
"""Settings that a model's generation config decides if they are None."""


def _is_number(value: Any, kind: type) -> bool:
    return not isinstance(value, bool) and isinstance(value, int if kind is int else (int, float))


def _sequence_bias(given: Any) -> SequenceBias | None:
    """Turns a mapping, or pairs, into a tuple of pairs."""
    if given is None:
        return None
    try:
        pairs = given.items() if isinstance(given, Mapping) else given
        found = tuple((tuple(map(int, ids)), float(bias)) for ids, bias in pairs)
        if all(ids and min(ids) >= 0 for ids, _ in found) and all(bias == bias for _, bias in found):
            return found
    except (TypeError, ValueError):
        pass
    raise BadSettings(f"sequence_bias is {given!r}.", "Give a mapping from tuples of token ids to numbers.")


def _stop_strings(given: Any) -> tuple[str, ...] | None:
    """Turns one string, or several, into a tuple."""
    if given is None:
        return None
    found = (
        (given,)
        if isinstance(given, str)
        else tuple(given)
        if isinstance(given, Iterable) and not hasattr(given, "shape")
        else (None,)
    )
    if not all(isinstance(each, str) and each for each in found):
        raise BadSettings(f"stop_strings is {given!r}.", "Give strings of at least one character.")
    return cast(tuple[str, ...], found)


GREEDY = Settings(temperature=0)
