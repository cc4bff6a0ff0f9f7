"""A few tasks, each in three styles: the question alone, after solved examples, and after examples that reason before they answer.

The texts were written for this project. They are so short and plain that a small model gets some of them right.
"""

from dataclasses import dataclass
from typing import Literal

Style = Literal["zero", "few", "chain"]
STYLES: tuple[Style, ...] = ("zero", "few", "chain")

QUESTION = "{question}"
"""The question's placeholder in a template."""
CLOSING = " So the answer is"
"""Between a reasoning and its answer, in the examples and after the model's own reasoning."""
REASONING = 40
"""The most tokens that a model may write as its reasoning before it has to answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A solved question, with a reasoning that leads to its answer."""

    question: str
    reasoning: str
    answer: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question and its right answer; `wrong` holds other answers to choose from."""

    question: str
    answer: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Questions of one kind."""

    name: str
    title: str
    instruction: str
    examples: tuple[Example, ...]
    items: tuple[Item, ...]

    def template(self, style: Style) -> str:
        """The prompt in one style, with `QUESTION` for the question. An answer follows after a space."""
        shown = () if style == "zero" else self.examples
        solved = [
            _asked(example.question)
            + (f" {example.reasoning}{CLOSING}" if style == "chain" else "")
            + f" {example.answer}."
            for example in shown
        ]
        return "\n\n".join([self.instruction, *solved, _asked(QUESTION)])


def _asked(question: str) -> str:
    return f"Question: {question}\nAnswer:"


def _sums(*pairs: tuple[int, int]) -> tuple[Item, ...]:
    return tuple(Item(f"What is {a} plus {b}?", str(a + b)) for a, b in pairs)


TASKS: tuple[Task, ...] = (
    Task(
        "capitals",
        "Capitals of countries",
        "Name the capital of the country.",
        (
            Example(
                "What is the capital of Italy?", "Italy is a country in the south of Europe, ruled from Rome.", "Rome"
            ),
            Example("What is the capital of Egypt?", "Egypt lies on the Nile, and its capital is Cairo.", "Cairo"),
            Example("What is the capital of Peru?", "Peru is a country on the Pacific, ruled from Lima.", "Lima"),
        ),
        (
            Item("What is the capital of France?", "Paris", ("Lyon", "London", "Nice")),
            Item("What is the capital of Japan?", "Tokyo", ("Osaka", "Kyoto", "Beijing")),
            Item("What is the capital of Germany?", "Berlin", ("Munich", "Hamburg", "Vienna")),
            Item("What is the capital of Spain?", "Madrid", ("Barcelona", "Lisbon", "Seville")),
            Item("What is the capital of Canada?", "Ottawa", ("Toronto", "Montreal", "Vancouver")),
            Item("What is the capital of Australia?", "Canberra", ("Sydney", "Melbourne", "Perth")),
            Item("What is the capital of Turkey?", "Ankara", ("Istanbul", "Athens", "Baghdad")),
            Item("What is the capital of Norway?", "Oslo", ("Bergen", "Stockholm", "Copenhagen")),
        ),
    ),
    Task(
        "opposites",
        "Opposites of words",
        "Give the word that means the opposite.",
        (
            Example(
                "What is the opposite of big?", "Big things take much room. Other things take little room.", "small"
            ),
            Example("What is the opposite of early?", "Early is before the time. The other way is after it.", "late"),
            Example("What is the opposite of rich?", "The rich have much money. Others have none.", "poor"),
        ),
        (
            Item("What is the opposite of hot?", "cold", ("warm", "fire", "tall")),
            Item("What is the opposite of up?", "down", ("over", "high", "left")),
            Item("What is the opposite of happy?", "sad", ("glad", "kind", "fast")),
            Item("What is the opposite of fast?", "slow", ("quick", "late", "short")),
            Item("What is the opposite of light?", "dark", ("bright", "lamp", "soft")),
            Item("What is the opposite of open?", "closed", ("wide", "free", "broken")),
            Item("What is the opposite of young?", "old", ("small", "new", "child")),
            Item("What is the opposite of full?", "empty", ("filled", "heavy", "whole")),
        ),
    ),
    Task(
        "plurals",
        "Plurals of nouns",
        "Write the plural of the noun.",
        (
            Example("What is the plural of dog?", "Most nouns take an s at the end.", "dogs"),
            Example("What is the plural of foot?", "This noun is irregular: its vowels change.", "feet"),
            Example("What is the plural of box?", "A noun that ends in x takes es.", "boxes"),
        ),
        (
            Item("What is the plural of cat?", "cats", ("cat", "cates")),
            Item("What is the plural of child?", "children", ("childs", "child")),
            Item("What is the plural of mouse?", "mice", ("mouses", "mouse")),
            Item("What is the plural of man?", "men", ("mans", "man")),
            Item("What is the plural of bus?", "buses", ("bus", "busses")),
            Item("What is the plural of city?", "cities", ("citys", "city")),
            Item("What is the plural of leaf?", "leaves", ("leafs", "leaf")),
            Item("What is the plural of tooth?", "teeth", ("tooths", "tooth")),
        ),
    ),
    Task(
        "feelings",
        "Whether a sentence is positive",
        "Say whether the sentence is positive or negative.",
        (
            Example("The soup was cold and the bread was old.", "Cold soup and old bread are a bad meal.", "negative"),
            Example("What a lovely day at the sea!", "A lovely day is a good thing.", "positive"),
            Example(
                "The train was late again and I missed the play.", "Being late and missing a play is bad.", "negative"
            ),
            Example("Our new neighbours are kind and funny.", "Kind and funny people are good company.", "positive"),
        ),
        (
            Item("I laughed from the first page to the last.", "positive", ("negative",)),
            Item("The room was dirty and nobody answered the bell.", "negative", ("positive",)),
            Item("This is the best cake that I have ever eaten.", "positive", ("negative",)),
            Item("The phone broke after two days.", "negative", ("positive",)),
            Item("She helped us with a smile.", "positive", ("negative",)),
            Item("I want my money back.", "negative", ("positive",)),
            Item("The garden is full of flowers and birds.", "positive", ("negative",)),
            Item("He was rude, and the film was a waste of time.", "negative", ("positive",)),
        ),
    ),
    Task(
        "series",
        "The next number of a series",
        "Write the next number of the series.",
        (
            Example("10, 20, 30, 40", "Each number is 10 more than the one before. 40 plus 10 is 50.", "50"),
            Example("3, 6, 9, 12", "Each number is 3 more than the one before. 12 plus 3 is 15.", "15"),
            Example("50, 45, 40, 35", "Each number is 5 less than the one before. 35 minus 5 is 30.", "30"),
        ),
        (
            Item("1, 2, 3, 4", "5"),
            Item("2, 4, 6, 8", "10"),
            Item("5, 10, 15, 20", "25"),
            Item("9, 8, 7, 6", "5"),
            Item("1, 3, 5, 7", "9"),
            Item("20, 18, 16, 14", "12"),
            Item("4, 8, 12, 16", "20"),
            Item("100, 90, 80, 70", "60"),
        ),
    ),
    Task(
        "sums",
        "Small sums",
        "Add the two numbers.",
        (
            Example("What is 2 plus 6?", "Start at 6 and count 2 further: 7, 8.", "8"),
            Example("What is 7 plus 5?", "7 plus 3 is 10, and 2 more are 12.", "12"),
            Example("What is 10 plus 4?", "10 and 4 make 14.", "14"),
        ),
        _sums((1, 1), (2, 3), (4, 4), (5, 2), (9, 1), (6, 7), (8, 9), (12, 5)),
    ),
)
