"""Routes of the prediction room: tasks in three styles, and how probable a model makes the right answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from cutaway.server.api import prompts_schema as schema
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.http.lines import lines, piece_of
from cutaway.server.jobs import Check

if TYPE_CHECKING:
    from cutaway.lenses.prompting import Answer, Measured


def prompts_router(state: State) -> APIRouter:
    """The routes under `/api/prompts`."""
    api = APIRouter(prefix="/api/prompts", responses=PROBLEMS)

    @api.get("", response_model=schema.PromptTasks)
    def prompt_tasks() -> Response:
        return as_json(tasks_answer())

    @api.post("", response_class=StreamingResponse, responses=piece_of(schema.PromptMeasured))
    async def measure_prompts(body: schema.PromptsRequest, request: Request, page: Page) -> StreamingResponse:
        """Measures prompts, one a line, in the order asked. A newer trace of the page ends it: whoever wants the rest asks again."""
        opened = state.library.model(body.model)

        def start(check: Check) -> Iterator[schema.PromptMeasured]:
            from cutaway.lenses.prompt_tasks import REASONING
            from cutaway.lenses.prompting import Asked, Prompting

            prompting = Prompting(opened)
            for at, each in enumerate(body.prompts):
                state.library.touch(body.model)
                asked = Asked(each.prompt, each.answer, tuple(each.wrong), REASONING if each.reasons else 0)
                yield measured_answer(at, prompting.measure(asked, check))

        return await lines(state.worker, page, request, start)

    return api


def tasks_answer() -> schema.PromptTasks:
    """The tasks that come with Cutaway."""
    from cutaway.lenses.prompt_tasks import CLOSING, REASONING, STYLES, TASKS

    return schema.PromptTasks(
        tasks=[
            schema.PromptTask(
                name=task.name,
                title=task.title,
                templates={style: task.template(style) for style in STYLES},
                items=[
                    schema.PromptItem(question=item.question, answer=item.answer, wrong=list(item.wrong))
                    for item in task.items
                ],
            )
            for task in TASKS
        ],
        reasoning=REASONING,
        closing=CLOSING,
    )


def measured_answer(at: int, found: "Measured") -> schema.PromptMeasured:
    """What was measured of one prompt."""
    reasoning = found.reasoning
    return schema.PromptMeasured(
        at=at,
        prompt=found.prompt,
        written=found.written,
        length=found.length,
        reasoning=None
        if reasoning is None
        else schema.PromptReasoning(text=reasoning.text, tokens=reasoning.tokens, ended=reasoning.ended),
        answers=[_answer(each) for each in found.answers],
        best=found.best,
        greedy=[
            schema.GreedyToken(id=token.id, text=token.text, bytes=token.bytes.hex(), special=token.special)
            for token in found.greedy
        ],
        right=found.right,
        joined=found.joined,
    )


def _answer(answer: "Answer") -> schema.PromptAnswer:
    return schema.PromptAnswer(
        text=answer.text,
        tokens=[
            schema.AnswerToken(
                id=token.id,
                text=token.text,
                bytes=token.bytes.hex(),
                special=token.special,
                probability=probability,
            )
            for token, probability in zip(answer.tokens, answer.probabilities, strict=True)
        ],
        log_probability=answer.log_probability,
        probability=answer.probability,
    )
