"""What each filter cuts, against Transformers' `generate` and against plain loops over sorted lists."""

import math
from itertools import pairwise
from typing import Any

import pytest
import torch
from transformers import GenerationConfig, GPT2Config, GPT2LMHeadModel

from cutaway.generate import reasons as ours
from cutaway.generate.filter_steps import FilterStep, filter_steps
from cutaway.generate.settings import GREEDY, BadSettings, Settings

VOCABULARY = 301
SEEN = [7, 7, 250, 3]
ALL = Settings(repetition_penalty=1.2, temperature=0.8, top_k=60, top_p=0.95, min_p=0.01, typical_p=0.9)


def distributions(count: int) -> torch.Tensor:
    """`(count, vocabulary)`: from nearly even to very sharp, some with ties."""
    generator = torch.Generator().manual_seed(11)
    logits = torch.randn(count, VOCABULARY, generator=generator) * torch.logspace(-1, 1, count)[:, None]
    logits[::3] = logits[::3].round()
    return logits


def test_each_stage_is_what_generate_s_processors_give_in_turn() -> None:
    hf: Any = GPT2LMHeadModel(GPT2Config(vocab_size=VOCABULARY, n_embd=8, n_layer=1, n_head=1))
    asked = {"temperature": 0.8, "top_k": 60, "top_p": 0.95, "min_p": 0.01, "typical_p": 0.9, "repetition_penalty": 1.2}
    processors = hf._get_logits_processor(GenerationConfig(do_sample=True, **asked))
    for row in distributions(60):
        found = filter_steps(row, SEEN, ALL)
        now = row[None].clone()
        assert torch.equal(found[0].logits, row)
        for stage, process in zip(found[1:], processors, strict=True):
            now = process(torch.tensor([SEEN]), now)
            assert torch.equal(stage.logits, now[0]), stage.name
            torch.testing.assert_close(stage.probabilities, now[0].double().softmax(-1))


def shares(stage: FilterStep) -> list[float]:
    """By hand: the exponentials of what is left, divided by their sum."""
    logits = stage.logits.tolist()
    greatest = max(logits)
    parts = [math.exp(logit - greatest) for logit in logits]
    return [part / sum(parts) for part in parts]


def test_counts_shares_and_entropies_are_those_of_plain_loops() -> None:
    for row in distributions(20):
        found = filter_steps(row, SEEN, ALL)
        for before, after in pairwise(found):
            had, has = shares(before), shares(after)
            cut = [at for at in range(VOCABULARY) if had[at] > 0 and after.logits[at] == -math.inf]
            assert after.cut == len(cut)
            assert after.cut_share == pytest.approx(sum(had[at] for at in cut), abs=1e-12)
            assert after.left == before.left - len(cut)
            assert after.probabilities.tolist() == pytest.approx(has, abs=1e-12)
            assert after.entropy == pytest.approx(-sum(p * math.log2(p) for p in has if p > 0), abs=1e-9)


def only(row: torch.Tensor, settings: Settings) -> tuple[FilterStep, FilterStep, list[tuple[float, int]]]:
    """The model's stage, that of the one filter that acts, and the model's shares with their tokens, the greatest first."""
    before, after = filter_steps(row, SEEN, settings)
    return before, after, sorted(((share, id) for id, share in enumerate(shares(before))), reverse=True)


def test_top_k_stops_at_the_logit_of_the_kth() -> None:
    for row in distributions(20):
        _, after, ordered = only(row, Settings(top_k=10))
        reason = after.reason
        assert isinstance(reason, ours.TopK)
        assert reason.logit == sorted(row.tolist(), reverse=True)[9]
        assert reason.probability == pytest.approx(ordered[9][0])
        assert after.left == sum(logit >= reason.logit for logit in row.tolist())


def test_top_p_stops_where_one_token_fewer_would_be_too_little() -> None:
    for row in distributions(20)[1::3]:  # without ties
        _, after, ordered = only(row, Settings(top_p=0.8))
        together = [0.0]
        while together[-1] < 0.8:
            together.append(together[-1] + ordered[len(together) - 1][0])
        reason = after.reason
        assert isinstance(reason, ours.TopP)
        assert after.left == len(together) - 1
        assert [reason.short, reason.share] == pytest.approx(together[-2:])
        assert reason.short < 0.8 <= reason.share


def test_min_p_s_threshold_is_a_part_of_the_greatest() -> None:
    for row in distributions(20):
        _, after, ordered = only(row, Settings(min_p=0.2))
        reason = after.reason
        assert isinstance(reason, ours.MinP)
        assert reason.greatest == pytest.approx(ordered[0][0])
        assert reason.threshold == pytest.approx(0.2 * ordered[0][0])
        assert after.left == sum(share >= reason.threshold for share, _ in ordered)


def test_typical_keeps_a_band_of_surprise_around_the_entropy() -> None:
    narrower = 0
    for row in distributions(20)[1::3]:
        _, after, ordered = only(row, Settings(typical_p=0.5))
        entropy = -sum(share * math.log2(share) for share, _ in ordered)
        nearest = sorted((abs(-math.log2(share) - entropy), share) for share, _ in ordered)
        kept: list[float] = []
        for _, share in nearest:
            kept.append(share)
            if sum(kept) >= 0.5:
                break
        reason = after.reason
        assert isinstance(reason, ours.Typical)
        assert reason.entropy == pytest.approx(entropy)
        assert after.left == len(kept)
        assert reason.share == pytest.approx(sum(kept))
        assert (reason.least, reason.most) == pytest.approx((-math.log2(max(kept)), -math.log2(min(kept))), abs=1e-9)
        narrower += max(kept) < ordered[0][0]
    assert narrower  # the most probable token is cut now and then


def test_a_penalty_and_a_temperature_cut_nothing() -> None:
    row = distributions(3)[1]
    before, after, _ = only(row, Settings(repetition_penalty=1.5))
    had, has = shares(before), shares(after)
    reason = after.reason
    assert isinstance(reason, ours.Repetition)
    assert reason.tokens == 3
    assert [reason.before, reason.after] == pytest.approx([sum(p[id] for id in (3, 7, 250)) for p in (had, has)])
    assert after.cut == 0
    before, after, _ = only(row, Settings(temperature=2))
    assert after.reason == ours.Temperature(before.entropy, after.entropy)
    assert after.entropy > before.entropy
    assert after.cut == 0


def test_temperature_zero_leaves_the_most_probable() -> None:
    for row in distributions(9):
        before, after, ordered = only(row, GREEDY)
        assert after.left == 1
        assert after.probabilities[int(row.argmax())] == 1
        assert after.cut_share == pytest.approx(1 - ordered[0][0], abs=1e-12)
        reason = after.reason
        assert isinstance(reason, ours.Greedy)
        assert reason.greatest == pytest.approx(ordered[0][0])
        assert reason.equal == row.tolist().count(row.max().item())
        assert before.left == VOCABULARY


def test_what_acts_not_makes_no_stage() -> None:
    assert [stage.name for stage in filter_steps(distributions(1)[0], SEEN, Settings())] == ["model"]


@pytest.mark.parametrize("settings", [Settings(temperature=1e-300), Settings(repetition_penalty=1e-300)])
def test_settings_that_leave_no_numbers_are_refused(settings: Settings) -> None:
    row = distributions(1)[0].abs() + 1
    with pytest.raises(BadSettings, match="too near to 0"):
        filter_steps(row, SEEN, settings)
