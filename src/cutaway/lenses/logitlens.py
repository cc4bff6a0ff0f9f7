"""The logit lens: the model's own head applied to the residual stream of each layer, at each position.

The head is everything after the last block: final norm, unembedding, biases, scale, soft-cap. The model's own code runs it, with the
last block returning the stream of the layer in question.

Source: nostalgebraist 2020, "interpreting GPT: the logit lens".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from cutaway.arguments import checked
from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import BadIndex, NoSuchSite, UnsupportedModel
from cutaway.lenses.logits import Prediction, prediction_of
from cutaway.lenses.unembedding import Read, Readout
from cutaway.models.anatomy.anatomy import Block
from cutaway.tokens.tokenizer import Token
from cutaway.trace.running import OnBlock
from cutaway.trace.site_names import SiteName
from cutaway.trace.trace import Trace

_SLICE = 2**22
"""How many logits become probabilities at once; this takes a few copies of them."""

Place = Literal["mid", "cross", "post"]
"""After a block's attention, after its cross-attention, after its MLP."""


@dataclass(frozen=True, slots=True)
class LogitLens:
    """Predictions through the layers. A row is a stream, a column a position.

    >>> lens = cutaway.lenses.logit_lens(trace, layers=[0, 29], top=3)
    >>> lens.rows
    ('layers.0.resid_pre', 'layers.0.resid_post', 'layers.29.resid_post')
    >>> lens.ids.shape
    torch.Size([3, 6, 3])

    Attributes:
        rows: the names of the streams' sites, in order of computation.
        positions: the positions that were read.
        ids: `(rows, positions, top)`, the most probable tokens, most probable first.
        probabilities: `(rows, positions, top)`, of these tokens, float32, from a softmax over the whole vocabulary.
        entropy: `(rows, positions)`, of the whole distribution, in bits.
        followed: `(positions, tokens)`, the tokens that were followed.
        followed_probabilities: `(rows, positions, tokens)`, of these tokens.
        ranks: `(rows, positions, tokens)`, the number of tokens with a greater logit: 0 for the most probable.
    """

    rows: tuple[str, ...]
    positions: tuple[int, ...]
    ids: Tensor
    probabilities: Tensor
    entropy: Tensor
    followed: Tensor
    followed_probabilities: Tensor
    ranks: Tensor


@checked
def streams(trace: Trace, places: Sequence[Place] = ("post",)) -> tuple[str, ...]:
    """The sites that the lens can read, in order of computation: the first block's input, then each block's streams at `places`.

    In a two-stack model these are the decoder's. If a block normalises its sums (BERT), the lens reads the normed sum, which is the
    stream that the next part reads. Blocks without a place are skipped (parallel ones have no `mid`).
    """
    anatomy = trace.model.anatomy
    blocks = [block for block in anatomy.blocks if block.stack == anatomy.blocks[-1].stack]
    found = [f"{blocks[0].name}.resid_pre"]
    for block in blocks:
        named = {"mid": _after(block, "norm1", "resid_mid"), "cross": _after(block, "norm_cross", "resid_cross")}
        wanted = {named.get(place, "resid_post") for place in places}
        found += [f"{block.name}.{short}" for short in block.order if short in wanted]
    return tuple(site for site in found if trace.sites[site][-1] == anatomy.d_model)


def following(trace: Trace, positions: Sequence[int]) -> tuple[int, ...]:
    """The token that the prediction at each position is about.

    That is the next token of the text or, for a masked language model, the token at the position. At the end, at a mask and before a
    virtual token the text doesn't say, so it is the model's most probable token.
    """
    tokens = trace.target or trace.tokens
    ahead = trace.model.facts.predicts == "next"

    def about(position: int) -> int:
        there = position + ahead
        known = there < len(tokens) and not tokens[there].virtual and (ahead or not _is_mask(tokens[there]))
        return tokens[there].id if known else int(trace.read("logits", (position,)).argmax())

    return tuple(about(position) for position in _checked_positions(trace, positions))


@checked
def logit_lens(
    trace: Trace,
    positions: Sequence[int] | None = None,
    layers: Sequence[int] | None = None,
    places: Sequence[Place] = ("post",),
    *,
    rows: Sequence[str] | None = None,
    top: int = 1,
    follow: Tensor | Sequence[int] | Sequence[Sequence[int]] = (),
    read: Read | None = None,
    on_chunk: OnBlock | None = None,
) -> LogitLens:
    """Reads streams through the model's own head.

    >>> france = model.trace("The capital of France is")
    >>> lens = cutaway.lenses.logit_lens(france, positions=[-1], follow=model.tokenizer.encode(" Paris"))
    >>> ranks = lens.ranks[:, 0, 0]
    >>> ranks[0] > 1000, ranks[-1]  # far down in the embedding, first after the last block
    (tensor(True), tensor(0))

    Softmax and entropy are computed in float32; `lens_at` uses float64.

    Args:
        positions: the positions to read; None: all.
        layers: the layers to read (in a two-stack model, the decoder's); layer 0 brings the embedding with it. None: all.
        places: where in a layer.
        rows: names of `streams`, instead of `layers` and `places`.
        top: how many of the most probable tokens to keep.
        follow: tokens to look up in each distribution: `(tokens,)`, or `(positions, tokens)` if they differ by position.
        read: reads a stream, for a caller that keeps streams which take a replay; None: `trace.read`.
        on_chunk: called before each `AT_ONCE` logits with the number of cells done and the total; may raise `Cancelled` to stop.

    Raises:
        UnsupportedModel: the model has no prediction head.
        BadIndex: there is no such position, layer or token.
        NoSuchSite: `rows` has a name that is not a stream.
        Cancelled: when `on_chunk` raises it.
    """
    _check_predicts(trace)
    chosen = _checked_rows(trace, rows) if rows is not None else _rows_of(trace, layers, places)
    at = _checked_positions(trace, range(trace.sites["logits"][0]) if positions is None else positions)
    followed = _checked_follow(trace, follow, len(at))
    reader = Readout(trace, read or trace.read)
    count = len(chosen) * len(at)
    parts: list[_Read] = []
    for cells in reader.chunks(len(chosen), len(at)):
        if on_chunk is not None:
            on_chunk(cells.start, count)
        logits = reader.logits(chosen, at, cells)
        wanted = followed[[cell % len(at) for cell in cells]].to(logits.device)
        size = max(1, _SLICE // logits.shape[-1])
        parts += [
            _distributions(few, ids, top) for few, ids in zip(logits.split(size), wanted.split(size), strict=True)
        ]
    shape = (len(chosen), len(at))
    tops = min(max(top, 1), trace.sites["logits"][1])
    return LogitLens(
        rows=chosen,
        positions=at,
        ids=_joined([part.ids for part in parts]).reshape(*shape, tops),
        probabilities=_joined([part.probabilities for part in parts]).reshape(*shape, tops),
        entropy=_joined([part.entropy for part in parts]).reshape(shape),
        followed=followed,
        followed_probabilities=_joined([part.followed for part in parts]).reshape(*shape, followed.shape[1]),
        ranks=_joined([part.ranks for part in parts]).reshape(*shape, followed.shape[1]),
    )


@checked
def lens_at(trace: Trace, row: str, position: int, top: int = 20, read: Read | None = None) -> Prediction:
    """One cell of the lens in full, its softmax in float64.

    >>> cell = cutaway.lenses.lens_at(trace, "layers.29.resid_post", -1)
    >>> cell.top[0].id == cutaway.lenses.predict(trace).top[0].id
    True

    Args:
        row: a name of `streams`.
        position: the position to read; negative ones count from the end.
        top: how many candidates to list.

    Raises:
        UnsupportedModel, BadIndex, NoSuchSite: as in `logit_lens`.
    """
    _check_predicts(trace)
    rows = _checked_rows(trace, (row,))
    at = _checked_positions(trace, (position,))
    logits = Readout(trace, read or trace.read).logits(rows, at, range(1))[0]
    return prediction_of(trace.model, logits, at[0], top)


@dataclass(frozen=True, slots=True)
class _Read:
    """The results kept from the logits of a few cells, one row per cell."""

    ids: Tensor
    probabilities: Tensor
    entropy: Tensor
    followed: Tensor
    ranks: Tensor


def _distributions(logits: Tensor, follow: Tensor, top: int) -> _Read:
    """The results to keep from logits `(cells, vocabulary)`, with the tokens to follow `(cells, tokens)`."""
    logits = logits.float()
    if top > 1:
        best, ids = logits.topk(min(top, logits.shape[-1]))
    else:
        best, ids = logits.max(-1, keepdim=True)
    below = logits - best[:, :1]
    weights = below.exp()
    total = weights.sum(-1, keepdim=True)
    spread = torch.mul(weights, below, out=below).sum(-1)
    if bool(spread.isnan().any()):  # a logit of −∞ has no share, but no number times 0 is that
        spread = below.nan_to_num(nan=0.0).sum(-1)
    ranks: list[Tensor] = []
    for token in range(follow.shape[1]):
        own = logits.gather(-1, follow[:, token, None])
        ranks.append(
            torch.gt(logits, own, out=below).sum(-1).long()
        )  # counted in floats, which sum faster and are exact
    return _Read(
        ids=ids,
        probabilities=(best - best[:, :1]).exp() / total,
        entropy=(total[:, 0].log() - spread / total[:, 0]) / math.log(2),
        followed=weights.gather(-1, follow) / total,
        ranks=torch.stack(ranks, -1) if ranks else follow,
    )


def _after(block: Block, norm: str, total: str) -> str:
    return total if block.normalises_first or norm not in block.order else norm


def _is_mask(token: Token) -> bool:
    return token.special and "mask" in token.text.lower()


def _joined(parts: list[Tensor]) -> Tensor:
    return torch.cat(parts).cpu() if parts else torch.empty(0)


def _check_predicts(trace: Trace) -> None:
    if trace.model.facts.predicts == "nothing":
        raise UnsupportedModel(
            f"{trace.model.why_no_words()} So its layers can't be read as predictions.",
            f"Choose a model that predicts, such as {DEFAULT_MODEL}.",
        )


def _rows_of(trace: Trace, layers: Sequence[int] | None, places: Sequence[Place]) -> tuple[str, ...]:
    every = streams(trace, places)
    if layers is None:
        return every
    anatomy = trace.model.anatomy
    stack = anatomy.blocks[-1].stack
    count = sum(block.stack == stack for block in anatomy.blocks)
    strange = next((layer for layer in layers if not 0 <= layer < count), None)
    if strange is not None:
        raise BadIndex(f"There is no layer {strange}.", f"They go from 0 to {count - 1}.")
    return tuple(site for site in every if (name := SiteName.of(site)).stack == stack and name.layer in layers)


def _checked_rows(trace: Trace, rows: Sequence[str]) -> tuple[str, ...]:
    known = streams(trace, ("mid", "cross", "post"))
    strange = next((row for row in rows if row not in known), None)
    if strange is not None:
        raise NoSuchSite(f"{strange!r} is not a residual stream of this model.", f"There are: {', '.join(known)}.")
    return tuple(rows)


def _checked_positions(trace: Trace, positions: Sequence[int]) -> tuple[int, ...]:
    count = trace.sites["logits"][0]
    strange = next((position for position in positions if not -count <= position < count), None)
    if strange is not None:
        raise BadIndex(f"There is no position {strange}.", f"The text has {count} tokens, 0 to {count - 1}.")
    return tuple(position % count for position in positions)


def _checked_follow(trace: Trace, follow: Tensor | Sequence, positions: int) -> Tensor:
    """Tokens to follow as `(positions, tokens)`."""
    vocabulary = trace.sites["logits"][1]
    try:
        ids = torch.as_tensor(follow, dtype=torch.long)
    except (
        TypeError,
        ValueError,
        RuntimeError,
        OverflowError,
    ):  # no numbers, rows of several lengths, numbers of over 64 bits
        ids = torch.zeros((), dtype=torch.long)
    ids = ids.expand(positions, -1) if ids.dim() == 1 else ids
    if ids.is_meta or ids.dim() != 2 or len(ids) != positions or bool(((ids < 0) | (ids >= vocabulary)).any()):
        raise BadIndex(
            "These are not tokens to follow.",
            f"Give ids from 0 to {vocabulary - 1}: one list for all positions, or one for each of the {positions}.",
        )
    return ids
