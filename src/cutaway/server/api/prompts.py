"""Prompts: tasks in three styles, and how probable a model makes the right answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from cutaway.lenses.prompt_tasks import Item, Style
from cutaway.server.api.tokens import TokenFacts, facts_of_token
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.http.lines import lines, piece_of
from cutaway.server.jobs import Check

if TYPE_CHECKING:
    from cutaway.lenses.prompting import Measured, ScoredAnswer


class PromptTask(BaseModel):
    """Questions of one kind, and how they are asked in each style."""

    name: str
    title: str
    templates: dict[Style, str] = Field(description="A prompt has its question where the template says {question}.")
    items: list[Item]


class PromptTasks(BaseModel):
    """The tasks that come with Cutaway."""

    tasks: list[PromptTask]
    reasoning: int = Field(description="The most tokens that a model may reason in.")
    closing: str = Field(description="What is put between its reasoning and the answer.")


class PromptAsked(BaseModel):
    """A prompt, and the answers whose probabilities are wanted."""

    prompt: str = Field(max_length=100_000)
    answer: str = Field(max_length=1000)
    wrong: list[Annotated[str, Field(max_length=1000)]] = Field(default=[], max_length=20)
    reasons: bool = Field(False, description="Whether the model writes a reasoning of its own before the answer.")


class PromptsRequest(BaseModel):
    """Prompts to be measured, in this order."""

    model: str
    prompts: list[PromptAsked] = Field(min_length=1, max_length=200)


class AnswerToken(TokenFacts):
    """A token of an answer, with its probability given the prompt and those before it."""

    probability: float


class PromptAnswer(BaseModel):
    """An answer, measured: the probability that the model's text begins with it."""

    text: str
    tokens: list[AnswerToken]
    log_probability: float = Field(description="Natural; the sum over its tokens.")
    probability: float


class PromptReasoning(BaseModel):
    """What the model wrote before it was asked for its answer, always its most probable token."""

    text: str
    tokens: int
    ended: Literal["closing", "line", "special", "limit"]


class PromptMeasured(BaseModel):
    """What the model makes of one prompt; a line of the answer."""

    at: int = Field(description="Which of the request's prompts.")
    prompt: str = Field(
        description="What the model was given, with its reasoning where the decoder has no text of its own."
    )
    written: str = Field(description="What a two-stack model's decoder had written before the answer.")
    length: int = Field(description="How many tokens the two have.")
    reasoning: PromptReasoning | None
    answers: list[PromptAnswer] = Field(description="The right one, then the others.")
    best: int = Field(description="Which of them is the most probable.")
    greedy: list[TokenFacts] = Field(
        description="The most probable tokens, up to the first that is not the right answer's."
    )
    right: bool = Field(description="Whether the most probable tokens are the right answer's.")
    joined: bool = Field(description="Whether the answer makes one token with the end of the prompt.")


def prompts_router(state: State) -> APIRouter:
    """The routes under `/api/prompts`."""
    api = APIRouter(prefix="/api/prompts", responses=PROBLEMS)

    @api.get("", response_model=PromptTasks)
    def prompt_tasks() -> Response:
        return as_json(tasks_answer())

    @api.post("", response_class=StreamingResponse, responses=piece_of(PromptMeasured))
    async def measure_prompts(body: PromptsRequest, request: Request, page: Page) -> StreamingResponse:
        """Measures prompts, one a line, in the order asked. A newer trace of the page ends it: whoever wants the rest asks again."""
        opened = state.models.get(body.model)

        def start(check: Check) -> Iterator[PromptMeasured]:
            from cutaway.lenses.prompt_tasks import REASONING
            from cutaway.lenses.prompting import AskedPrompt, Prompting

            prompting = Prompting(opened)
            for at, each in enumerate(body.prompts):
                state.models.touch(body.model)
                asked = AskedPrompt(each.prompt, each.answer, tuple(each.wrong), REASONING if each.reasons else 0)
                yield measured_answer(at, prompting.measure(asked, check))

        return await lines(state.worker, page, request, start)

    return api


def tasks_answer() -> PromptTasks:
    """The tasks that come with Cutaway."""
    from cutaway.lenses.prompt_tasks import CLOSING, REASONING, STYLES, TASKS

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


def measured_answer(at: int, found: "Measured") -> PromptMeasured:
    """What was measured of one prompt."""
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


def _answer(answer: "ScoredAnswer") -> PromptAnswer:
    return PromptAnswer(
        text=answer.text,
        tokens=[
            AnswerToken(**dict(facts_of_token(token)), probability=probability)
            for token, probability in zip(answer.tokens, answer.probabilities, strict=True)
        ],
        log_probability=answer.log_probability,
        probability=answer.probability,
    )
