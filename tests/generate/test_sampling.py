"""From a trace to a token: where a seed's number falls, how often tokens come, what a model without one says."""

from collections import Counter

import pytest
import torch

from cutaway import Model
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.generate.cdf import Cdf
from cutaway.generate.sampler import draw, uniform_of
from cutaway.generate.sampling import before_choosing, sample
from cutaway.generate.settings import GREEDY, Settings
from support.serving import headless, tiny, two_stacks

WAYS = [
    Settings(),
    Settings(temperature=1.7, top_k=30),
    Settings(top_p=0.7, repetition_penalty=1.3),
    Settings(typical_p=0.6, min_p=0.01),
    GREEDY,
]


@pytest.fixture(scope="module")
def model() -> Model:
    return tiny()


@pytest.mark.parametrize("settings", WAYS)
def test_the_token_is_the_one_that_draw_gives(model: Model, settings: Settings) -> None:
    trace = model.trace("hello you")
    logits = trace.read("logits", (4,))
    for seed in range(40):
        found = sample(trace, settings, position=4, seed=seed)
        expected = draw(logits, trace.ids[:5], settings, seed)
        assert (found.drawn.id, found.drawn.uniform) == (expected.id, expected.uniform)
        assert found.drawn.filtered_probability == pytest.approx(expected.filtered_probability, abs=1e-12)


@pytest.mark.parametrize("settings", WAYS)
def test_the_number_lies_in_the_stretch_of_the_drawn_token(model: Model, settings: Settings) -> None:
    trace = model.trace("hello you")
    for seed in range(40):
        found = sample(trace, settings, seed=seed)
        (stretch,) = [each for each in found.line if each.id == found.drawn.id]
        assert stretch.end - stretch.start == pytest.approx(found.drawn.filtered_probability, abs=1e-12)
        if found.drawn.uniform is not None:
            assert stretch.start <= found.drawn.uniform < stretch.end


def test_the_line_has_every_token_once_in_order() -> None:
    logits = torch.tensor([0.5, 2.0, -torch.inf, 1.0, 0.5, -1.0])
    shares = logits.double().softmax(-1).tolist()
    found = Cdf(logits).intervals([3, 5, 2])
    assert [(each.id, each.tokens) for each in found] == [(None, 1), (3, 1), (None, 2), (5, 1)]
    ends = [shares[1], shares[1] + shares[3], shares[1] + shares[3] + 2 * shares[0], 1]
    assert [each.end for each in found] == pytest.approx(ends)
    assert [each.start for each in found] == pytest.approx([0, *ends[:-1]])


def test_counts_are_those_of_one_draw_after_the_other(model: Model) -> None:
    trace = model.trace("hello")
    settings = Settings(temperature=1.3, top_k=12)
    logits = trace.read("logits", (4,))
    expected = Counter(draw(logits, trace.ids, settings, seed).id for seed in range(5, 135))
    assert sample(trace, settings, seed=5, draws=130).often == expected
    assert sample(trace, GREEDY, draws=9).often == {int(logits.argmax()): 9}


def test_listed_are_the_most_probable_of_every_stage(model: Model) -> None:
    trace = model.trace("hello you")
    settings = Settings(repetition_penalty=3, typical_p=0.4)
    found = sample(trace, settings, top=3)
    expected = {found.drawn.id}
    for stage in found.stages:
        ordered = sorted(range(256), key=lambda at: -float(stage.logits[at]))
        expected.update(at for at in ordered[:3] if stage.logits[at] > -torch.inf)
    assert set(found.listed) == expected
    model_s = [float(found.stages[0].logits[at]) for at in found.listed]
    assert model_s == sorted(model_s, reverse=True)
    assert found.stood == set(found.listed) & set(trace.ids)


def test_two_stacks_choose_what_the_decoder_writes() -> None:
    trace = two_stacks().trace("hello", target="ab")
    logits, seen, position = before_choosing(trace)
    assert seen == tuple(token.id for token in trace.target)
    assert position == 2
    assert torch.equal(logits, trace["logits"][-1])
    assert sample(trace, Settings(), seed=1).drawn.uniform == uniform_of(1, seen)
    assert before_choosing(trace, 1)[1] == seen[:2]


def test_what_can_not_be_chosen_from_says_so(model: Model) -> None:
    with pytest.raises(UnsupportedModel, match="does not predict the next token"):
        sample(headless().trace("hello"), Settings())
    with pytest.raises(BadIndex, match="0 to 4"):
        sample(model.trace("hello"), Settings(), position=5)
