"""A trace: one forward pass of one text, every tensor of it readable by name."""

import math
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import torch

from cutaway.errors import BadIndex
from cutaway.tokens.tokenizer import Token
from cutaway.trace.attention import derive
from cutaway.trace.record import Recording
from cutaway.trace.replay import head_results, replay_block, replay_outside
from cutaway.trace.sites import ATTENTION, Index, list_sites, missing, normalise, split, squeeze_axes

if TYPE_CHECKING:
    from cutaway.models.model import Model

_HEADS_AT_ONCE = 2**22
"""How many cells of patterns are held at once while they are pooled."""


class Trace(Mapping[str, torch.Tensor]):
    """One forward pass, kept as keyframes; any tensor inside is derived when it is asked for.

    A mapping from site name to tensor: `trace["layers.3.attn.pattern"]`. Shapes have no batch axis.

    Attributes:
        model: the `Model` that was traced.
        tokens: the text's tokens, with ids, bytes and places in the text.
        recording: the keyframes.
    """

    def __init__(self, model: "Model", tokens: tuple[Token, ...], recording: Recording) -> None:
        self.model = model
        self.tokens = tokens
        self.recording = recording
        self._block: tuple[int, dict[str, torch.Tensor]] | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        """The token ids."""
        return tuple(token.id for token in self.tokens)

    @property
    def seconds(self) -> float:
        """How long the forward pass took when it was recorded, measured."""
        return self.recording.seconds

    @property
    def bytes_held(self) -> int:
        """Bytes that the keyframes keep in memory, and the last replayed block beside them."""
        replayed = 0 if self._block is None else sum(t.nbytes for t in self._block[1].values())
        return self._recorded_bytes + replayed

    @cached_property
    def sites(self) -> Mapping[str, tuple[int, ...]]:
        """Name → shape of every tensor that can be read, in the order of computation."""
        return list_sites(self.model.anatomy, len(self.tokens))

    def __getitem__(self, site: str) -> torch.Tensor:
        return self.read(site)

    def __iter__(self) -> Iterator[str]:
        return iter(self.sites)

    def __len__(self) -> int:
        return len(self.sites)

    def read(self, site: str, index: Index = ()) -> torch.Tensor:
        """A tensor, or a part of it; only what is needed for that part is computed.

        Args:
            site: a name of `sites`.
            index: integers (which drop their axis, and may be negative) and slices without step, one an axis from the first on.

        Returns:
            The tensor in the model's own precision. Treat it as read-only: it may share memory with the trace.

        Raises:
            NoSuchSite: the model has no such site; the error names those it has.
            BadIndex: an index outside the tensor.
        """
        if site not in self.sites:
            raise missing(site, self.sites)
        slices = normalise(index, self.sites[site], site)
        with self.model.lock:
            part = self._read(site, slices)
        return part[squeeze_axes(index)]

    def pooled(self, site: str, index: Index, cells: int) -> torch.Tensor:
        """A tensor with each of its last two axes cut into consecutive windows, the maximum of each window taken.

        A window has `ceil(size / cells)` entries along its axis (the last may have fewer), so at most `cells` windows come out.

        Args:
            site: a name of `sites`, with at least two axes after `index`.
            index: as in `read`.
            cells: the most windows along each axis, at least 1.

        Raises:
            BadIndex: fewer than two axes are left, or `cells` is below 1.
        """
        if site not in self.sites:
            raise missing(site, self.sites)
        shape = self.sites[site]
        slices = normalise(index, shape, site)
        sizes = [s.stop - s.start for s in slices]
        if cells < 1 or len(sizes) < 2 or any(isinstance(part, int) for part in index[len(shape) - 2 :]):
            raise BadIndex(f"{site} can't be pooled to {cells} cells with that index.", "Pooling needs two whole axes.")
        window = tuple(max(1, math.ceil(size / cells)) for size in sizes[-2:])
        if len(sizes) == 2:
            return _max_windows(self.read(site, index)[None], window)[0]
        step = max(1, _HEADS_AT_ONCE // max(1, sizes[-1] * sizes[-2]))
        first = slices[0]
        parts = [
            _max_windows(self.read(site, (slice(i, min(i + step, first.stop)), *slices[1:])), window)
            for i in range(first.start, first.stop, step)
        ]
        pooled = torch.cat(parts) if parts else torch.empty(0, 0, 0)
        return pooled[squeeze_axes(index[:1])]

    def __repr__(self) -> str:
        return f"<Trace of {len(self.tokens)} tokens through {self.model.name}>"

    @cached_property
    def _recorded_bytes(self) -> int:
        return self.recording.bytes_held

    def _read(self, site: str, slices: tuple[slice, ...]) -> torch.Tensor:
        layer, name = split(site)
        if layer is None:
            return self._read_outside(name, slices)
        frame = self.recording.keyframes[layer]
        call = frame.attention
        if name == "resid_pre":
            return frame.residual[0][slices]
        if name == "resid_post" and layer + 1 < len(self.recording.keyframes):
            return self.recording.keyframes[layer + 1].residual[0][slices]
        if name in ATTENTION:
            if name in ("attn.scores", "attn.pattern"):
                return derive(call, slices[0], slices[1], "scores" if name == "attn.scores" else "pattern")[
                    :, :, slices[2]
                ]
            return {"attn.q": call.query, "attn.k": call.key, "attn.v": call.value}[name][0][slices]
        if name in ("attn.z", "attn.result"):
            z = call.output[0].transpose(0, 1)
            if name == "attn.z":
                return z[slices]
            results = head_results(self.model.hf, self.model.anatomy.blocks[layer], z, slices[0], slices[1])
            return results[:, :, slices[2]]
        return self._replayed(layer)[name][slices]

    def _read_outside(self, name: str, slices: tuple[slice, ...]) -> torch.Tensor:
        anatomy = self.model.anatomy
        count = len(self.tokens)
        if name != "logits":
            last = torch.tensor([count - 1], device=self.recording.ids.device)
            parts = {name: (anatomy.stem | anatomy.head)[name]}
            return replay_outside(self.model.hf, anatomy, self.recording, parts, last)[name][slices]
        logits = self.recording.last_logits
        if logits is not None and (slices[0].start, slices[0].stop) == (count - 1, count):
            return logits[None, slices[1]]
        positions = torch.arange(count, device=self.recording.ids.device)[slices[0]]
        wanted = None if len(positions) == count else positions
        return replay_outside(self.model.hf, anatomy, self.recording, {}, wanted)["logits"][:, slices[1]]

    def _replayed(self, layer: int) -> dict[str, torch.Tensor]:
        """The tensors of one replayed block; those of the last one asked for are kept."""
        if self._block is None or self._block[0] != layer:
            self._block = None
            frame = self.recording.keyframes[layer]
            self._block = (layer, replay_block(self.model.hf, self.model.anatomy.blocks[layer], frame))
        return self._block[1]


def _max_windows(tensor: torch.Tensor, window: tuple[int, ...]) -> torch.Tensor:
    """`(n, rows, columns)` → the maximum of each window."""
    return torch.nn.functional.max_pool2d(tensor[:, None], window, ceil_mode=True)[:, 0]
