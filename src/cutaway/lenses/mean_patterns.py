"""Many patterns in one: means over heads and layers, and weights between words instead of tokens."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor

from cutaway.arguments import checked
from cutaway.errors import BadIndex, UnsupportedModel
from cutaway.lenses.patterns import Sites, check_patterns, each_layer, tiles
from cutaway.tokens.tokenizer import Token
from cutaway.trace.attention_patterns import pool
from cutaway.trace.running import OnBlock
from cutaway.trace.sites import normalise
from cutaway.trace.trace import Trace


@checked
def mean_pattern(
    trace: Trace,
    sites: Sites,
    heads: Sequence[int] | None = None,
    queries: slice = slice(None),
    keys: slice = slice(None),
    *,
    on_layer: OnBlock | None = None,
) -> Tensor:
    """The mean of patterns, over layers and heads.

    >>> mean = cutaway.lenses.mean_pattern(trace, ["layers.3.attn.pattern", "layers.4.attn.pattern"])
    >>> mean.shape
    torch.Size([6, 6])
    >>> torch.allclose(mean.sum(-1), torch.ones(6))
    True

    Args:
        sites: the layers' patterns; layers without attention are skipped.
        heads: the heads of each layer; None: all.
        queries, keys: the part to average.
        on_layer: called before each layer; may raise `Cancelled` to stop.

    Returns:
        `(queries, keys)`, float32. Memory holds only this and one tile.

    Raises:
        UnsupportedModel: there is no pattern.
        BadIndex: there is no such head.
    """
    found = [site for site in sites if site is not None]
    if not found:
        raise UnsupportedModel("There is no attention pattern here.", "Choose another layer or model.")
    check_patterns(trace, found)
    shape = trace.sites[found[0]]
    _, queries, keys = normalise((slice(None), queries, keys), shape, found[0])
    rows = range(*queries.indices(shape[1]))
    total = torch.zeros(len(rows), len(range(*keys.indices(shape[2]))))
    count = 0
    strange = next((head for head in heads or () if not 0 <= head < shape[0]), None)
    if strange is not None:
        raise BadIndex(f"There is no head {strange}.", f"They go from 0 to {shape[0] - 1}.")
    for _, site in each_layer(found, on_layer):
        assert site is not None
        chosen = [slice(None)] if heads is None else [slice(head, head + 1) for head in heads]
        count += trace.sites[site][0] if heads is None else len(heads)
        for part in chosen:
            for few, pattern in tiles(trace, site, part, queries, keys):
                total[few.start - rows.start : few.stop - rows.start] += pattern.sum(0).cpu()
    return total / count


def by_word(pattern: Tensor, query_words: Sequence[int], key_words: Sequence[int]) -> Tensor:
    """Weights between words: summed over a word's tokens as keys, averaged over them as queries, so that rows still sum to one.

    This follows Clark et al. 2019 (What Does BERT Look At?).

    Args:
        pattern: `(queries, keys)`.
        query_words, key_words: the number of each token's word, as `words` returns them; for a window, those of its tokens.

    Returns:
        `(words, words)`, beginning with the first number's word.
    """
    rows, columns = torch.tensor(query_words) - query_words[0], torch.tensor(key_words) - key_words[0]
    to = torch.zeros(len(pattern), int(columns[-1]) + 1, dtype=pattern.dtype).index_add_(1, columns, pattern)
    whole = torch.zeros(int(rows[-1]) + 1, to.shape[1], dtype=pattern.dtype).index_add_(0, rows, to)
    return whole / torch.bincount(rows)[:, None]


def tokens_of(numbers: Sequence[int], words: slice) -> slice:
    """The range of tokens that make up a range of words.

    Args:
        numbers: the number of each token's word, as `words` returns them.
        words: the range of words.
    """
    return slice(bisect_left(numbers, words.start), bisect_left(numbers, words.stop))


def words(tokens: Sequence[Token], text: str | None) -> list[int]:
    """The number of each token's word, from 0 on.

    A word begins after white space, and each special or virtual token is a word of its own.

    Args:
        text: the text that the tokens' bounds refer to; None if it is unknown, and then the tokens' own texts decide.
    """
    numbers: list[int] = []
    number, last = -1, None
    for token in tokens:
        alone = last is None or token.special or last.special or token.virtual or last.virtual
        apart = alone or (last is not None and _apart(last, token, text))
        number += apart
        numbers.append(number)
        last = token
    return numbers


def _apart(last: Token, token: Token, text: str | None) -> bool:
    if text is None or token.end > len(text):
        begins = token.text[:1].isspace() or last.text[-1:].isspace() or token.text.startswith(("▁", "Ġ"))
        return begins and not last.text.isspace()
    before, inside = text[last.start : last.end], text[token.start : token.end]
    if text[last.end : token.start]:
        return True
    return not before.isspace() and (inside[:1].isspace() or before[-1:].isspace())


def shrunk(pattern: Tensor, cells: int, how: Literal["max", "mean"]) -> Tensor:
    """A pattern in at most so many cells on a side, each the maximum or the mean of the window that it stands for."""
    return pool(pattern, (math.ceil(pattern.shape[0] / cells), math.ceil(pattern.shape[1] / cells)), how)
