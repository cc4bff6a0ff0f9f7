"""Answers' probabilities against a plain loop over Hugging Face's logits, without a cache and without Cutaway's decoder."""

import math
from collections.abc import Sequence

import pytest
import tokenizers
import torch
from tokenizers import decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM

from cutaway import Model
from cutaway.errors import BadText, Cancelled, TextTooLong, UnsupportedModel
from cutaway.lenses.prompt_tasks import CLOSING, QUESTION, STYLES, TASKS
from cutaway.lenses.prompting import AskedPrompt, Measured, Prompting
from support.serving import headless, tiny, two_stacks

BY_NAME = {task.name: task for task in TASKS}


def prompt(task: str, style: str, item: int) -> str:
    found = BY_NAME[task]
    return found.template(style).replace(QUESTION, found.items[item].question)  # pyright: ignore[reportArgumentType]


def logits(model: Model, ids: Sequence[int], source: Sequence[int] = ()) -> torch.Tensor:
    """`(positions, vocabulary)`, of the whole text in one plain pass."""
    one = torch.tensor([list(ids)])
    given = {"input_ids": torch.tensor([list(source)]), "decoder_input_ids": one} if source else {"input_ids": one}
    with torch.no_grad():
        return model.hf(**given, use_cache=False).logits[0]


def by_hand(model: Model, before: Sequence[int], answer: Sequence[int], source: Sequence[int] = ()) -> list[float]:
    """The probability of each of an answer's tokens."""
    rows = logits(model, [*before, *answer], source)[len(before) - 1 : -1]
    return [math.exp(float(row[id]) - float(row.double().logsumexp(-1))) for row, id in zip(rows, answer, strict=True)]


def ids(found: Measured, at: int = 0) -> list[int]:
    return [token.id for token in found.answers[at].tokens]


@pytest.mark.parametrize(
    ("task", "style", "item"), [("capitals", "zero", 0), ("capitals", "few", 5), ("sums", "few", 7)]
)
def test_probabilities_are_those_of_a_plain_pass(smollm2: Model, task: str, style: str, item: int) -> None:
    text, asked = prompt(task, style, item), BY_NAME[task].items[item]
    found = Prompting(smollm2).measure(AskedPrompt(text, asked.answer, asked.wrong))
    assert smollm2.tokenizer is not None
    encode = smollm2.tokenizer.encode
    before = encode(text)
    for answer, word in zip(found.answers, (asked.answer, *asked.wrong), strict=True):
        expected = by_hand(smollm2, before, encode(f"{text} {word}")[len(before) :])
        assert answer.probabilities == pytest.approx(expected, rel=1e-3)
        assert answer.probability == pytest.approx(math.prod(expected), rel=1e-3)
        assert "".join(token.text for token in answer.tokens) == f" {word}"
    assert found.best == max(range(len(found.answers)), key=lambda at: found.answers[at].probability)
    assert found.prompt == text
    assert found.length == len(before)
    written = greedily(smollm2, before, len(ids(found)))
    assert found.right is (written == ids(found))
    assert [token.id for token in found.greedy] == written[: len(found.greedy)]
    assert found.right or found.greedy[-1].id != ids(found)[len(found.greedy) - 1]


def greedily(model: Model, before: Sequence[int], count: int) -> list[int]:
    written: list[int] = []
    for _ in range(count):
        written.append(int(logits(model, [*before, *written])[-1].argmax()))
    return written


def test_a_reasoning_is_what_the_model_writes_by_itself(smollm2: Model) -> None:
    text = prompt("capitals", "chain", 7)
    found = Prompting(smollm2).measure(AskedPrompt(text, "Oslo", reasoning=40))
    assert found.reasoning is not None
    assert smollm2.tokenizer is not None
    before = smollm2.tokenizer.encode(text)
    with torch.no_grad():
        output = smollm2.hf.generate(  # pyright: ignore[reportCallIssue]
            torch.tensor([before]), do_sample=False, max_new_tokens=found.reasoning.tokens, pad_token_id=0
        )
    theirs = smollm2.tokenizer.text_of(output[0, len(before) :].tolist())
    assert theirs.split(CLOSING)[0].split("\n")[0] == found.reasoning.text
    assert found.prompt == text + found.reasoning.text + CLOSING
    after = smollm2.tokenizer.encode(found.prompt)
    assert found.answers[0].probabilities == pytest.approx(by_hand(smollm2, after, ids(found)), rel=1e-3)


def test_what_was_read_before_changes_nothing(smollm2: Model) -> None:
    one = AskedPrompt(prompt("sums", "few", 1), "5")
    prompting = Prompting(smollm2)
    first = prompting.measure(one)
    prompting.measure(AskedPrompt(prompt("capitals", "zero", 1), "Tokyo"))
    again = prompting.measure(one)
    assert again.answers[0].log_probability == pytest.approx(first.answers[0].log_probability, abs=1e-4)


def test_a_two_stack_model_has_the_prompt_as_its_source_and_the_answer_as_its_target() -> None:
    model = two_stacks()
    assert model.tokenizer is not None
    source = model.tokenizer.encode("one plus one?")
    found = Prompting(model).measure(AskedPrompt("one plus one?", "two", ("three",)))
    for at, word in enumerate(("two", "three")):
        expected = by_hand(model, [0], model.tokenizer.encode(word), source)
        assert found.answers[at].probabilities == pytest.approx(expected, rel=1e-4)
    reasoned = Prompting(model).measure(AskedPrompt("one plus one?", "two", reasoning=4))
    assert reasoned.reasoning is not None
    assert reasoned.prompt == "one plus one?"
    assert reasoned.written == reasoned.reasoning.text + CLOSING
    before = [token.id for token in model.target_tokens(reasoned.written)]
    expected = by_hand(model, before, model.tokenizer.encode(" two"), source)
    assert reasoned.answers[0].probabilities == pytest.approx(expected, rel=1e-4)


def test_an_answer_that_grows_together_with_the_prompt_is_measured_from_where_they_part() -> None:
    alphabet = {character: id for id, character in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    backend = tokenizers.Tokenizer(models.BPE({**alphabet, ":Ġ": 256}, [(":", "Ġ")]))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    backend.decoder = decoders.ByteLevel()
    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=257, hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=32,
    )  # fmt: skip
    model = Model(LlamaForCausalLM(config).eval(), backend, name="grows")
    found = Prompting(model).measure(AskedPrompt("ask:", "B"))
    assert found.joined
    assert ids(found) == backend.encode("ask: B").ids[3:] == [256, alphabet["B"]]
    expected = by_hand(model, backend.encode("ask").ids, ids(found))
    assert found.answers[0].probabilities == pytest.approx(expected, rel=1e-4)
    assert not Prompting(model).measure(AskedPrompt("ask", "B")).joined


def test_what_cannot_be_measured_says_why() -> None:
    with pytest.raises(UnsupportedModel):
        Prompting(headless())
    prompting = Prompting(tiny(context=16))
    with pytest.raises(BadText, match="answer"):
        prompting.measure(AskedPrompt("a", " "))
    with pytest.raises(BadText):
        prompting.measure(AskedPrompt("", "a"))
    with pytest.raises(TextTooLong):
        prompting.measure(AskedPrompt("a" * 14, "long answer"))

    def stop() -> None:
        raise Cancelled()

    with pytest.raises(Cancelled):
        prompting.measure(AskedPrompt("a", "b", reasoning=5), stop)


def test_each_task_is_whole() -> None:
    for task in TASKS:
        assert len({item.question for item in task.items}) == len(task.items) == 8
        shown = {example.question for example in task.examples}
        for style in STYLES:
            text = task.template(style)
            assert text.count(QUESTION) == 1
            assert text.endswith(f"Question: {QUESTION}\nAnswer:")
            assert all((question in text) is (style != "zero") for question in shown)
            assert (CLOSING in text) is (style == "chain")
        for item in task.items:
            assert item.question not in shown
            assert item.answer not in item.wrong
