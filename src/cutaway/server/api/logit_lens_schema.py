"""What the logit lens answers: a rectangle of its grid, a row for each stream and a column for each position."""

from typing import Literal

from pydantic import BaseModel, Field

Part = Literal["attention", "cross-attention", "mixer", "MLP"]


class LensRow(BaseModel):
    """A stream that the lens can read."""

    site: str
    layer: int = Field(description="The layer that it is in; the embedding is what layer 0 is given.")
    place: Literal["embedding", "mid", "cross", "post"] = Field(
        description="Where in the layer: what it is given, after its first part, after its cross-attention, at its end."
    )
    added: list[Part] = Field(
        description="What was added to the stream since the row before; several where they work side by side."
    )


class LensRows(BaseModel):
    """All streams, in order of computation, and how many positions each has."""

    rows: list[LensRow]
    positions: int


class LensToken(BaseModel):
    """A token that stands in the grid."""

    text: str
    bytes: str
    special: bool


class LensAnswer(BaseModel):
    """A rectangle of the grid. Grids are `[row][position]`."""

    rows: list[str] = Field(description="The sites that were read.")
    start: int = Field(description="The first position.")
    ids: list[list[int]] = Field(description="The most probable token of each cell.")
    probabilities: list[list[float]] = Field(description="Its probability.")
    entropy: list[list[float]] = Field(description="Of the whole distribution, in bits.")
    followed: list[int] = Field(description="The token that is followed at each position.")
    followed_probabilities: list[list[float]]
    ranks: list[list[int]] = Field(
        description="How many tokens are more probable than the followed one; 0 for the most probable."
    )
    tokens: dict[int, LensToken] = Field(description="Every token that is named above, by its id.")
