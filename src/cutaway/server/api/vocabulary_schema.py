"""A vocabulary as the page asks for it and is told of it. Tokens go over the wire a page at a time."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Number = Annotated[int, Field(ge=-(2**53), le=2**53)]
MOST = 5000
KindName = Literal["special", "bytes", "whitespace", "number", "word start", "letters", "punctuation", "mixed"]
ReachName = Literal["alone", "beside", "part", "special", "never", "not found"]
SortName = Literal["id", "longest", "shortest"]


class VocabularyQuery(BaseModel):
    """What is looked for in a vocabulary; what is left empty leaves nothing out."""

    tokenizer: str = Field(default="", description="Its name; empty: the model's own.")
    model: str = Field(default="", description="The model that is open, for its own tokenizer.")
    what: str = Field(default="", description="The text, bytes or regular expression that a token has.")
    how: Literal["text", "bytes", "regex"] = "text"
    least_id: Number | None = None
    greatest_id: Number | None = None
    shortest: Number | None = Field(default=None, description="The least length, in characters.")
    longest: Number | None = Field(default=None, description="The greatest length, in characters.")
    scripts: list[str] = Field(default=[], max_length=200)
    kinds: list[KindName] = []
    reaches: list[ReachName] = []
    sort: SortName = "id"


class VocabularySearch(BaseModel):
    """A search, and a token whose place among those found is wanted."""

    query: VocabularyQuery
    near: Number | None = Field(default=None, description="The id of that token.")


class VocabularyPageRequest(BaseModel):
    """Some of the tokens that a search found."""

    query: VocabularyQuery
    first: int = Field(ge=0, description="How many to pass over.")
    count: int = Field(ge=1, le=MOST)
    merges: bool = Field(
        default=False, description="Whether the merge that made each is told; it may have to be found first."
    )


class VocabularyCount(BaseModel):
    """A choice, and how many tokens there would be with it alone in its group, all else as asked."""

    name: str
    tokens: int


class VocabularyReaches(BaseModel):
    """Of all tokens of a vocabulary, how many a text can give, and how."""

    size: int = Field(description="How many tokens the vocabulary has.")
    reaches: list[VocabularyCount]


class VocabularyLength(BaseModel):
    """Lengths that are counted together, in characters, both inclusive."""

    least: int
    most: int | None


class VocabularyAnswer(BaseModel):
    """How many tokens a search found, and of what sorts they are."""

    size: int = Field(description="How many tokens the vocabulary has.")
    found: int
    algorithm: str = Field(description="How the tokenizer makes tokens; empty where that is not known.")
    place: int | None = Field(
        description="Where the token that was named is among those found; where it is not one of them, the next one in their order."
    )
    scripts: list[VocabularyCount]
    kinds: list[VocabularyCount]
    reaches: list[VocabularyCount]
    lengths: list[VocabularyLength] = Field(description="The columns of `map`.")
    map: list[list[int]] = Field(
        description="For each of `scripts`, how many tokens of each length there are, whatever script and length were asked."
    )


class VocabularyPage(BaseModel):
    """Tokens as columns, in the order of the search."""

    first: int
    ids: list[int]
    bytes: list[str] = Field(description="In hexadecimal.")
    texts: list[str]
    scripts: list[str]
    kinds: list[str]
    reaches: list[str]
    left: list[int | None] = Field(
        description="The id of the left one of the two that its merge joins; the three are empty where merges are not told."
    )
    right: list[int | None]
    rank: list[int | None]


class VocabularyPiece(BaseModel):
    """A token as a chip shows it."""

    id: int
    text: str
    bytes: str = Field(description="In hexadecimal.")
    special: bool


class VocabularyToken(VocabularyPiece):
    """All that is known of one token."""

    characters: int
    script: str
    kind: KindName
    reach: ReachName
    why: Literal["", "bytes", "merges", "character"] = Field(
        description="What proves that no text gives it; empty elsewhere."
    )
    witness: str = Field(description="A text that gives it, where it does not come out alone; empty elsewhere.")
    encoded: list[VocabularyPiece] = Field(
        description="What its own text becomes, by itself; of bytes that are no text, what merging them ends in."
    )
    algorithm: str
    rank: int | None = Field(description="Of the merge that made it, counted from 0; null where none did.")
    made_of: list[VocabularyPiece] = Field(description="The two that this merge joined.")
    part_of: list[VocabularyPiece] = Field(description="The first tokens whose merge joins this one with another.")
    parts: int = Field(description="How many such tokens there are.")
