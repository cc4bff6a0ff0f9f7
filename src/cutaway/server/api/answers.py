"""What the engine found, as the JSON bodies that the page reads. The one place where offsets become UTF-16."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter

from cutaway.errors import UnsupportedModel
from cutaway.server.api.schema import (
    AttentionMap,
    Candidate,
    GenerationFacts,
    ModelFacts,
    PredictionAnswer,
    Provenance,
    TextRequest,
    Token,
    TokenColumns,
    TokensAnswer,
)
from cutaway.server.http.problems import OverContext, problem_of

if TYPE_CHECKING:
    from cutaway.lenses.logits import Prediction
    from cutaway.models.model import Model
    from cutaway.tokens.tokenizer import Token as EngineToken
    from cutaway.trace.trace import Trace


def utf16_offsets(text: str) -> Sequence[int]:
    """For each code point of a text, and its end, how many UTF-16 code units come before it.

    >>> list(utf16_offsets("a😀b"))
    [0, 1, 3, 4]
    """
    if not text or max(text) <= "\uffff":
        return range(len(text) + 1)
    return list(accumulate((2 if character > "\uffff" else 1 for character in text), initial=0))


def token_answers(tokens: "Sequence[EngineToken]", text: str) -> list[Token]:
    """Tokens with their bounds in UTF-16 code units of `text`, which they cover; for a few. See `token_columns`."""
    units = utf16_offsets(text)
    # All at once: a long text has many, and each made by itself takes twice as long.
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


_TOKENS = TypeAdapter(list[Token])


def token_columns(tokens: "Sequence[EngineToken]", text: str) -> TokenColumns:
    """The same, column by column."""
    units = utf16_offsets(text)
    odd: list[tuple[int, EngineToken]] = []
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
        text: what `tokens` cover: the request's text, then that of the appended tokens.
        target: what a two-stack model's decoder is given, and the text that its tokens make; empty in a model of one stack.
    """

    text: str
    tokens: "Sequence[EngineToken]"
    target_text: str = ""
    target: "Sequence[EngineToken]" = ()

    @property
    def ids(self) -> list[int]:
        """All ids, those of the target after a −1."""
        target = [-1, *(token.id for token in self.target)] if self.target else []
        return [token.id for token in self.tokens] + target

    @property
    def longest(self) -> int:
        """How many tokens a stack has to read at most."""
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
    """Whether the model can read so many tokens."""
    return model.facts.longest is None or asked.longest <= model.facts.longest


def check_traceable(model: "Model", asked: Prompt) -> None:
    """Raise what says why these tokens can't be traced: `OverContext`, `BadText` (there are none), `BadIndex`, `UnsupportedModel`."""
    if any(attention.virtual_keys for block in model.anatomy.blocks for attention in block.attentions):
        raise UnsupportedModel(
            "The page can't draw this model: its tuned prefix has keys that stand at no position of the text.",
            "Read it from Python, where trace.key_tokens(site) names every key.",
        )
    if not fits(model, asked):
        raise OverContext(asked.longest, model.facts.longest or 0)
    model.check(asked.tokens)
    if asked.target:
        model.check(asked.target)


def prediction_answer(found: "Prediction") -> PredictionAnswer:
    """A prediction as the page reads it."""
    return PredictionAnswer(
        position=found.position,
        predicts=found.predicts,
        top=[
            Candidate(
                id=candidate.id,
                text=candidate.text,
                bytes=candidate.bytes.hex(),
                special=candidate.special,
                logit=candidate.logit,
                probability=candidate.probability,
            )
            for candidate in found.top
        ],
        entropy=found.entropy,
        rest_count=found.rest_count,
        rest_probability=found.rest_probability,
    )


def token_facts(model: "Model", id: int) -> dict[str, Any]:
    """What any body says of a token by its id alone: `id`, `text`, `bytes`, `special`."""
    token = model.token_of(id)
    return {"id": id, "text": token.text, "bytes": token.bytes.hex(), "special": token.special}


def next_token(trace: "Trace") -> PredictionAnswer | None:
    """The ten most probable next tokens, for a model that predicts them."""
    from cutaway.lenses.logits import predict

    return prediction_answer(predict(trace, top=10)) if trace.model.facts.predicts == "next" else None


def attention_maps(model: "Model") -> list[AttentionMap]:
    """The kinds of attention that a model has; one without heads for a model without attention."""
    if not model.anatomy.two_stacks:
        return [_map(model, "self", "", "attn", ("tokens", "tokens"), causal=model.anatomy.causal)]
    return [
        _map(model, "encoder", "encoder.", "attn", ("tokens", "tokens"), causal=False),
        _map(model, "decoder", "decoder.", "attn", ("target", "target"), causal=True),
        _map(model, "cross", "decoder.", "cross_attn", ("target", "tokens"), causal=False),
    ]


def _map(
    model: "Model",
    name: Literal["self", "encoder", "decoder", "cross"],
    stack: str,
    attention: str,
    ends: tuple[Literal["tokens", "target"], Literal["tokens", "target"]],
    *,
    causal: bool,
) -> AttentionMap:
    blocks = [block for block in model.anatomy.blocks if block.name.startswith(f"{stack}layers.")]
    found = [next((a for a in block.attentions if a.name == attention), None) for block in blocks]
    first = next((a for a in found if a), None)
    return AttentionMap(
        name=name,
        layers=len(blocks),
        heads=max((a.heads for a in found if a), default=0),
        patterns=[f"{block.name}.{a.name}.pattern" if a else None for block, a in zip(blocks, found, strict=True)],
        queries=ends[0],
        keys=ends[1],
        causal=causal,
        key_value_heads=first.key_value_heads if first else 0,
        scale=first.traits.scale if first else None,
        beyond=first.traits.beyond if first else "unknown",
        sink=first is not None and first.sink,
        turned=[a.traits.q.turned if a else 0 for a in found],
        windows=[a.traits.window if a else 0 for a in found],
    )


def facts_answer(model: "Model") -> ModelFacts:
    """What a model is."""
    return ModelFacts.model_validate(asdict(model.facts))


def generation_answer(model: "Model") -> GenerationFacts | None:
    """What a model's own generation config sets, where it writes."""
    if model.facts.predicts != "next":
        return None
    from cutaway.generate.config_processors import asked, setting_of
    from cutaway.generate.settings import Settings

    _, left_out = asked(model)
    return GenerationFacts(
        repetition_penalty=setting_of(model, "repetition_penalty", Settings(), 1.0),
        length_penalty=setting_of(model, "length_penalty", Settings(), 1.0),
        left_out={name: str(value) for name, value in left_out.items()},
    )


def provenance_answer(model: "Model") -> Provenance | None:
    """Where a model's weights came from, if that is known."""
    return None if model.provenance is None else Provenance.model_validate(asdict(model.provenance))
