"""What the engine found, as the JSON bodies that the page reads. The one place where offsets become UTF-16."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import accumulate
from typing import TYPE_CHECKING

from cutaway.server.problems import OverContext, problem_of
from cutaway.server.schema import Candidate, ModelFacts, PredictionAnswer, Provenance, TextRequest, Token, TokensAnswer

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
    """Tokens with their bounds in UTF-16 code units of `text`, which they cover."""
    units = utf16_offsets(text)
    return [
        Token(
            id=token.id,
            text=token.text,
            bytes=token.bytes.hex(),
            start=units[token.start],
            end=units[token.end],
            special=token.special,
            appended=token.appended,
        )
        for token in tokens
    ]


def tokens_of(model: "Model", asked: TextRequest) -> "tuple[str, Sequence[EngineToken]]":
    """The tokens of a request, and the text that they cover: the request's, then that of the appended tokens.

    Raises:
        BadIndex: an appended id is not in the vocabulary.
        UnsupportedModel: the model has no tokenizer.
    """
    tokens = model.tokens(asked.text, asked.appended)
    appended = model.tokenizer.text_of(asked.appended) if model.tokenizer is not None else ""
    return asked.text + appended, tokens


def tokens_answer(model: "Model", asked: TextRequest) -> TokensAnswer:
    """The answer to a request for tokens; raises what `tokens_of` raises."""
    text, tokens = tokens_of(model, asked)
    context = model.facts.context
    return TokensAnswer(
        model=asked.model,
        text=text,
        tokens=token_answers(tokens, text),
        context=context,
        problem=problem_of(OverContext(len(tokens), context)) if len(tokens) > context else None,
    )


def check_traceable(model: "Model", tokens: "Sequence[EngineToken]") -> None:
    """Raise what says why these tokens can't be traced: `OverContext`, `BadText` (there are none), `BadIndex`."""
    if len(tokens) > model.facts.context:
        raise OverContext(len(tokens), model.facts.context)
    model.check(tokens)


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


def next_token(trace: "Trace") -> PredictionAnswer | None:
    """The ten most probable next tokens, for a model that predicts them."""
    from cutaway.lenses.logits import predict

    return prediction_answer(predict(trace, top=10)) if trace.model.facts.predicts == "next" else None


def pattern_sites(model: "Model") -> list[str | None]:
    """For each block that reads the text, the site of its attention pattern; None for a block without attention."""
    anatomy = model.anatomy
    first = anatomy.blocks[0].stack
    return [
        f"{block.name}.attn.pattern" if any(a.name == "attn" for a in block.attentions) else None
        for block in anatomy.blocks
        if block.stack == first
    ]


def facts_answer(model: "Model") -> ModelFacts:
    """What a model is."""
    return ModelFacts.model_validate(asdict(model.facts))


def provenance_answer(model: "Model") -> Provenance | None:
    """Where a model's weights came from, if that is known."""
    return None if model.provenance is None else Provenance.model_validate(asdict(model.provenance))
