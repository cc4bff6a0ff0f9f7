"""Drawing by a seed: repeatable, in a new process too, and as often as the probabilities say."""

import subprocess
import sys

import pytest
import torch

from cutaway.generate.sampler import draw, uniform_of
from cutaway.generate.settings import GREEDY, Settings

LOGITS = torch.tensor([0.3, 2.0, -1.0, 1.2, -torch.inf, 0.3])


def test_the_same_seed_draws_the_same_in_a_new_process() -> None:
    here = [draw(LOGITS, (1, 2), Settings(), seed).id for seed in range(30)]
    code = (
        "import torch; from cutaway.generate.sampler import draw; from cutaway.generate.settings import Settings;"
        f"print([draw(torch.tensor({LOGITS.tolist()}), (1, 2), Settings(), seed).id for seed in range(30)])"
    ).replace("-inf", "float('-inf')")
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.strip() == str(here)
    assert len(set(here)) > 2


def test_tokens_come_as_often_as_their_probabilities_say() -> None:
    settings = Settings(temperature=0.7, top_k=3)
    times = 4000
    drawn = torch.bincount(torch.tensor([draw(LOGITS, (), settings, seed).id for seed in range(times)]), minlength=6)
    # The third and fourth greatest are equal, so that a top 3 keeps four.
    expected = (LOGITS / 0.7).masked_fill(LOGITS < 0.3, -torch.inf).softmax(-1)
    assert drawn[expected == 0].sum() == 0
    spread = (times * expected * (1 - expected)).sqrt()
    assert ((drawn - times * expected).abs() <= 4 * spread + 1e-9).all()


def test_the_chance_is_the_probability_after_the_filters() -> None:
    found = draw(LOGITS, (), Settings(temperature=0.7), 3)
    assert found.filtered_probability == pytest.approx((LOGITS / 0.7).softmax(-1)[found.id].item(), rel=1e-6)
    assert found.uniform == uniform_of(3, ())


def test_without_temperature_the_most_probable_is_taken() -> None:
    assert draw(LOGITS, (), GREEDY, 1).id == 1
    assert draw(LOGITS, (1, 1), Settings(temperature=0, repetition_penalty=9), 1).id == 3


def test_another_text_before_is_another_number() -> None:
    numbers = {uniform_of(0, (at,)) for at in range(100)}
    assert len(numbers) == 100
    assert all(0 <= number < 1 for number in numbers)
