"""Ten everyday sentences in many languages, to see whom a vocabulary serves well. They were written for Cutaway and say the same in each.

What is counted is what the text itself takes: special tokens that a model expects around every text are left out.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cutaway.tokens.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its ten sentences.

    Attributes:
        code: of ISO 639.
        name: in English.
        own: its name in the language itself.
        sentences: in the same order in every language.
    """

    code: str
    name: str
    own: str
    sentences: tuple[str, ...]


@cache
def languages() -> tuple[Language, ...]:
    """All languages, English first."""
    told = json.loads(files("cutaway.tokens").joinpath("languages.json").read_text("utf-8"))
    return tuple(Language(each["code"], each["name"], each["own"], tuple(each["sentences"])) for each in told)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the sentences of one language take.

    Attributes:
        tokens: for each sentence, how many.
        unknown: of these, how many only say that something stood there which the vocabulary can't write.
    """

    tokens: list[int]
    unknown: list[int]


def counts(tokenizer: Tokenizer, language: Language) -> Counts:
    """Count the tokens of each sentence of a language."""
    library = tokenizer.library
    found = [library.encoded(sentence, special_as_text=True) for sentence in language.sentences]
    return Counts(
        [len(each.ids) - sum(each.added or ()) for each in found],
        [each.ids.count(library.unknown) if library.unknown is not None else 0 for each in found],
    )
