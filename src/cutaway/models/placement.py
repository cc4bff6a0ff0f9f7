"""The device and precision of a model's weights: one device, or several and the disk for a model that fits no device."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cutaway.errors import UnsupportedModel
from cutaway.json_files import read_json

if TYPE_CHECKING:
    import torch
    from torch import nn

DTYPES = ("float32", "bfloat16", "float16", "auto")
"""The values of `dtype`; `auto` is the precision in which the weights were saved."""
DEVICES = "cpu, cuda, cuda:1 (a GPU's number), mps, or offload (all devices and the disk)"
_WIDTHS = {"float64": 8, "float32": 4, "bfloat16": 2, "float16": 2}
_ROOM = 0.8
"""The share of free memory that weights may take; the rest is for computing."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where to put weights.

    Attributes:
        device: PyTorch's name of the device; `offload` for all devices and the disk.
        dtype: PyTorch's name of the precision, or `auto`.
    """

    device: str
    dtype: str

    @property
    def offloads(self) -> bool:
        """Whether Accelerate spreads the weights over devices and disk."""
        return self.device == "offload"


def choose(folder: Path, device: str | None = None, dtype: str | None = None) -> Placement:
    """Where the weights in `folder` go: to the requested device, else to the first one that has room.

    Args:
        device: one of `DEVICES`, or None to choose: CUDA, MPS, CPU, or all of them with the disk if none has room.
        dtype: one of `DTYPES`; None is float32, the most exact.

    Raises:
        UnsupportedModel: there is no such device here, or no such precision.
    """
    dtype = dtype or "float32"
    if dtype not in DTYPES:
        raise UnsupportedModel(f"There is no precision {dtype!r}.", f"Choose one of {', '.join(DTYPES)}.")
    if device is not None:
        _check(device)
        return Placement(device, dtype)
    size = weight_bytes(folder, dtype)
    for name, free in _devices():
        if size <= _ROOM * free:
            return Placement(name, dtype)
    return Placement("offload", dtype)


def weight_bytes(folder: Path, dtype: str) -> int:
    """How many bytes the weights in a folder take in a precision."""
    saved = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    config = read_json(folder / "config.json")
    if config.get("quantization_config"):  # its weights stay as they were saved
        return saved
    stored = str(config.get("dtype") or config.get("torch_dtype") or "float32")
    width = _WIDTHS.get(stored, 4)
    return saved * _WIDTHS.get(dtype, width) // width


def arguments(placement: Placement, offload_folder: Path) -> dict[str, Any]:
    """The arguments of `from_pretrained` for a placement."""
    import torch

    dtype = placement.dtype if placement.dtype == "auto" else getattr(torch, placement.dtype)
    if not placement.offloads:
        return {"dtype": dtype}
    return {"dtype": dtype, "device_map": "auto", "offload_folder": str(offload_folder)}


def device_of(hf: "nn.Module") -> "torch.device":
    """The device for a model's inputs: that of its first weights in memory, or the one that they are moved to."""
    import torch

    hook = getattr(hf, "_hf_hook", None)
    execution = getattr(hook, "execution_device", None)
    if execution is not None:
        return torch.device(execution)
    here = next((p.device for p in hf.parameters() if not p.is_meta), None)
    return torch.device("cpu") if here is None else here


def is_offloaded(hf: "nn.Module") -> bool:
    """Whether Accelerate spread the model over devices, so that its keyframes stay on the CPU."""
    return len(set(getattr(hf, "hf_device_map", {}).values())) > 1


def _check(device: str) -> None:
    import torch

    if device == "offload":
        return
    try:
        kind = torch.device(device)
        there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
        usable = there.get(kind.type, False) and (kind.index or 0) < max(1, torch.cuda.device_count())
    except RuntimeError:
        usable = False
    if not usable:
        here = ", ".join(name for name, _ in _devices())
        raise UnsupportedModel(
            f"There is no device {device!r} on this machine.", f"There is: {here}. Devices are named {DEVICES}."
        )


def _devices() -> list[tuple[str, float]]:
    """The devices of this machine, fastest first, with the free bytes of each."""
    import psutil
    import torch

    memory = float(psutil.virtual_memory().available)
    found: list[tuple[str, float]] = []
    if torch.cuda.is_available():
        found += [(f"cuda:{i}", float(torch.cuda.mem_get_info(i)[0])) for i in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append(("mps", memory))
    return [*found, ("cpu", memory)]
