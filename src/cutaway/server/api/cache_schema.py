"""The JSON bodies of the cache view: steps with and without kept keys and values, and two texts that begin alike."""

from typing import Literal

from pydantic import BaseModel, Field

from cutaway.server.api.schema import TextRequest, Token


class CacheRequest(TextRequest):
    """A text to go on from."""

    steps: int = Field(8, ge=1, le=64, description="The most tokens to write, once with a cache and once without.")


class CacheHeld(BaseModel):
    """What some layers of a cache hold."""

    kind: Literal["tokens", "window", "source", "state"] = Field(
        description="Keys and values of all tokens, of those in a window, of a source's tokens, or a state of a fixed size."
    )
    layers: int = Field(description="How many layers hold the same.")
    shape: list[int] = Field(description="Of one layer's keys: heads, positions, d_head; empty for a state.")
    window: int = Field(description="The size of the window; 0 where there is none.")
    bytes: int


class CacheToken(BaseModel):
    """The token that a step wrote: the most probable one."""

    id: int
    text: str
    bytes: str
    special: bool


class CacheStep(BaseModel):
    """One step of one of the two runs; a line of the answer. Both are measured in turns, a few rounds of each."""

    round: int = Field(description="Counted from 0. Even rounds begin with the cache, odd ones without.")
    cached: bool
    number: int = Field(description="0 reads the text itself.")
    first: int = Field(description="The first position that was computed; those before were reused.")
    last: int = Field(description="The position after the last one that was computed.")
    seconds: float = Field(description="Measured, until the next token was there.")
    bytes: int = Field(description="What the cache holds after the step, counted from its tensors.")
    held: list[CacheHeld]
    token: CacheToken


class PrefixRequest(TextRequest):
    """A text, and another one."""

    other: str


class KeyDifferences(BaseModel):
    """One layer's keys: by how much those of the two texts differ."""

    layer: int
    site: str
    differences: list[float] = Field(description="The greatest of each cell, of all heads and numbers.")


class PrefixAnswer(BaseModel):
    """What could be reused of a text for another one, and why no more."""

    tokens: list[Token]
    other: list[Token]
    shared: int = Field(description="How many tokens both begin with.")
    reused: int = Field(description="How many of the other's tokens were not computed again.")
    obstacle: Literal["encoder", "state"] | None = Field(
        description="Why nothing could be reused: an encoder's tokens see each other, or a window or state can't be taken back."
    )
    anew: float = Field(description="Seconds to read the other text from its start, measured.")
    again: float | None = Field(description="Seconds to read it from where the texts part.")
    rounds: int = Field(description="How often both were measured; the shortest times count.")
    same: bool | None = Field(description="Whether both ways predict the same token.")
    apart: float | None = Field(description="By how much their last logits differ at most.")
    cell: int = Field(description="How many positions a cell of `keys` has.")
    keys: list[KeyDifferences] = Field(description="Layers without attention are left out.")
