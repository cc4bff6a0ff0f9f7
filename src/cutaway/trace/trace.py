"""A trace: one forward pass of one text, with every tensor readable by name."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from cutaway.arguments import checked
from cutaway.errors import BadIndex, TooLarge
from cutaway.system_errors import memory_errors
from cutaway.tokens.tokenizer import Token
from cutaway.trace import interop
from cutaway.trace.attention_patterns import Overview, overview, pool, tiles
from cutaway.trace.edits import Edit, check, earliest, visits
from cutaway.trace.explain.explain_number import explain
from cutaway.trace.explain.explanation import Explanation
from cutaway.trace.file import save
from cutaway.trace.reader import TraceReader
from cutaway.trace.recording import Recording, recording
from cutaway.trace.running import OnBlock, run
from cutaway.trace.site_names import SiteName, matching
from cutaway.trace.sites import Index, normalise, squeeze_axes

if TYPE_CHECKING:
    from cutaway.model import Model

_AT_ONCE = 2**22
"""How many numbers of a tensor are in memory at once while it is pooled."""


class Trace(TraceReader):
    """One forward pass, kept as keyframes; any tensor inside is derived on demand.

    A mapping from site name to tensor:

    >>> list(trace)[:3]
    ['embed', 'layers.0.resid_pre', 'layers.0.norm1']
    >>> trace["layers.3.attn.pattern"].shape
    torch.Size([9, 6, 6])
    >>> torch.equal(trace["pattern", 3], trace["layers.3.attn.pattern"])
    True
    >>> trace.read("logits", (-1,)).shape  # computes only the last position
    torch.Size([49152])

    Shapes have no batch axis. A block's names follow its own, such as `layers.3`:

    - `resid_pre`, `norm1`, `attn.out`, `resid_mid`, `norm2`, `mlp.out`, `resid_post`: `(positions, d_model)`
    - `attn.q`, `attn.z`: `(heads, positions, d_head)`; `attn.k`, `attn.v`: `(key_value_heads, positions, d_head)`
    - `attn.scores`, `attn.pattern`: `(heads, queries, keys)`; `attn.result`: `(heads, positions, d_model)`
    - `mlp.gate`, `mlp.pre`, `mlp.post`: `(positions, d_mlp)`
    - outside the blocks `embed`, `final_norm`: `(positions, d_model)`; `logits`: `(positions, vocabulary)`

    Attributes:
        model: the `Model` that was traced.
        tokens: one for each position: virtual tokens first, then the text's, with ids, bytes and bounds in the text.
        text: the text as typed; None if token ids were given.
        target: the tokens for a two-stack model's decoder; empty for one stack.
        recording: the keyframes.
        edits: the changes inside; empty for the model's own pass.
    """

    def __init__(
        self,
        model: "Model",
        tokens: tuple[Token, ...],
        recording: Recording,
        *,
        text: str | None = None,
        target: tuple[Token, ...] = (),
        edits: tuple[Edit, ...] = (),
    ) -> None:
        super().__init__(model, tokens, recording, text, target, edits, visits([edits]) if edits else {})

    @property
    def seconds(self) -> float:
        """How long the forward pass took when it was recorded, measured."""
        return self.recording.seconds

    @property
    def bytes_held(self) -> int:
        """The bytes in memory: keyframes, the last replayed block, and pinned tensors."""
        beside = (*self._replayed[1].values(), *self._pinned.values())
        return self._recorded_bytes + sum(tensor.nbytes for tensor in beside)

    @memory_errors()
    @checked
    def pattern(
        self,
        layer: int | str,
        head: int,
        *,
        queries: slice = slice(None),
        keys: slice = slice(None),
        pool: int | None = None,
        attention: str = "attn",
    ) -> torch.Tensor | Overview:
        """One head's attention pattern: a window of it, or an overview; memory never holds a long one whole.

        Args:
            layer: its number (in a two-stack model, of the decoder), or its name, such as `encoder.layers.3`.
            head: the head.
            queries, keys: the window, as slices without step.
            pool: the most cells of the overview along each axis; None for the weights themselves.
            attention: `attn`, or `cross_attn` in a decoder that looks at an encoder.

        Returns:
            `(queries, keys)`; with `pool`, an `Overview` of windows with their greatest and mean weight.

        Raises:
            NoSuchSite: there is no such attention.
            BadIndex: the head or the window is outside the pattern, or `pool` is below 1.
        """
        stack = self.model.anatomy.blocks[-1].stack
        site = f"{layer if isinstance(layer, str) else f'{stack}layers.{layer}'}.{attention}.pattern"
        only, rows, columns = normalise((head, queries, keys), self._shape(site), site)
        if pool is None:
            return self.read(site, (head, queries, keys))
        if pool < 1:
            raise BadIndex(f"An overview of {pool} cells can't be made.", "Ask for at least one cell.")
        with self.model.lock:
            call = None if self._kept(site) is not None else self._call_of(site)
            if call is not None:
                with self.as_made(self._block_of(site)):
                    return overview(call, only.start, rows, columns, pool)
            whole = self._read(site, (only, rows, columns))[0]
        return _overview_of(whole, pool)

    @checked
    def pooled(self, site: str, index: Index, cells: int) -> torch.Tensor:
        """The maxima of a tensor over windows, which cut each of its last two axes into consecutive ranges.

        A window has `ceil(size / cells)` entries along its axis (the last may have fewer), so at most `cells` windows come out.

        Args:
            site: a name of `sites`, with at least two axes after `index`.
            index: as in `read`.
            cells: the most windows along each axis, at least 1.

        Raises:
            BadIndex: fewer than two axes remain, or `cells` is below 1.
        """
        shape = self._shape(site)
        slices = normalise(index, shape, site)
        sizes = [s.stop - s.start for s in slices]
        if cells < 1 or len(sizes) < 2 or any(isinstance(part, int) for part in index[len(shape) - 2 :]):
            raise BadIndex(f"{site} can't be pooled to {cells} cells with that index.", "Pooling needs two whole axes.")
        window = (max(1, math.ceil(sizes[-2] / cells)), max(1, math.ceil(sizes[-1] / cells)))
        with self.model.lock:
            if len(sizes) == 2:
                return pool(self._read(site, slices), window)
            if math.prod(sizes) <= _AT_ONCE:
                return pool(self._read(site, slices), window)[squeeze_axes(index[:1])]
            heads = range(slices[0].start, slices[0].stop)
            parts = [self._pooled_head(site, head, slices, window) for head in heads]
        pooled = torch.stack(parts) if parts else torch.empty(0, 0, 0)
        return pooled[squeeze_axes(index[:1])]

    @checked
    def rerun(self, edits: Sequence[Edit] | Edit, *, on_block: OnBlock | None = None) -> "Trace":
        """Runs the same text again with changes inside, from the earliest changed block on.

        Args:
            edits: from `cutaway.ablate`, `replace`, `steer` and `freeze`; they apply after this trace's own edits.
            on_block: called before each block with the number done and the total; may raise `Cancelled` to stop.

        Returns:
            A new trace, which works like any other.

        Raises:
            NoSuchSite, BadIndex: an edit changes something that this model or text does not have.
            BadEdit: the values of an edit do not fit.
            ModelChanged: the model's numbers have been overwritten.
            Cancelled: when `on_block` raises it.
        """
        new = (edits,) if isinstance(edits, Edit) else tuple(edits)
        check(new, self)
        made = (*self.edits, *new)
        start = earliest(new, self.model.anatomy)
        with self.as_made(whole=True):
            left = run(
                self.model, self.recording.inputs, visits([made]),
                start=start, outputs=self.recording.outputs, on_block=on_block,
            )  # fmt: skip
        found = recording(self.recording.inputs, left, self.recording.state)
        frames = (*self.recording.keyframes[:start], *found.keyframes[start:])
        whole = dataclasses.replace(found, keyframes=frames)
        return Trace(self.model, self.tokens, whole, text=self.text, target=self.target, edits=made)

    @memory_errors()
    @checked
    def explain(self, site: str, *, index: tuple[int, ...] | None = None, top: int = 8, **axes: int) -> Explanation:
        """Why one number is what it is: see `cutaway.trace.explain.explain_number.explain`."""
        return explain(self, site, index=index, top=top, **axes)

    def save(self, file: str | Path, sites: Sequence[str] | None = None) -> None:
        """Writes the trace, or some of its tensors, to a file: see `cutaway.trace.file.save`."""
        save(self, file, sites, text=self.text)

    @property
    def attentions(self) -> tuple[torch.Tensor, ...]:
        """Every layer's patterns, `(1, heads, queries, keys)`, as returned by Hugging Face's `output_attentions`."""
        return interop.attentions(self)

    def to_numpy(self, site: str) -> np.ndarray:
        """A tensor as a numpy array: see `cutaway.trace.interop.to_numpy`."""
        return interop.to_numpy(self, site)

    def to_transformer_lens(self) -> Mapping[str, torch.Tensor]:
        """The tensors by TransformerLens's names: see `cutaway.trace.transformer_lens.to_transformer_lens`."""
        return interop.to_transformer_lens(self)

    @checked
    def pin(self, sites: Sequence[str] | str | None = None, *, limit: int = 2**30) -> int:
        """Reads tensors now and keeps them in memory, so that they stay readable whatever happens to the model.

        Args:
            sites: names, or patterns such as `layers.*.mlp.out`; None for every tensor.
            limit: the most bytes that they may take together.

        Returns:
            The total number of pinned bytes.

        Raises:
            NoSuchSite: nothing matches a name or pattern.
            TooLarge: they have more bytes than `limit`; the error says how many.
            ModelChanged: the model's numbers have already been overwritten.
        """
        asked = [sites] if isinstance(sites, str) else sites
        chosen = [*self.sites] if asked is None else matching(asked, self.sites)
        size = self.model.hf.dtype.itemsize * sum(math.prod(self.sites[site]) for site in chosen)
        if size > limit:
            raise TooLarge(
                f"These {len(chosen)} tensors have {size:,} bytes together, more than the {limit:,} that may be pinned.",
                f"Choose some (trace.pin('layers.*.mlp.out')), or raise the limit: trace.pin(limit={size}).",
            )
        with self.model.lock:
            for site in chosen:
                if site not in self._pinned:
                    self._pinned[site] = self._read(site, normalise((), self.sites[site], site))
        return sum(tensor.nbytes for tensor in self._pinned.values())

    def __repr__(self) -> str:
        edited = f", {len(self.edits)} edits" if self.edits else ""
        virtual = len(self.tokens) - len(self.ids)
        counted = f"{len(self.ids)} tokens" + (f" after {virtual} virtual ones" if virtual else "")
        return f"<Trace of {counted} through {self.model.name}{edited}>"

    @cached_property
    def _recorded_bytes(self) -> int:
        return self.recording.bytes_held

    def _pooled_head(self, site: str, head: int, slices: tuple[slice, ...], window: tuple[int, int]) -> torch.Tensor:
        _, rows, columns = slices
        kind = SiteName.of(site).tensor
        call = None if self._kept(site) is not None else self._call_of(site)
        if call is None or (kind != "scores" and kind != "pattern"):
            return pool(self._read(site, (slice(head, head + 1), rows, columns))[0], window)
        with self.as_made(self._block_of(site)):
            return torch.cat([pool(tile[:, columns], window) for tile in tiles(call, head, rows, window[0], kind)])


def _overview_of(pattern: torch.Tensor, cells: int) -> Overview:
    sizes = (max(1, math.ceil(pattern.shape[0] / cells)), max(1, math.ceil(pattern.shape[1] / cells)))
    return Overview(pool(pattern, sizes, "max"), pool(pattern, sizes, "mean"), sizes)
