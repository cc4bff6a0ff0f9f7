"""What the logit lens finds, as the JSON bodies that the page reads."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cutaway.errors import UnsupportedModel
from cutaway.server.api.answers import token_facts
from cutaway.server.api.logit_lens_schema import LensAnswer, LensRow, LensRows, LensToken, Part
from cutaway.server.http.problems import TooLarge

if TYPE_CHECKING:
    import torch

    from cutaway.server.jobs import Check
    from cutaway.trace.trace import Trace

MOST_CELLS = 2**14
_PARTS: dict[str, Part] = {"attn": "attention", "cross_attn": "cross-attention", "mixer": "mixer", "mlp": "MLP"}


def rows(trace: "Trace") -> LensRows:
    """The streams of a trace.

    Raises:
        UnsupportedModel: the model has no prediction head.
    """
    from cutaway.lenses.logitlens import streams
    from cutaway.trace.sites import split

    count = positions(trace)
    orders = {block.name: block.order for block in trace.model.anatomy.blocks}
    before: dict[str, int] = {}  # how many sites of a block come before its last row
    found: list[LensRow] = []
    for site in streams(trace, ("mid", "cross", "post")):
        block, short = split(site)
        assert block is not None
        order, start = orders[block], before.get(block, 0)
        before[block] = order.index(short)
        added: list[Part] = [name for part, name in _PARTS.items() if f"{part}.out" in order[start : before[block]]]
        place = (
            "embedding" if not found else "post" if short == "resid_post" else "cross" if "cross" in short else "mid"
        )
        found.append(LensRow(site=site, layer=int(block.rpartition(".")[2]), place=place, added=added))
    return LensRows(rows=found, positions=count)


def positions(trace: "Trace") -> int:
    """How many positions have a prediction.

    Raises:
        UnsupportedModel: the model has no prediction head.
    """
    if "logits" not in trace.sites:
        raise UnsupportedModel("This model has no prediction head.", "Choose one that predicts, such as smollm2.")
    return trace.sites["logits"][0]


def rectangle(
    trace: "Trace",
    rows: Sequence[str],
    columns: range,
    follow: int | None,
    read: "Callable[[str], torch.Tensor]",
    check: "Check",
) -> LensAnswer:
    """A rectangle of the grid.

    Args:
        follow: a token's id; None for what really stands where each prediction points.

    Raises:
        TooLarge: more than `MOST_CELLS` cells.
        UnsupportedModel, BadIndex, NoSuchSite: as `logit_lens`.
    """
    from cutaway.lenses.logitlens import following, logit_lens

    cells = len(rows) * len(columns)
    if cells > MOST_CELLS:
        raise TooLarge(
            f"{cells:,} cells of the lens are over the limit of {MOST_CELLS:,}.",
            "Ask for fewer rows or positions at once.",
            MOST_CELLS,
            cells,
        )
    wanted: list[tuple[int]] | tuple[int]
    wanted = [(id,) for id in following(trace, columns)] if follow is None else (follow,)
    found = logit_lens(trace, columns, rows=rows, follow=wanted, read=read, on_chunk=lambda done, total: check())
    ids, followed = found.ids[..., 0].tolist(), found.followed[:, 0].tolist()
    return LensAnswer(
        rows=list(found.rows),
        start=columns.start,
        ids=ids,
        probabilities=found.probabilities[..., 0].tolist(),
        entropy=found.entropy.tolist(),
        followed=followed,
        followed_probabilities=found.followed_probabilities[..., 0].tolist(),
        ranks=found.ranks[..., 0].tolist(),
        tokens={
            id: LensToken(**token_facts(trace.model, id))
            for id in sorted({*followed, *(id for row in ids for id in row)})
        },
    )
