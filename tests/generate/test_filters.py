"""Each filter against Transformers' logits processor of the same name, on a thousand random distributions."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from transformers import GenerationConfig, GPT2Config, GPT2LMHeadModel
from transformers.generation import logits_process as theirs

from cutaway.generate import filters
from cutaway.generate.filters import filtered, steps
from cutaway.generate.settings import BadSettings, Settings

VOCABULARY = 301
DISTRIBUTIONS = 1000
SEEN = [7, 7, 250, 3]
Ours = Callable[[torch.Tensor], torch.Tensor]


def distributions() -> torch.Tensor:
    """`(1000, vocabulary)`: nearly even ones and very sharp ones, some with ties, some with tokens cut already."""
    generator = torch.Generator().manual_seed(5)
    sharpness = torch.logspace(-2, 1.5, DISTRIBUTIONS)[torch.randperm(DISTRIBUTIONS, generator=generator)]
    logits = torch.randn(DISTRIBUTIONS, VOCABULARY, generator=generator) * sharpness[:, None]
    logits[::5] = logits[::5].round()
    logits[::7] = logits[::7].masked_fill(
        torch.rand(len(logits[::7]), VOCABULARY, generator=generator) < 0.5, -torch.inf
    )
    return logits


@pytest.mark.parametrize(
    ("ours", "processor"),
    [
        (lambda x: filters.repetition_penalty(x, SEEN, 1.3), theirs.RepetitionPenaltyLogitsProcessor(1.3)),
        (lambda x: filters.repetition_penalty(x, SEEN, 0.7), theirs.RepetitionPenaltyLogitsProcessor(0.7)),
        (lambda x: filters.temperature(x, 0.6), theirs.TemperatureLogitsWarper(0.6)),
        (lambda x: filters.top_k(x, 20), theirs.TopKLogitsWarper(20)),
        (lambda x: filters.top_k(x, 5000), theirs.TopKLogitsWarper(5000)),
        (lambda x: filters.top_p(x, 0.9), theirs.TopPLogitsWarper(0.9)),
        (lambda x: filters.top_p(x, 0.05), theirs.TopPLogitsWarper(0.05)),
        (lambda x: filters.min_p(x, 0.1), theirs.MinPLogitsWarper(0.1)),
        (lambda x: filters.typical_p(x, 0.9), theirs.TypicalLogitsWarper(0.9)),
        (lambda x: filters.typical_p(x, 0.2), theirs.TypicalLogitsWarper(0.2)),
    ],
)
def test_equals_the_processor_of_transformers(ours: Ours, processor: Any) -> None:
    logits = distributions()
    expected = processor(torch.tensor([SEEN]).expand(DISTRIBUTIONS, -1), logits.clone())
    assert torch.equal(torch.stack([ours(row) for row in logits]), expected)
    assert not torch.equal(expected, logits) or "5000" in repr(vars(processor))


def test_the_order_is_that_of_generate() -> None:
    hf: Any = GPT2LMHeadModel(GPT2Config(vocab_size=VOCABULARY, n_embd=8, n_layer=1, n_head=1))
    asked = {"temperature": 0.8, "top_k": 60, "top_p": 0.95, "min_p": 0.01, "typical_p": 0.9, "repetition_penalty": 1.2}
    processors = hf._get_logits_processor(GenerationConfig(do_sample=True, **asked))
    logits = distributions()[:200]
    settings = Settings(**asked)
    expected = processors(torch.tensor([SEEN]).expand(200, -1), logits.clone())
    assert torch.equal(torch.stack([filtered(row, SEEN, settings) for row in logits]), expected)
    names = [step.name for step in steps(logits[0], SEEN, settings)]
    assert names == ["repetition_penalty", "temperature", "top_k", "top_p", "min_p", "typical_p"]


def test_settings_that_change_nothing_filter_nothing() -> None:
    logits = distributions()[0]
    assert list(steps(logits, SEEN, Settings())) == []
    assert torch.equal(filtered(logits, SEEN, Settings(temperature=0)), logits)


@pytest.mark.parametrize(
    "wrong", [{"temperature": -1}, {"top_p": 0}, {"top_p": 1.5}, {"min_p": 2}, {"top_k": -1}, {"repetition_penalty": 0}]
)
def test_bad_settings_say_what_they_may_be(wrong: dict[str, float]) -> None:
    with pytest.raises(BadSettings, match=f"{next(iter(wrong))} is .* It must be"):
        Settings(**wrong)  # pyright: ignore[reportArgumentType]
