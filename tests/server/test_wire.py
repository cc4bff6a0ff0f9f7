"""What goes over the wire is what the tensor held, as exactly as the asked dtype allows."""

import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load

from cutaway import Model
from cutaway.errors import BadIndex
from cutaway.server.http.tensors import encode, pooled_shape, select


def header(data: bytes) -> dict:
    length = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + length])


def metadata(data: bytes) -> dict[str, str]:
    return header(data).get("__metadata__", {})


def dequantised(data: bytes) -> torch.Tensor:
    said = metadata(data)
    steps = load(data)["data"].double()
    values = float(said["offset"]) + float(said["scale"]) * steps
    return values.masked_fill(steps == int(said["masked"]), -math.inf) if "masked" in said else values


def test_float32_arrives_bit_for_bit() -> None:
    tensor = torch.randn(3, 5, 7)[:, 1:4]  # not contiguous
    assert torch.equal(load(encode(tensor, "float32"))["data"], tensor)


@pytest.mark.parametrize("dtype", ["float32", "float16", "uint8"])
def test_data_begins_where_a_typed_array_can_begin(dtype) -> None:
    data = encode(torch.randn(3, 5), dtype)
    assert (8 + int.from_bytes(data[:8], "little")) % 8 == 0


def test_float16_is_rounded_to_nearest() -> None:
    tensor = torch.randn(100)
    assert torch.equal(load(encode(tensor, "float16"))["data"], tensor.half())


def test_float16_keeps_masked_scores_as_minus_infinity() -> None:
    for masked in (-math.inf, torch.finfo(torch.float32).min):
        arrived = load(encode(torch.tensor([1.0, masked]), "float16"))["data"]
        assert arrived.tolist() == [1.0, -math.inf]


def test_numbers_beyond_float16_arrive_as_float32() -> None:
    tensor = torch.tensor([1.0, 70_000.0])
    data = encode(tensor, "float16")
    assert header(data)["data"]["dtype"] == "F32"
    assert torch.equal(load(data)["data"], tensor)


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=40))
def test_eight_bits_are_off_by_half_a_step_at_most(values: list[float]) -> None:
    tensor = torch.tensor(values)
    data = encode(tensor, "uint8")
    step = float(metadata(data)["scale"])
    assert step <= (max(values) - min(values)) / 255 * 1.0001
    assert float((dequantised(data) - tensor.double()).abs().max()) <= step / 2 * 1.0001 + 1e-9


def test_eight_bits_of_a_constant_tensor_are_exact() -> None:
    tensor = torch.full((4, 4), 0.125)
    assert torch.equal(dequantised(encode(tensor, "uint8")), tensor.double())


@pytest.mark.parametrize("masked", [-math.inf, math.nan, torch.finfo(torch.float32).min])
def test_masked_scores_have_a_byte_of_their_own(masked: float) -> None:
    tensor = torch.tensor([[-1.0, masked], [0.5, 2.0]])
    data = encode(tensor, "uint8")
    assert metadata(data)["masked"] == "0"
    assert (load(data)["data"] == 0).tolist() == [[False, True], [False, False]]
    arrived = dequantised(data)
    assert arrived[0, 1] == -math.inf
    assert torch.allclose(arrived[[0, 1, 1], [0, 0, 1]], torch.tensor([-1.0, 0.5, 2.0]).double(), atol=3 / 254 / 2)


def test_eight_bits_of_a_tensor_that_is_all_masked_say_so() -> None:
    assert dequantised(encode(torch.full((2, 2), -math.inf), "uint8")).eq(-math.inf).all()


def test_a_tensor_without_masked_cells_names_no_masked_byte() -> None:
    assert "masked" not in metadata(encode(torch.rand(5), "uint8"))


def test_half_precision_tensors_can_be_asked_for_in_every_dtype() -> None:
    for dtype in (torch.float16, torch.bfloat16):
        tensor = torch.randn(9).to(dtype)
        assert torch.equal(load(encode(tensor, "float32"))["data"], tensor.float())
        assert metadata(encode(tensor, "uint8")).keys() == {"scale", "offset"}


PART = st.one_of(
    st.integers(-7, 7).map(str),
    st.tuples(st.one_of(st.just(""), st.integers(-7, 7)), st.one_of(st.just(""), st.integers(-7, 7))).map(
        lambda bounds: f"{bounds[0]}:{bounds[1]}"
    ),
)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=3), st.lists(PART, max_size=4))
def test_an_index_selects_what_it_selects_in_numpy(shape: list[int], parts: list[str]) -> None:
    array = np.arange(math.prod(shape)).reshape(shape)
    text = ",".join(parts)
    try:
        expected = eval(f"array[{text or '...'}]", {"array": array})
    except IndexError:
        expected = np.empty(0)
    if expected.size == 0:
        with pytest.raises(BadIndex):
            select(text, shape)
        return
    selection = select(text, shape)
    assert selection.shape == expected.shape
    assert np.array_equal(array[selection.index], expected)


@pytest.mark.parametrize(
    "text", ["x", "1.5", "0:4:2", "1,,2", "...", "None", "١", "9" * 5000, "0:" + "9" * 30, "--1", "1 2", "\0"]
)
def test_what_is_no_index_is_refused(text: str) -> None:
    with pytest.raises(BadIndex):
        select(text, (10, 10, 10))


@given(st.integers(1, 40), st.integers(1, 40))
def test_the_foreseen_shape_is_the_pooled_shape(model: Model, positions: int, cells: int) -> None:
    trace = model.trace([1] * positions)
    pattern = trace.pooled("layers.0.attn.pattern", (), cells)
    assert tuple(pattern.shape) == pooled_shape(trace.sites["layers.0.attn.pattern"], cells)
