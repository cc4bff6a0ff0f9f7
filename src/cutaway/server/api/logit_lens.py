"""The logit lens: the list of streams, a rectangle of the grid, and one cell in full."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from cutaway import lenses
from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import UnsupportedModel
from cutaway.server.api.prediction import PredictionAnswer, prediction_answer
from cutaway.server.api.tokens import TokenFacts, token_facts
from cutaway.server.http import tensors as wire
from cutaway.server.http.deps import PROBLEMS, Page, State, as_json
from cutaway.server.http.problems import OverLimit
from cutaway.server.jobs import Check, read_trace
from cutaway.trace.site_names import SiteName

if TYPE_CHECKING:
    import torch

    from cutaway.trace.trace import Trace


Part = Literal["attention", "cross-attention", "mixer", "MLP"]


class LensRow(BaseModel):
    """A stream that the lens can read."""

    site: str
    layer: int = Field(description="The layer that it is in; the embedding is the input of layer 0.")
    place: Literal["embedding", "mid", "cross", "post"] = Field(
        description="Where in the layer: at its input, after its first part, after its cross-attention, at its end."
    )
    added: list[Part] = Field(
        description="The results added to the stream since the row before; several if they work in parallel."
    )


class LensRows(BaseModel):
    """All streams, in order of computation, and how many positions each has."""

    rows: list[LensRow]
    positions: int


class LensAnswer(BaseModel):
    """A rectangle of the grid. Grids are `[row][position]`."""

    rows: list[str] = Field(description="The sites that were read.")
    start: int = Field(description="The first position.")
    ids: list[list[int]] = Field(description="The most probable token of each cell.")
    probabilities: list[list[float]] = Field(description="Its probability.")
    entropy: list[list[float]] = Field(description="Of the whole distribution, in bits.")
    followed: list[int] = Field(description="The token that is followed at each position.")
    followed_probabilities: list[list[float]]
    ranks: list[list[int]] = Field(
        description="How many tokens are more probable than the followed one; 0 if it is the most probable."
    )
    tokens: dict[int, TokenFacts] = Field(description="Every token named above, by its id.")


MOST_CELLS = 2**14
_PARTS: dict[str, Part] = {"attn": "attention", "cross_attn": "cross-attention", "mixer": "mixer", "mlp": "MLP"}


def rows_answer(trace: "Trace") -> LensRows:
    """The streams of a trace.

    Raises:
        UnsupportedModel: the model has no prediction head.
    """
    count = position_count(trace)
    orders = {block.name: block.order for block in trace.model.anatomy.blocks}
    before: dict[str, int] = {}  # how many sites of a block come before its last row
    found: list[LensRow] = []
    for site in lenses.logitlens.streams(trace, ("mid", "cross", "post")):
        name = SiteName.of(site)
        assert name.block is not None and name.layer is not None
        order, start = orders[name.block], before.get(name.block, 0)
        end = before[name.block] = order.index(name.short)
        added: list[Part] = [title for part, title in _PARTS.items() if f"{part}.out" in order[start:end]]
        place = (
            "embedding"
            if not found
            else "post"
            if name.short == "resid_post"
            else "cross"
            if "cross" in name.short
            else "mid"
        )
        found.append(LensRow(site=site, layer=name.layer, place=place, added=added))
    return LensRows(rows=found, positions=count)


def position_count(trace: "Trace") -> int:
    """How many positions have a prediction.

    Raises:
        UnsupportedModel: the model has no prediction head.
    """
    if "logits" not in trace.sites:
        raise UnsupportedModel(
            "This model has no prediction head.", f"Choose one that predicts, such as {DEFAULT_MODEL}."
        )
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
        follow: a token's id; None for the text's own token at each prediction.

    Raises:
        OverLimit: there are more than `MOST_CELLS` cells.
        UnsupportedModel, BadIndex, NoSuchSite: as in `logit_lens`.
    """
    cells = len(rows) * len(columns)
    if cells > MOST_CELLS:
        raise OverLimit(
            f"{cells:,} cells of the lens are over the limit of {MOST_CELLS:,}.",
            "Ask for fewer rows or positions at once.",
            MOST_CELLS,
            cells,
        )
    wanted: list[tuple[int]] | tuple[int]
    wanted = [(id,) for id in lenses.logitlens.following(trace, columns)] if follow is None else (follow,)
    found = lenses.logit_lens(trace, columns, rows=rows, follow=wanted, read=read, on_chunk=lambda done, total: check())
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
        tokens={id: token_facts(trace.model, id) for id in sorted({*followed, *(id for row in ids for id in row)})},
    )


def logit_lens_router(state: State) -> APIRouter:
    """The routes under `/api/traces/{id}/lens`."""
    api = APIRouter(prefix="/api/traces/{id}/lens", responses=PROBLEMS)

    @api.get("/rows", response_model=LensRows)
    def lens_rows(id: str) -> Response:
        return as_json(rows_answer(state.traces.get(id).trace))

    @api.get("", response_model=LensAnswer)
    async def lens(
        id: str,
        request: Request,
        page: Page,
        rows: Annotated[list[str], Query(description="Sites of `/lens/rows`.", max_length=1024)],
        positions: Annotated[str, Query(description="A range: '0:16'; empty: all.")],
        follow: Annotated[
            int | None, Query(description="A token's id; without one, the text's own token at each prediction.")
        ] = None,
    ) -> Response:
        def answer(trace: "Trace", check: Check) -> Response:
            selection = wire.select(positions.strip() or ":", (position_count(trace),))
            (at,) = selection.index
            columns = range(at, at + 1) if isinstance(at, int) else range(at.start, at.stop)
            read = state.streams.reader(id, trace)
            return as_json(rectangle(trace, rows, columns, follow, read, check))

        return await read_trace(state, id, request, page, answer)

    @api.get("/cell", response_model=PredictionAnswer)
    async def lens_cell(
        id: str,
        row: str,
        position: int,
        request: Request,
        page: Page,
        top: Annotated[int, Query(ge=1, le=1000)] = 20,
    ) -> Response:
        def answer(trace: "Trace", check: Check) -> Response:
            found = lenses.lens_at(trace, row, position, top, state.streams.reader(id, trace))
            return as_json(prediction_answer(found))

        return await read_trace(state, id, request, page, answer)

    return api
