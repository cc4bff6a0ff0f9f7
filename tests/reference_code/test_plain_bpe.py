"""The plain trainer and the fast one learn the same merges."""

from collections import Counter

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cutaway.reference.plain_bpe import learn_merges
from cutaway.tokens.training.bpe_merges import merges_of
from cutaway.tokens.training.split_patterns import PATTERNS
from support.texts import hard_texts


def fast(pieces: list[str], most: int) -> list[tuple[bytes, bytes]]:
    return [merge.pair for merge in merges_of(Counter(pieces), most)]


@given(st.lists(st.text("ab é", min_size=1, max_size=12), max_size=8), st.integers(0, 30))
def test_of_any_pieces(pieces: list[str], most: int) -> None:
    assert learn_merges(pieces, most) == fast(pieces, most)


@pytest.mark.parametrize("pattern", ["gpt2", "gpt4"])
def test_of_texts_as_they_are_cut(pattern: str) -> None:
    pieces = [piece for text in hard_texts(40, 1) for piece in regex.findall(PATTERNS[pattern], text)]
    merges = learn_merges(pieces, 60)
    assert len(merges) == 60
    assert merges == fast(pieces, 60)
