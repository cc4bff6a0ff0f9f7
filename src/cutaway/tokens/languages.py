"""Ten everyday sentences in many languages, to compare how well a vocabulary serves each. They were written for Cutaway.

Counts cover only the text itself, without the special tokens that a model expects around it.
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
        code: its ISO 639 code.
        name: its English name.
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
    """Token counts of one language's sentences.

    Attributes:
        tokens: the number of tokens of each sentence.
        unknown: how many of them are unknown tokens, for text that the vocabulary can't write.
    """

    tokens: list[int]
    unknown: list[int]


def counts(tokenizer: Tokenizer, language: Language) -> Counts:
    """Counts the tokens of each sentence of a language."""
    library = tokenizer.library
    found = [library.encoded(sentence, special_as_text=True) for sentence in language.sentences]
    return Counts(
        [len(each.ids) - sum(each.added or ()) for each in found],
        [each.ids.count(library.unknown) if library.unknown is not None else 0 for each in found],
    )
