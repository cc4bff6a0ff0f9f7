"""The steps of scoring lead from Hugging Face's queries and keys to its weights and sums."""

import math

import pytest
import torch

from cutaway import Model
from cutaway.errors import BadIndex, NoSuchSite
from cutaway.lenses.attention_steps import products, scaling_of, score_steps
from cutaway.trace.trace import Trace
from support.architectures import CONFIGS, IDS, TARGET

SCALED = ("llama", "gpt2", "bert", "mixtral", "gpt_neox")
OTHERS = ("t5", "gemma2", "bloom", "gpt_oss")


def traced(name: str) -> tuple[Trace, str]:
    model = Model(CONFIGS[name]())
    two = model.anatomy.two_stacks
    trace = model.trace(IDS, target=TARGET) if two else model.trace(IDS)
    return trace, "encoder.layers.1.attn" if two else "layers.1.attn"


@pytest.mark.parametrize("name", SCALED + OTHERS)
@pytest.mark.parametrize(("head", "query"), [(0, 0), (1, 5), (3, 8)])
def test_each_step_follows_from_the_one_before(name: str, head: int, query: int) -> None:
    trace, attention = traced(name)
    head %= trace.sites[f"{attention}.q"][0]
    steps = score_steps(trace, attention, head, query)
    torch.testing.assert_close(steps.dots, (steps.k @ steps.q), atol=1e-5, rtol=1e-5)
    assert (steps.scaling is None) == (steps.scaled is None) == (steps.added is None)
    if steps.scaled is not None:
        assert steps.added is not None
        torch.testing.assert_close(steps.scaled + steps.added, steps.scores)
    rows = steps.scores.softmax(-1) * (1 - (0 if steps.sink is None else steps.sink))
    torch.testing.assert_close(rows, steps.pattern, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(steps.pattern @ steps.v, steps.z, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("name", SCALED)
def test_the_scale_is_the_one_of_the_paper(name: str) -> None:
    trace, attention = traced(name)
    steps = score_steps(trace, attention, 1, 6)
    assert steps.scaling is not None
    assert steps.scaling.item() == pytest.approx(1 / math.sqrt(len(steps.q)), rel=1e-5)
    assert steps.added is not None
    seen = steps.pattern > 0
    torch.testing.assert_close(steps.added[seen], torch.zeros(int(seen.sum())), atol=1e-4, rtol=0)


@pytest.mark.parametrize("name", ["gemma2", "bloom"])
def test_no_scale_is_told_where_more_happens_to_scores(name: str) -> None:
    trace, attention = traced(name)
    assert score_steps(trace, attention, 1, 6).scaling is None
    with pytest.raises(NoSuchSite, match="more"):
        products(trace, attention, 1, slice(0, 2), slice(0, 2), "scaled")


@pytest.mark.parametrize("name", ["llama", "mixtral"])
def test_products_are_of_hugging_face_s_queries_and_keys(name: str) -> None:
    trace, attention = traced(name)
    q, k = (trace[f"{attention}.{part}"] for part in "qk")
    group = q.shape[0] // k.shape[0]
    for head in range(q.shape[0]):
        found = products(trace, attention, head, slice(2, 7), slice(0, 4), "dots")
        torch.testing.assert_close(found, (q[head] @ k[head // group].T)[2:7, :4], atol=1e-5, rtol=1e-5)
        scaled = products(trace, attention, head, slice(2, 7), slice(0, 2), "scaled")
        seen = trace[f"{attention}.pattern"][head, 2:7, :2] > 0
        expected = trace[f"{attention}.scores"][head, 2:7, :2]
        torch.testing.assert_close(scaled[seen], expected[seen], atol=1e-5, rtol=1e-4)


def test_no_scale_is_told_from_a_single_score() -> None:
    model = Model(CONFIGS["t5"]())
    trace = model.trace(IDS)  # the decoder has its start token alone
    assert all(scaling_of(trace, "decoder.layers.0.attn", head) is None for head in range(4))


def test_what_is_not_there_is_refused() -> None:
    trace, attention = traced("llama")
    with pytest.raises(BadIndex):
        score_steps(trace, attention, 99, 0)
    with pytest.raises(BadIndex):
        score_steps(trace, attention, 0, 99)
    with pytest.raises(NoSuchSite):
        score_steps(trace, "layers.99.attn", 0, 0)
