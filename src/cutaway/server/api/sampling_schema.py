"""The JSON body of the sampling view: how the next token is chosen, filter by filter."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class ChangedReason(BaseModel):
    """A rule that has no threshold."""

    kind: Literal["changed"] = "changed"
    changed: int = Field(description="How many of the tokens that are left have another logit than before.")


class RepetitionReason(BaseModel):
    """Logits of the tokens that stood before were changed."""

    kind: Literal["repetition"] = "repetition"
    tokens: int = Field(description="How many different tokens stood before.")
    before: float = Field(description="What they had together.")
    after: float = Field(description="What they have together.")


class TemperatureReason(BaseModel):
    """All logits were divided: the entropy before and after, in bits."""

    kind: Literal["temperature"] = "temperature"
    before: float
    after: float


class GreedyReason(BaseModel):
    """Only the token with the greatest logit is left."""

    kind: Literal["greedy"] = "greedy"
    greatest: float = Field(description="Its probability before.")
    equal: int = Field(description="How many tokens have that logit.")


class TopKReason(BaseModel):
    """The least logit that is kept, and its probability before."""

    kind: Literal["top_k"] = "top_k"
    logit: float
    probability: float


class TopPReason(BaseModel):
    """The share at which the kept tokens stop, and what it would be with one fewer."""

    kind: Literal["top_p"] = "top_p"
    share: float
    short: float


class MinPReason(BaseModel):
    """The least probability that is kept: the setting times the greatest."""

    kind: Literal["min_p"] = "min_p"
    greatest: float
    threshold: float


class TypicalReason(BaseModel):
    """The surprises that are kept, those nearest to the entropy (all in bits), and what they have together."""

    kind: Literal["typical"] = "typical"
    entropy: float
    least: float
    most: float
    share: float


Reason = Annotated[
    ChangedReason
    | RepetitionReason
    | TemperatureReason
    | GreedyReason
    | TopKReason
    | TopPReason
    | MinPReason
    | TypicalReason,
    Field(discriminator="kind"),
]


class SamplingToken(BaseModel):
    """A token that is listed."""

    id: int
    text: str
    bytes: str
    special: bool
    stood: bool = Field(description="It stands in the text before.")


class SamplingStage(BaseModel):
    """A distribution over the whole vocabulary: the model's, or what a filter left of it."""

    name: Literal[
        "model", "repetition_penalty", "temperature", "top_k", "top_p", "min_p", "typical_p",
        "sequence_bias", "encoder_repetition_penalty", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids",
        "min_length", "min_new_tokens", "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values",
        "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens", "renormalize_logits",
        "presence_penalty", "frequency_penalty",
    ]  # fmt: skip
    setting: float | None = Field(description="The filter's setting.")
    logits: list[float | None] = Field(description="Of each listed token; null for what is cut.")
    probabilities: list[float | None] = Field(description="Of each listed token; null for what is cut.")
    rest_count: int = Field(description="How many tokens are left that are not listed.")
    rest_probability: float = Field(description="What they have together.")
    entropy: float = Field(description="In bits.")
    left: int = Field(description="How many tokens are left.")
    cut: int = Field(description="How many this filter cut.")
    cut_share: float = Field(description="What these had together before it.")
    reason: Reason | None = Field(description="The threshold in the filter's own terms.")
    own: bool = Field(description="Whether the model's own generation config asks for it.")


class SamplingDrawn(BaseModel):
    """The token that the seed draws."""

    id: int
    chance: float
    number: float | None = Field(description="From 0 to 1: what decided; null where nothing is drawn.")
    start: float = Field(description="Where its part of the line begins.")
    end: float


class SamplingStretch(BaseModel):
    """A part of the line from 0 to 1."""

    id: int | None = Field(description="The token; null for several that are not listed.")
    tokens: int
    start: float
    end: float


class SamplingOften(BaseModel):
    """How often as many draws gave a token; null for all tokens that are not listed."""

    id: int | None
    tokens: int = Field(description="How many different tokens were drawn.")
    count: int


class SamplingAnswer(BaseModel):
    """How the token after a position is chosen."""

    position: int
    tokens: list[SamplingToken] = Field(description="The listed ones, the model's most probable first.")
    stages: list[SamplingStage]
    drawn: SamplingDrawn
    line: list[SamplingStretch]
    draws: int = Field(description="By how many seeds, from this one on, tokens were drawn to be counted.")
    often: list[SamplingOften] = Field(description="The most often drawn first.")
