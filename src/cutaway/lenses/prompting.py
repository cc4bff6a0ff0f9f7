"""How well a prompt works: the probability that the model gives an answer after it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from cutaway.errors import BadText, UnsupportedModel
from cutaway.generate.cached_forward import Check, never
from cutaway.generate.decoder import Decoder, shared
from cutaway.lenses.prompt_tasks import CLOSING
from cutaway.model import Model
from cutaway.tokens.tokenizer import Token

Ended = Literal["closing", "line", "special", "limit"]


@dataclass(frozen=True, slots=True)
class AskedPrompt:
    """A prompt, and the answers to measure after it.

    Attributes:
        prompt: the whole prompt. An answer follows it after a space; in a two-stack model it is the source, and the answer the target.
        answer: the right answer.
        wrong: the answers that it competes with.
        reasoning: the most tokens that the model may write before the answer; 0: the answer follows the prompt at once.
    """

    prompt: str
    answer: str
    wrong: tuple[str, ...] = ()
    reasoning: int = 0


@dataclass(frozen=True, slots=True)
class Reasoning:
    """The model's greedy continuation before the answer.

    Attributes:
        text: its words.
        tokens: how many tokens it has.
        ended: why it stopped: it reached the answer by itself, ended the line, ended the text, or reached the limit of tokens.
    """

    text: str
    tokens: int
    ended: Ended


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """An answer, measured.

    Attributes:
        text: without the space before it.
        tokens: its tokens after the prompt.
        probabilities: of each token, given the prompt and the tokens before it.
        log_probability: the sum of their natural logarithms: that the model's text begins with this answer.
    """

    text: str
    tokens: tuple[Token, ...]
    probabilities: tuple[float, ...]
    log_probability: float

    @property
    def probability(self) -> float:
        """The probability that the model's text begins with this answer."""
        return math.exp(self.log_probability)


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of a prompt.

    Attributes:
        prompt: the text before the answer; in a one-stack model it includes the reasoning, if there is any.
        written: what the decoder of a two-stack model wrote before the answer; else empty.
        length: how many tokens both have.
        reasoning: None if the model did not reason.
        answers: the right one, then the wrong ones, in their order.
        greedy: the model's most probable tokens along the right answer, up to the first that differs.
        right: whether the most probable tokens are the right answer's.
        joined: the answer's first letters share a token with the prompt's last ones, so these are measured together.
    """

    prompt: str
    written: str
    length: int
    reasoning: Reasoning | None
    answers: tuple[ScoredAnswer, ...]
    greedy: tuple[Token, ...]
    right: bool
    joined: bool

    @property
    def best(self) -> int:
        """The index of the most probable answer: 0 is the right one."""
        return max(range(len(self.answers)), key=lambda at: self.answers[at].log_probability)


class Prompting:
    """Measures prompts one after another. The model reads a beginning that two consecutive prompts share only once.

    Raises:
        UnsupportedModel: the model predicts no next token, or it has no tokenizer.
    """

    def __init__(self, model: Model) -> None:
        if model.tokenizer is None:
            raise UnsupportedModel(
                "This model was opened without a tokenizer, so it can't be given prompts.", "Open it with one."
            )
        self._model = model
        self._tokenizer = model.tokenizer
        self._decoder = Decoder(model)
        self._two_stacks = model.anatomy.two_stacks

    def measure(self, asked: AskedPrompt, check: Check = never) -> Measured:
        """The probabilities of the answers after the prompt, from the softmax over the whole vocabulary in float64.

        Raises:
            BadText: a prompt or an answer has no tokens.
            TextTooLong: the prompt and an answer have more tokens than the model's context holds.
            Cancelled: when `check` raises it.
        """
        tokens = self._model.tokens(asked.prompt)
        self._model.check(tokens)
        if self._two_stacks:
            self._decoder = Decoder(self._model, [token.id for token in tokens])
        reasoning = self._reason(asked, check) if asked.reasoning else None
        before = "" if self._two_stacks else asked.prompt
        if reasoning is not None:
            before += reasoning.text + CLOSING
        start = self._ids(before)
        found = [self._answer(before, start, text, check) for text in (asked.answer, *asked.wrong)]
        answers, likely, known = zip(*found, strict=True)
        right = [token.id for token in answers[0].tokens]
        first = shared(right, likely[0])
        return Measured(
            prompt=asked.prompt if self._two_stacks else before,
            written=before if self._two_stacks else "",
            length=len(start) + (len(tokens) if self._two_stacks else 0),
            reasoning=reasoning,
            answers=answers,
            greedy=tuple(self._model.token_of(id) for id in likely[0][: first + 1]),
            right=first == len(right),
            joined=any(at < len(start) for at in known),
        )

    def _reason(self, asked: AskedPrompt, check: Check) -> Reasoning:
        """Writes the most probable tokens until the answer is due."""
        start = self._ids("" if self._two_stacks else asked.prompt)
        written: list[int] = []
        while len(written) < asked.reasoning:
            check()
            id = int(self._decoder.after([*start, *written], check=check)[0].argmax())
            if self._tokenizer.is_special(id):
                return self._reasoned(written, "special")
            written.append(id)
            text = self._tokenizer.text_of(written)
            if CLOSING in text:
                return self._reasoned(written, "closing")
            if "\n" in text.lstrip("\n"):
                return self._reasoned(written, "line")
        return self._reasoned(written, "limit")

    def _reasoned(self, written: Sequence[int], ended: Ended) -> Reasoning:
        text = self._tokenizer.text_of(written).split(CLOSING)[0].strip("\n").split("\n")[0].rstrip()
        return Reasoning(text, len(written), ended)

    def _answer(
        self, before: str, start: Sequence[int], text: str, check: Check
    ) -> tuple[ScoredAnswer, list[int], int]:
        """An answer, the most probable token at each of its positions, and how many tokens before it are the same without it."""
        whole = self._ids(f"{before} {text}" if before else text)
        known = max(1, shared(start, whole))
        count = len(whole) - known
        if not text.strip() or count < 1:
            raise BadText("One of the answers has no tokens.", "Write it, or remove it.")
        check()
        logs = self._decoder.after(whole[:-1], count, check).cpu().double().log_softmax(-1)
        of_each = logs[torch.arange(count), torch.tensor(whole[known:])]
        answer = ScoredAnswer(
            text, self._tokenizer.tokens_of(whole[known:]), tuple(of_each.exp().tolist()), float(of_each.sum())
        )
        return answer, logs.argmax(-1).tolist(), known

    def _ids(self, text: str) -> list[int]:
        """Tokens for the decoder, without those that a tokenizer appends to a text."""
        if self._two_stacks:
            return [token.id for token in self._model.target_tokens(text)]
        tokens = list(self._model.tokens(text))
        while tokens and tokens[-1].special and tokens[-1].start == tokens[-1].end:
            tokens.pop()
        return [token.id for token in tokens]
