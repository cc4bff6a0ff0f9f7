"""Windows and overviews of patterns are those of the whole pattern, which is never held whole for them."""

import pytest
import torch

from cutaway import Model
from cutaway.errors import BadIndex, NoSuchSite
from cutaway.trace import attention_patterns
from cutaway.trace.attention_patterns import Overview
from support.reference import FAMILIES, small

IDS = tuple((7 * i) % 97 for i in range(50))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_window_of_a_pattern_is_that_part_of_the_whole(family: str) -> None:
    trace = Model(small(family)).trace(IDS)
    whole = trace["layers.2.attn.pattern"]
    window = trace.pattern(2, 4, queries=slice(30, 50), keys=slice(10, 35))
    torch.testing.assert_close(window, whole[4, 30:50, 10:35], atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("part", [(slice(2, 2),), (slice(5, 5), slice(1, 3)), (slice(0, 6), slice(4, 4))])
def test_a_window_of_no_heads_or_queries_is_empty(part: tuple[slice, ...]) -> None:
    trace = Model(small("llama")).trace(IDS)
    for site in ("layers.2.attn.pattern", "layers.2.attn.scores"):
        assert trace.read(site, part).shape == trace[site][part].shape


@pytest.mark.parametrize("family", FAMILIES)
def test_an_overview_has_the_greatest_and_the_mean_weight_of_each_window(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention_patterns, "_TILE", 400)  # so that fifty queries come in several tiles
    trace = Model(small(family)).trace(IDS)
    whole = trace["layers.2.attn.pattern"][4]
    found = trace.pattern(2, 4, pool=8)
    assert isinstance(found, Overview)
    assert found.window == (7, 7)
    for i in range(8):
        for j in range(8):
            cells = whole[7 * i : 7 * i + 7, 7 * j : 7 * j + 7]
            torch.testing.assert_close(found.max[i, j], cells.max())
            torch.testing.assert_close(found.mean[i, j], cells.mean(), atol=1e-6, rtol=1e-5)
    part = trace.pattern(2, 4, queries=slice(20, 50), keys=slice(0, 9), pool=3)
    assert isinstance(part, Overview)
    torch.testing.assert_close(part.max[2, 1], whole[40:50, 3:6].max())


def test_an_overview_of_an_edited_pattern_is_of_the_edited_one() -> None:
    trace = Model(small("llama")).trace(IDS)
    import cutaway

    edited = trace.rerun(cutaway.ablate("layers.2.attn.pattern", head=4, position=slice(20, 30)))
    found = edited.pattern(2, 4, pool=10)
    assert isinstance(found, Overview)
    assert not found.max[4:6].any()
    assert found.max[:4].max() > 0


def test_a_part_of_a_pattern_that_is_not_there_is_refused() -> None:
    trace = Model(small("gpt2")).trace(IDS)
    with pytest.raises(BadIndex, match="axis 0"):
        trace.pattern(2, 6)
    with pytest.raises(NoSuchSite, match=r"layers\.0 to layers\.3"):
        trace.pattern(4, 0)
    with pytest.raises(BadIndex, match="one cell"):
        trace.pattern(0, 0, pool=0)
