"""Each filter against Transformers' logits processor of the same name, on a thousand random distributions."""

from typing import Any

import pytest
import torch
from transformers import GenerationConfig, GPT2Config, GPT2LMHeadModel
from transformers.generation import logits_process as theirs

from cutaway.generate.filters import filtered, steps
from cutaway.generate.settings import BadSettings, Settings

VOCABULARY = 301
DISTRIBUTIONS = 1000
SEEN = [7, 7, 250, 3]


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
    ("settings", "processor", "changes"),
    [
        (Settings(repetition_penalty=1.3), theirs.RepetitionPenaltyLogitsProcessor(1.3), True),
        (Settings(repetition_penalty=0.7), theirs.RepetitionPenaltyLogitsProcessor(0.7), True),
        (Settings(temperature=0.6), theirs.TemperatureLogitsWarper(0.6), True),
        (Settings(temperature=2), theirs.TemperatureLogitsWarper(2.0), True),
        (Settings(top_k=20), theirs.TopKLogitsWarper(20), True),
        (Settings(top_k=5000), theirs.TopKLogitsWarper(5000), False),
        (Settings(top_p=0.9), theirs.TopPLogitsWarper(0.9), True),
        (Settings(top_p=0.05), theirs.TopPLogitsWarper(0.05), True),
        (Settings(min_p=0.1), theirs.MinPLogitsWarper(0.1), True),
        (Settings(typical_p=0.9), theirs.TypicalLogitsWarper(0.9), True),
        (Settings(typical_p=0.2), theirs.TypicalLogitsWarper(0.2), True),
    ],
)
def test_equals_the_processor_of_transformers(settings: Settings, processor: Any, changes: bool) -> None:
    logits = distributions()
    expected = processor(torch.tensor([SEEN]).expand(DISTRIBUTIONS, -1), logits.clone())
    assert torch.equal(torch.stack([filtered(row, SEEN, settings) for row in logits]), expected)
    assert torch.equal(expected, logits) is not changes


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


def test_shares_are_what_their_definitions_say() -> None:
    """By plain loops, without Transformers: what is kept is the shortest list that reaches a share, what is cut falls below it."""
    for row in torch.randn(50, VOCABULARY, generator=torch.Generator().manual_seed(9)) * 3:
        shares = sorted(((share, id) for id, share in enumerate(row.double().softmax(-1).tolist())), reverse=True)
        together, nucleus = 0.0, set[int]()
        for share, id in shares:
            if together < 0.8:
                nucleus.add(id)
            together += share
        assert kept(row, Settings(top_p=0.8)) == nucleus
        assert kept(row, Settings(min_p=0.1)) == {id for share, id in shares if share >= 0.1 * shares[0][0]}
        assert kept(row, Settings(top_k=7)) == {id for _, id in shares[:7]}


def kept(row: torch.Tensor, settings: Settings) -> set[int]:
    return set(filtered(row, SEEN, settings).isfinite().nonzero().flatten().tolist())


def test_nothing_was_said_before_the_first_token() -> None:
    logits = distributions()[1]
    assert torch.equal(filtered(logits, [], Settings(repetition_penalty=1.5)), logits)


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
