"""Prompts: tasks in three styles, and the probabilities that a model gives the right answers."""

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from cutaway import lenses
from cutaway.lenses.prompt_tasks import CLOSING, REASONING, STYLES, TASKS, Item, Style
from cutaway.server.api.tokens import TokenFacts, facts_of_token
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.http.lines import lines, piece_of
from cutaway.server.jobs import Check


class PromptTask(BaseModel):
    """Questions of one kind, with their templates in each style."""

    name: str
    title: str
    templates: dict[Style, str] = Field(description="The question replaces {question} in the template.")
    items: list[Item]


class PromptTasks(BaseModel):
    """The tasks that come with Cutaway."""

    tasks: list[PromptTask]
    reasoning: int = Field(description="The most tokens of a model's reasoning.")
    closing: str = Field(description="The text between its reasoning and the answer.")


class PromptAsked(BaseModel):
    """A prompt, and the answers to measure after it."""

    prompt: str = Field(max_length=100_000)
    answer: str = Field(max_length=1000)
    wrong: list[Annotated[str, Field(max_length=1000)]] = Field(default=[], max_length=20)
    reasons: bool = Field(False, description="Whether the model writes its own reasoning before the answer.")


class PromptsRequest(BaseModel):
    """Prompts to measure, in this order."""

    model: str
    prompts: list[PromptAsked] = Field(min_length=1, max_length=200)


class AnswerToken(TokenFacts):
    """A token of an answer, with its probability given the prompt and the tokens before it."""

    probability: float


class PromptAnswer(BaseModel):
    """An answer, measured: the probability that the model's text begins with it."""

    text: str
    tokens: list[AnswerToken]
    log_probability: float = Field(description="Natural; the sum over its tokens.")
    probability: float


class PromptReasoning(BaseModel):
    """The model's greedy continuation before the answer."""

    text: str
    tokens: int
    ended: Literal["closing", "line", "special", "limit"]


class PromptMeasured(BaseModel):
    """The result of one prompt; a line of the answer."""

    at: int = Field(description="The prompt's index in the request.")
    prompt: str = Field(description="The text before the answer; in a one-stack model it includes the reasoning.")
    written: str = Field(description="The text that a two-stack model's decoder wrote before the answer.")
    length: int = Field(description="How many tokens both have.")
    reasoning: PromptReasoning | None
    answers: list[PromptAnswer] = Field(description="The right one, then the others.")
    best: int = Field(description="The index of the most probable one.")
    greedy: list[TokenFacts] = Field(
        description="The most probable tokens, up to the first that differs from the right answer's."
    )
    right: bool = Field(description="Whether the most probable tokens are the right answer's.")
    joined: bool = Field(description="Whether the answer shares a token with the end of the prompt.")


def prompts_router(state: State) -> APIRouter:
    """The routes under `/api/prompts`."""
    api = APIRouter(prefix="/api/prompts", responses=PROBLEMS)

    @api.get("", response_model=PromptTasks)
    def prompt_tasks() -> Response:
        return as_json(tasks_answer())

    @api.post("", response_class=StreamingResponse, responses=piece_of(PromptMeasured))
    async def measure_prompts(body: PromptsRequest, request: Request, page: Page) -> StreamingResponse:
        """Measures prompts in order, one per line. A newer trace of the page ends it; ask again for the rest."""
        opened = state.models.get(body.model)

        def start(check: Check) -> Iterator[PromptMeasured]:
            prompting = lenses.prompting.Prompting(opened)
            for at, each in enumerate(body.prompts):
                state.models.touch(body.model)
                asked = lenses.prompting.AskedPrompt(
                    each.prompt, each.answer, tuple(each.wrong), REASONING if each.reasons else 0
                )
                yield measured_answer(at, prompting.measure(asked, check))

        return await lines(state.worker, page, request, start)

    return api


def tasks_answer() -> PromptTasks:
    """The tasks that come with Cutaway."""
    return PromptTasks(
        tasks=[
            PromptTask(
                name=task.name,
                title=task.title,
                templates={style: task.template(style) for style in STYLES},
                items=list(task.items),
            )
            for task in TASKS
        ],
        reasoning=REASONING,
        closing=CLOSING,
    )


def measured_answer(at: int, found: "lenses.prompting.Measured") -> PromptMeasured:
    """One prompt's measurements in the API's form."""
    reasoning = found.reasoning
    return PromptMeasured(
        at=at,
        prompt=found.prompt,
        written=found.written,
        length=found.length,
        reasoning=None
        if reasoning is None
        else PromptReasoning(text=reasoning.text, tokens=reasoning.tokens, ended=reasoning.ended),
        answers=[_answer(each) for each in found.answers],
        best=found.best,
        greedy=[facts_of_token(token) for token in found.greedy],
        right=found.right,
        joined=found.joined,
    )


def _answer(answer: "lenses.prompting.ScoredAnswer") -> PromptAnswer:
    return PromptAnswer(
        text=answer.text,
        tokens=[
            AnswerToken(**dict(facts_of_token(token)), probability=probability)
            for token, probability in zip(answer.tokens, answer.probabilities, strict=True)
        ],
        log_probability=answer.log_probability,
        probability=answer.probability,
    )
