"""A text as tokens. Only this module converts offsets to UTF-16."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, TypeAdapter

from cutaway.errors import UnsupportedModel
from cutaway.server.http.deps import PROBLEMS, State, as_json
from cutaway.server.http.limits import check_size
from cutaway.server.http.problems import OverContext, Problem, problem_of
from cutaway.tokens.tokenizer import Token

if TYPE_CHECKING:
    from cutaway.model import Model


class TextToken(BaseModel):
    """One token of a text.

    `start` and `end` bound the token's characters. Tokens that share one character (such as the bytes of an emoji) all have that
    character's bounds. A token without text (a special token that the tokenizer added) has `start == end`.
    """

    id: int
    text: str = Field(description="The token's text, with '\ufffd' for bytes that are not a whole character.")
    bytes: str = Field(description="The token's bytes, in hexadecimal.")
    start: int
    end: int
    special: bool
    appended: bool = Field(False, description="True for a token that was appended to the text by its id.")
    virtual: bool = Field(False, description="True for a vector that the model puts before the text's tokens.")


class TokenFacts(BaseModel):
    """A token by its id alone, independent of any text."""

    id: int
    text: str = Field(description="Its text, with '\ufffd' for bytes that are not a whole character.")
    bytes: str = Field(description="Its bytes, in hexadecimal.")
    special: bool


class TextRequest(BaseModel):
    """A text, and tokens appended to it by id (which need not be the encoding of any text)."""

    model: str
    text: str
    appended: list[int] = Field(default=[], description="In a two-stack model, these follow the target.")
    target: str = Field("", description="The text for a two-stack model's decoder, after its start token.")


class TokenColumns(BaseModel):
    """The tokens of a text, column by column: a long text has thousands.

    A token covers the characters from the end of the one before it to its own end; any other token is odd.
    """

    ids: list[int] = []
    ends: list[int] = Field(
        default=[],
        description="The end of each token, in UTF-16 units of the text; a part of a character ends where the character ends.",
    )
    odd: list[int] = Field(
        default=[],
        description="The positions of tokens that are parts of characters, stand for no text, or were changed.",
    )
    odd_starts: list[int] = Field(default=[], description="The starts of the odd ones, in UTF-16 units.")
    odd_bytes: list[str] = Field(default=[], description="The bytes of the odd ones, in hexadecimal.")
    odd_texts: list[str] = Field(default=[], description="Their texts, as in `TextToken`.")
    special: list[int] = Field(default=[], description="The positions of special tokens.")
    appended: int = Field(default=0, description="How many of the last tokens were appended by id.")
    virtual: int = Field(
        default=0,
        description="How many of the first tokens are virtual: vectors that the model puts before the text. "
        "Their ids are −1, and they have no text.",
    )


class TokensAnswer(BaseModel):
    """A text as tokens. If it is longer than the model can read, `problem` says so, and it can't be traced."""

    model: str
    text: str = Field(description="The text that the tokens cover: the request's, then that of the appended tokens.")
    tokens: TokenColumns
    target: TokenColumns = Field(description="The tokens for a two-stack model's decoder; else empty.")
    target_text: str = Field(description="The text that the tokens of `target` cover.")
    context: int | None = Field(description="As in `ModelFacts`.")
    longest: int | None = Field(description="As in `ModelFacts`.")
    problem: Problem | None = None


def utf16_offsets(text: str) -> Sequence[int]:
    """For each code point of a text, and its end, how many UTF-16 code units come before it.

    >>> list(utf16_offsets("a😀b"))
    [0, 1, 3, 4]
    """
    if not text or max(text) <= "\uffff":
        return range(len(text) + 1)
    return list(accumulate((2 if character > "\uffff" else 1 for character in text), initial=0))


def token_answers(tokens: Sequence[Token], text: str) -> list[TextToken]:
    """A few tokens with their bounds in UTF-16 code units of `text`, which they cover. For many, see `token_columns`."""
    units = utf16_offsets(text)
    # All at once: a long text has many, and making them one by one takes twice as long.
    return _TOKENS.validate_python(
        [
            {
                "id": id,
                "text": piece,
                "bytes": bytes.hex(),
                "start": units[start],
                "end": units[end],
                "special": special,
                "appended": appended,
                "virtual": virtual,
            }
            for id, piece, bytes, start, end, special, appended, virtual in tokens
        ]
    )


_TOKENS = TypeAdapter(list[TextToken])


def token_columns(tokens: Sequence[Token], text: str) -> TokenColumns:
    """The same, column by column."""
    units = utf16_offsets(text)
    odd: list[tuple[int, Token]] = []
    before = 0
    for at, token in enumerate(tokens):
        _, _, bytes, start, end, *_ = token
        if token.virtual or start != before or bytes != text[start:end].encode():
            odd.append((at, token))
        before = end
    return TokenColumns.model_construct(
        ids=[token.id for token in tokens],
        ends=[units[token.end] for token in tokens],
        odd=[at for at, _ in odd],
        odd_starts=[units[token.start] for _, token in odd],
        odd_bytes=[token.bytes.hex() for _, token in odd],
        odd_texts=[token.text for _, token in odd],
        special=[at for at, token in enumerate(tokens) if token.special],
        appended=sum(token.appended for token in tokens),
        virtual=sum(token.virtual for token in tokens),
    )


@dataclass(frozen=True, slots=True)
class Prompt:
    """The tokens of a request.

    Attributes:
        text: the text that `tokens` cover: the request's, then that of the appended tokens.
        target: the tokens for a two-stack model's decoder, and their text; empty in a one-stack model.
    """

    text: str
    tokens: Sequence[Token]
    target_text: str = ""
    target: Sequence[Token] = ()

    @property
    def ids(self) -> list[int]:
        """All ids, those of the target after a −1."""
        target = [-1, *(token.id for token in self.target)] if self.target else []
        return [token.id for token in self.tokens] + target

    @property
    def longest(self) -> int:
        """The most tokens that a stack has to read."""
        return max(len(self.tokens), len(self.target))


def tokens_of(model: "Model", asked: TextRequest) -> Prompt:
    """The tokens of a request.

    Raises:
        BadIndex: an appended id is not in the vocabulary.
        UnsupportedModel: the model has no tokenizer.
    """
    if model.anatomy.two_stacks:
        target = model.target_tokens(asked.target, asked.appended)
        return Prompt(asked.text, model.tokens(asked.text), _text_of(model, [token.id for token in target]), target)
    return Prompt(asked.text + _text_of(model, asked.appended), model.tokens(asked.text, asked.appended))


def _text_of(model: "Model", ids: Sequence[int]) -> str:
    return model.tokenizer.text_of(ids) if model.tokenizer is not None else ""


def tokens_answer(model: "Model", asked: TextRequest) -> TokensAnswer:
    """The answer to a request for tokens; raises what `tokens_of` raises."""
    found = tokens_of(model, asked)
    facts = model.facts
    tokens, target = model.with_virtual(found.tokens, found.target)  # one for each position
    return TokensAnswer(
        model=asked.model,
        text=found.text,
        tokens=token_columns(tokens, found.text),
        target=token_columns(target, found.target_text),
        target_text=found.target_text,
        context=facts.context,
        longest=facts.longest,
        problem=None if fits(model, found) else problem_of(OverContext(found.longest, facts.longest or 0)),
    )


def fits(model: "Model", asked: Prompt) -> bool:
    """Whether the tokens fit into the model's context."""
    return model.facts.longest is None or asked.longest <= model.facts.longest


def token_facts(model: "Model", id: int) -> TokenFacts:
    """A token of a model's vocabulary."""
    return facts_of_token(model.token_of(id))


def facts_of_token(token: Token) -> TokenFacts:
    """The facts of a token in a text."""
    return TokenFacts(id=token.id, text=token.text, bytes=token.bytes.hex(), special=token.special)


def check_traceable(model: "Model", asked: Prompt) -> None:
    """Raises the reason if these tokens can't be traced: `OverContext`, `BadText` (there are none), `BadIndex`, `UnsupportedModel`."""
    prefix = max((a.virtual_keys for block in model.anatomy.blocks for a in block.attentions), default=0)
    if prefix:
        raise UnsupportedModel(
            f"The page can't draw {model.name}: its tokens also look at {prefix} tuned keys (prefix tuning), which have no position in "
            "the text, but the page names each key by its position. Only the tokens room is open.",
            "From Python, model.trace(text) reads every number, and trace.key_tokens(site) names every key. The page draws the base model.",
        )
    if not fits(model, asked):
        raise OverContext(asked.longest, model.facts.longest or 0)
    model.check(asked.tokens)
    if asked.target:
        model.check(asked.target)


def tokens_router(state: State) -> APIRouter:
    """The route `/api/tokens`."""
    api = APIRouter(prefix="/api", responses=PROBLEMS)
    models = state.models

    @api.post("/tokens", response_model=TokensAnswer)
    async def tokens(body: TextRequest) -> Response:
        check_size(body.text, body.target, appended=body.appended)
        opened = models.get(body.model)

        def answer() -> Response:
            return as_json(tokens_answer(opened, body))

        return await run_in_threadpool(answer)

    return api
