"""The same sentences in many languages, counted, as the page is told of them."""

from pydantic import BaseModel, Field

from cutaway.server.api.schema import Problem


class LanguageSentences(BaseModel):
    """A language with its sentences, which say the same in all of them."""

    code: str = Field(description="Of ISO 639.")
    name: str
    own: str = Field(description="Its name in the language itself.")
    sentences: list[str]


class LanguageCounts(BaseModel):
    """What the sentences take under one tokenizer; or, in `problem`, why that is not known."""

    tokenizer: str
    problem: Problem | None = None
    tokens: list[list[int]] = Field(
        default=[],
        description="For each language, of each sentence: how many tokens, without those put around every text.",
    )
    unknown: list[list[int]] = Field(
        default=[],
        description="The same of tokens that only say that something stood there which the vocabulary can't write.",
    )


class LanguagesAnswer(BaseModel):
    """The languages, English first, and the counts of each tokenizer that was asked for."""

    languages: list[LanguageSentences]
    tokenizers: list[LanguageCounts]
