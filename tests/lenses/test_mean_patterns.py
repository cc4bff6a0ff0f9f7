"""Means of patterns and weights between words, against plain loops over Hugging Face's attentions."""

import numpy as np
import pytest
import torch

from cutaway import Model
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.lenses import patterns
from cutaway.lenses.mean_patterns import by_word, mean_pattern, words
from support.reference import FAMILIES, small
from support.serving import tiny

IDS = (3, 17, 5, 5, 40, 8, 22)


def attentions(family: str) -> np.ndarray:
    """`(layers, heads, queries, keys)` of Hugging Face's eager pass."""
    hf = small(family)
    hf.set_attn_implementation("eager")
    with torch.no_grad():
        found = hf(torch.tensor([IDS]), output_attentions=True).attentions
    return torch.cat(found).numpy()


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("in_tiles", [False, True])
def test_means_are_those_of_hugging_face_s_patterns(
    family: str, in_tiles: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_tiles:
        monkeypatch.setattr(patterns, "_CELLS", 2 * 6 * len(IDS))
    model = Model(small(family))
    trace = model.trace(IDS)
    sites = [f"{block.name}.attn.pattern" for block in model.anatomy.blocks]
    expected = attentions(family)
    np.testing.assert_allclose(mean_pattern(trace, sites), expected.mean((0, 1)), atol=1e-6)
    np.testing.assert_allclose(mean_pattern(trace, [None, sites[1]]), expected[1].mean(0), atol=1e-6)
    np.testing.assert_allclose(mean_pattern(trace, sites, [1, 3]), expected[:, [1, 3]].mean((0, 1)), atol=1e-6)
    part = mean_pattern(trace, sites[:1], None, slice(2, 6), slice(1, 4))
    np.testing.assert_allclose(part, expected[0].mean(0)[2:6, 1:4], atol=1e-6)


def test_no_pattern_and_no_such_head_are_refused() -> None:
    trace = Model(small("llama")).trace(IDS)
    with pytest.raises(UnsupportedModel):
        mean_pattern(trace, [None])
    with pytest.raises(BadIndex):
        mean_pattern(trace, ["layers.0.attn.pattern"], [99])


def test_weights_to_a_word_are_added_and_those_from_it_averaged() -> None:
    pattern = torch.rand(5, 4)
    pattern /= pattern.sum(-1, keepdim=True)
    rows, columns = [0, 1, 1, 2, 2], [0, 0, 1, 2]
    found = by_word(pattern, rows, columns)
    for row in range(3):
        for column in range(3):
            cells = [
                sum(float(pattern[q, k]) for k in range(4) if columns[k] == column) for q in range(5) if rows[q] == row
            ]
            assert float(found[row, column]) == pytest.approx(sum(cells) / len(cells), abs=1e-6)
    torch.testing.assert_close(found.sum(-1), torch.ones(3))


def test_words_of_a_real_text(smollm2: Model, minilm: Model) -> None:
    text = "Unbelievably, the cat's antidisestablishmentarianism"
    for model in (smollm2, minilm):
        trace = model.trace(text)
        numbers = words(trace.tokens, trace.text)
        joined: dict[int, str] = {}
        for token, number in zip(trace.tokens, numbers, strict=True):
            if not token.special:
                joined[number] = joined.get(number, "") + text[token.start : token.end]
        assert [word.strip() for word in joined.values()] == text.split()
        assert numbers == sorted(numbers)


def test_words_without_a_text_go_by_the_tokens(smollm2: Model) -> None:
    tokens = smollm2.tokens("The cat sat, unbelievably")
    assert words(tokens, None) == words(tokens, "The cat sat, unbelievably")


def test_a_space_of_its_own_belongs_to_the_word_after_it_with_and_without_the_text() -> None:
    tokens = tiny().tokens("la chat, la")  # a token for each byte
    assert words(tokens, "la chat, la") == words(tokens, None) == [0] * 2 + [1] * 6 + [2] * 3
