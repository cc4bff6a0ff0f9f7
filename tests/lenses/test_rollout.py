"""Rollout and flow, against products and maximum flows of Hugging Face's own attentions."""

import networkx
import numpy as np
import pytest
import torch

from cutaway import Model
from cutaway.errors import BadIndex, TextTooLong, UnsupportedModel
from cutaway.lenses import patterns, rollout
from cutaway.lenses.rollout import flow_from, rollout_from
from cutaway.trace.trace import Trace
from support.reference import FAMILIES, small

IDS = (3, 17, 5, 5, 40, 8, 22)


def sites_of(trace: Trace) -> list[str | None]:
    return [f"{block.name}.attn.pattern" for block in trace.model.anatomy.blocks]


def step_matrices(family: str) -> list[np.ndarray]:
    """Half the heads' mean and half the identity, from Hugging Face's eager pass."""
    hf = small(family)
    hf.set_attn_implementation("eager")
    with torch.no_grad():
        attentions = hf(torch.tensor([IDS]), output_attentions=True).attentions
    return [each[0].double().mean(0).numpy() / 2 + np.eye(len(IDS)) / 2 for each in attentions]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("position", [-1, 0, 4])
@pytest.mark.parametrize("in_tiles", [False, True])
def test_a_rollout_is_a_row_of_the_product(
    family: str, position: int, in_tiles: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_tiles:
        monkeypatch.setattr(patterns, "_CELLS", 2 * 6 * len(IDS))
    trace = Model(small(family)).trace(IDS)
    found = rollout_from(trace, sites_of(trace), position).numpy()
    matrices = step_matrices(family)
    row = np.eye(len(IDS))[position]
    expected = [row]
    for matrix in matrices[::-1]:
        row = row @ matrix
        expected.append(row)
    np.testing.assert_allclose(found, np.stack(expected), atol=1e-5)
    np.testing.assert_allclose(found.sum(-1), 1, atol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_flow_is_the_maximum_flow(family: str) -> None:
    trace = Model(small(family)).trace(IDS)
    found = flow_from(trace, sites_of(trace), -1)
    matrices = step_matrices(family)[::-1]
    graph = networkx.DiGraph()
    for depth, matrix in enumerate(matrices):
        for row, column in zip(*matrix.nonzero(), strict=True):
            graph.add_edge(f"{depth} {row}", f"{depth + 1} {column}", capacity=matrix[row, column])
    top = f"0 {len(IDS) - 1}"
    for token, value in enumerate(found.tolist()):
        expected = networkx.maximum_flow_value(graph, top, f"{len(matrices)} {token}")
        assert value == pytest.approx(expected, abs=1e-5)


def test_what_can_t_be_followed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(small("llama"))
    trace = model.trace(IDS)
    with pytest.raises(BadIndex):
        rollout_from(trace, sites_of(trace), len(IDS))
    with pytest.raises(UnsupportedModel):
        rollout_from(trace, [None, None], 0)
    with pytest.raises(UnsupportedModel):
        rollout_from(trace, ["decoder.layers.0.cross_attn.pattern"], 0)
    monkeypatch.setattr(rollout, "MOST_FOR_FLOW", len(IDS) - 1)
    with pytest.raises(TextTooLong):
        flow_from(trace, sites_of(trace), 0)
