"""The JSON bodies of the prompts view: tasks in three styles, and what a model makes of each prompt."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Style = Literal["zero", "few", "chain"]


class PromptItem(BaseModel):
    """A question with its right answer, and others that it competes with."""

    question: str
    answer: str
    wrong: list[str]


class PromptTask(BaseModel):
    """Questions of one kind, and how they are asked in each style."""

    name: str
    title: str
    templates: dict[Style, str] = Field(description="A prompt has its question where the template says {question}.")
    items: list[PromptItem]


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


class AnswerToken(BaseModel):
    """A token of an answer, with its probability given the prompt and those before it."""

    id: int
    text: str
    bytes: str
    special: bool
    probability: float


class PromptAnswer(BaseModel):
    """An answer, measured: the probability that the model's text begins with it."""

    text: str
    tokens: list[AnswerToken]
    log_probability: float = Field(description="Natural; the sum over its tokens.")
    probability: float


class GreedyToken(BaseModel):
    """A token that is the most probable one."""

    id: int
    text: str
    bytes: str
    special: bool


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
    greedy: list[GreedyToken] = Field(
        description="The most probable tokens, up to the first that is not the right answer's."
    )
    right: bool = Field(description="Whether the most probable tokens are the right answer's.")
    joined: bool = Field(description="Whether the answer makes one token with the end of the prompt.")
