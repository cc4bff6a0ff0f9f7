"""How a text becomes tokens, as the page is told of it: the pieces of the whole text in few numbers, and one piece in full."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class ReplayRequest(BaseModel):
    """A text and the tokenizer whose steps are asked for."""

    text: str
    tokenizer: str = Field(default="", description="Its name; empty: the model's own.")
    model: str = Field(default="", description="The model that is open, for its own tokenizer.")
    special_as_text: bool = Field(
        default=False, description="Special tokens written out in the text are text like any other."
    )


class ReplayPieceRequest(ReplayRequest):
    """One piece of that text."""

    piece: int = Field(description="Which piece, counted from 0.")


class ReplayGapRequest(ReplayPieceRequest):
    """The gap between two neighbouring tokens of a piece."""

    boundary: int = Field(description="Between its tokens `boundary` and `boundary + 1`.")


class ReplaySymbol(BaseModel):
    """A token, or a symbol that pieces start from."""

    id: int
    text: str = Field(description="Its text; '\ufffd' where its bytes are no whole character.")
    bytes: str = Field(description="Its bytes, in hexadecimal.")
    special: bool


class CutRule(BaseModel):
    """What made a piece a piece."""

    step: str = Field(
        description="A pre-tokenizer's name, `pattern` (tiktoken's one), `added token`, `special token` or `none`."
    )
    name: str = Field(description="In plain words; may be empty.")
    alternative: int | None = Field(description="Which alternative of the pattern matched; null where no pattern did.")
    source: str = Field(description="That alternative as the pattern has it.")


class TextNormalised(BaseModel):
    """What one step of normalisation did; of a long text, what lies around the first change."""

    name: str
    changed: bool
    before: str
    after: str


class ReplayAnswer(BaseModel):
    """The pieces of a text, as columns. Places are UTF-16 units of the text."""

    algorithm: Literal["bpe by merges", "bpe by ranks", "wordpiece", "unigram", "word level"]
    whole_first: bool = Field(description="A piece that is a token is looked up as a whole, before anything is merged.")
    normalisations: list[TextNormalised]
    front: list[ReplaySymbol] = Field(description="Tokens that a template puts in front of the text.")
    behind: list[ReplaySymbol] = Field(description="Those that it puts behind it.")
    rules: list[CutRule]
    starts: list[int]
    ends: list[int]
    rule: list[int] = Field(description="Of each piece: what cut it, a place in `rules`.")
    tokens: list[int] = Field(description="Of each piece: how many tokens it became.")


class MergeStep(BaseModel):
    """Two neighbours that became one: the left one of the first symbols `start:middle`, the right one of `middle:end`."""

    start: int
    middle: int
    end: int
    left: int
    right: int
    id: int
    rank: int


class MergeablePair(BaseModel):
    """Two symbols that stood side by side at some time and have a merge."""

    left: int
    right: int
    rank: int


class MergedWord(BaseModel):
    """A piece in byte-pair encoding."""

    kind: Literal["merged"] = "merged"
    in_bytes: bool = Field(description="The first symbols are the bytes of the piece.")
    symbols: list[int] = Field(description="What it starts from, by id.")
    merges: list[MergeStep]
    pairs: list[MergeablePair]
    whole: bool = Field(description="It was looked up as a whole, so that no merge was needed.")


class SearchStep(BaseModel):
    """The search for one token of a word; in vain where `id` is null. Places are characters (code points) of the word."""

    start: int
    end: int
    tried: list[str] = Field(description="What was looked up, from the longest down.")
    id: int | None


class MatchedWord(BaseModel):
    """A word in WordPiece."""

    kind: Literal["matched"] = "matched"
    searches: list[SearchStep]
    too_long: bool


class LatticeEdge(BaseModel):
    """A token that could stand at a place. A character that no token has is the unknown one; `id` is -1 where there is none."""

    start: int
    end: int
    id: int
    known: bool = Field(description="Whether it is a token of these characters; else no token has this one.")
    score: float = Field(description="Its natural log probability.")


class BestWord(BaseModel):
    """A piece in Unigram. Places are characters (code points) of the piece."""

    kind: Literal["best"] = "best"
    lattice: list[LatticeEdge]
    scores: list[float] = Field(description="The best sum up to each place, from the start to the end.")
    path: list[LatticeEdge]
    second: float | None = Field(description="The sum of the second-best way; null where there is but one.")


class LookedUpWord(BaseModel):
    """A piece in a word-level vocabulary."""

    kind: Literal["looked up"] = "looked up"
    known: bool


class ReplayPiece(BaseModel):
    """A piece in full."""

    piece: int
    source: str = Field(description="The text there.")
    text: str = Field(description="What the model reads of it.")
    ids: list[int] = Field(description="Its tokens.")
    word: Annotated[MergedWord | MatchedWord | BestWord | LookedUpWord, Field(discriminator="kind")] | None = Field(
        description="What the model made of it; null for an added or a special token."
    )
    symbols: list[ReplaySymbol] = Field(description="All tokens and symbols that occur in it, by id.")


class Meeting(BaseModel):
    """Two symbols that stood side by side at a gap for a while."""

    left: ReplaySymbol
    right: ReplaySymbol
    rank: int | None = Field(description="The rank of their merge; null where no merge joins them.")
    until: int | None = Field(
        description="Which merge of the piece took one of them away first; null for those that stayed."
    )
    instead: int | None = Field(description="That merge's rank.")
    taken: ReplaySymbol | None = Field(description="What that merge made.")


class ReplayGap(BaseModel):
    """Why two neighbouring tokens of a piece are two."""

    boundary: int
    meetings: list[Meeting] = Field(description="All pairs that met here, first to last.")
    joined: ReplaySymbol | None = Field(description="The token that both make together, if the vocabulary has one.")
