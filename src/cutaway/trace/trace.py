"""A trace: one forward pass of one text, every tensor of it readable by name."""

import dataclasses
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from cutaway.arguments import checked
from cutaway.errors import BadIndex, TooLarge
from cutaway.models.anatomy.anatomy import Attention
from cutaway.models.attention import AttentionCall
from cutaway.system_errors import memory_errors
from cutaway.tokens.tokenizer import Token, virtual_tokens
from cutaway.trace.attention_patterns import Overview, derive, overview, pool, tiles
from cutaway.trace.hooks import Hooks
from cutaway.trace.recording import Recording, recording
from cutaway.trace.replay import attention_calls, light_sites, replay_outside, replayed_sites
from cutaway.trace.running import OnBlock, canonical, run
from cutaway.trace.sites import Index, list_sites, missing, normalise, split, squeeze_axes

if TYPE_CHECKING:
    import numpy as np

    from cutaway.models.model import Model
    from cutaway.trace.edits import Edit
    from cutaway.trace.explain import Explanation


_AT_ONCE = 2**22
"""How many numbers of a tensor are held at once while it is pooled."""


class Trace(Mapping[str, torch.Tensor]):
    """One forward pass, kept as keyframes; any tensor inside is derived when it is asked for.

    A mapping from site name to tensor: `trace["layers.3.attn.pattern"]`. Shapes have no batch axis.

    Attributes:
        model: the `Model` that was traced.
        tokens: one for each position: the text's tokens, with ids, bytes and places in the text, after those that are virtual.
        text: what was typed; None where token ids were given.
        target: the tokens that a two-stack model's decoder was given; empty for one stack.
        recording: the keyframes.
        edits: what was changed inside; empty for the model's own pass.
    """

    def __init__(
        self,
        model: "Model",
        tokens: tuple[Token, ...],
        recording: Recording,
        *,
        text: str | None = None,
        target: tuple[Token, ...] = (),
        edits: "tuple[Edit, ...]" = (),
    ) -> None:
        self.model = model
        self.tokens = tokens
        self.text = text
        self.target = target
        self.recording = recording
        self.edits = edits
        self._replayed: tuple[int, dict[str, torch.Tensor]] = (-1, {})
        self._called: dict[tuple[int, Attention], AttentionCall] = {}
        self._pinned: dict[str, torch.Tensor] = {}

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the text's tokens; virtual ones have none."""
        return tuple(token.id for token in self.tokens if not token.virtual)

    def key_tokens(self, site: str) -> tuple[Token, ...]:
        """The tokens along the keys of an attention, given by one of its sites, such as `layers.3.attn.pattern`.

        They are the tokens that it looks at, after virtual ones that only have a key and a value there (prefix tuning).

        Raises:
            NoSuchSite: there is no such attention.
        """
        self._shape(site)
        name, short = split(site)
        attention = None if name is None else self.model.anatomy.blocks[self._blocks[name]].attention(short)
        if name is None or attention is None:
            raise missing(site, self.sites, self.model.anatomy.unseen)
        own = self.target if name.startswith("decoder.") and not attention.name.startswith("cross") else self.tokens
        return (*virtual_tokens(attention.virtual_keys), *own)

    @property
    def seconds(self) -> float:
        """How long the forward pass took when it was recorded, measured."""
        return self.recording.seconds

    @property
    def bytes_held(self) -> int:
        """Bytes that the keyframes keep in memory, and the last replayed block and what was pinned beside them."""
        beside = (*self._replayed[1].values(), *self._pinned.values())
        return self._recorded_bytes + sum(tensor.nbytes for tensor in beside)

    @cached_property
    def sites(self) -> Mapping[str, tuple[int, ...]]:
        """Name → shape of every tensor that can be read, in the order of computation."""
        inputs = self.recording.inputs
        return list_sites(self.model.anatomy, {p: inputs.positions(p) for p in ("", "encoder.", "decoder.")})

    def __getitem__(self, site: str) -> torch.Tensor:
        return self.read(site)

    def __iter__(self) -> Iterator[str]:
        return iter(self.sites)

    def __len__(self) -> int:
        return len(self.sites)

    def __contains__(self, site: object) -> bool:
        return isinstance(site, str) and site in self.sites

    @memory_errors()
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
            ModelChanged: the tensor was not kept, and the model's numbers that it is made with were overwritten since.
        """
        slices = normalise(index, self._shape(site), site)
        with self.model.lock:
            part = self._read(site, slices)
        return part[squeeze_axes(index)]

    @checked
    def read_all(self, sites: Iterable[str]) -> dict[str, torch.Tensor]:
        """Several tensors, whole, in less time than one after the other.

        Args:
            sites: names of `sites`.

        Raises:
            NoSuchSite: the model has no such site; the error names those it has.
        """
        shapes = {site: self._shape(site) for site in sites}
        with self.model.lock:
            self._call_again(
                {at for site in shapes if (at := self._place_of_call(site)) and not self._is_kept(site, at)}
            )
            found = {site: self._read(site, normalise((), shape, site)) for site, shape in shapes.items()}
            self._called = {}
        return found

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
    ) -> "torch.Tensor | Overview":
        """One head's attention pattern: a window of it, or an overview; a long one is never held whole.

        Args:
            layer: its number (in a two-stack model, of the decoder), or its name, such as `encoder.layers.3`.
            head: which head.
            queries, keys: the window, slices without step.
            pool: at most how many cells along each axis the overview has; None for the weights themselves.
            attention: `attn`, or `cross_attn` in a decoder that looks at an encoder.

        Returns:
            `(queries, keys)`; with `pool` an `Overview` of windows with their greatest and mean weight.

        Raises:
            NoSuchSite: there is no such attention.
            BadIndex: a head or a window outside the pattern, or fewer than one cell.
        """
        stack = self.model.anatomy.blocks[-1].stack
        site = f"{layer if isinstance(layer, str) else f'{stack}layers.{layer}'}.{attention}.pattern"
        only, rows, columns = normalise((head, queries, keys), self._shape(site), site)
        if pool is None:
            return self.read(site, (head, queries, keys))
        if pool < 1:
            raise BadIndex(f"An overview of {pool} cells can't be made.", "Ask for one cell at least.")
        with self.model.lock:
            call = None if self._kept(site) is not None else self._call_of(site)
            if call is not None:
                with self.as_made(self._block_of(site)):
                    return overview(call, only.start, rows, columns, pool)
            whole = self._read(site, (only, rows, columns))[0]
        return _overview_of(whole, pool)

    @checked
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
    def rerun(self, edits: "Sequence[Edit] | Edit", *, on_block: OnBlock | None = None) -> "Trace":
        """The same text with something changed inside, run again from the earliest changed block on.

        Args:
            edits: of `cutaway.ablate`, `replace`, `steer` and `freeze`; they come after those that this trace was made with.
            on_block: called before each block with how many are done and how many there are; may raise `Cancelled` to stop.

        Returns:
            A trace, on which everything works as on any other.

        Raises:
            NoSuchSite, BadIndex: an edit of something that this model or text has not.
            BadEdit: an edit whose values do not fit.
            ModelChanged: the model's numbers were overwritten since.
            Cancelled: when `on_block` raises it.
        """
        from cutaway.trace.edits import Edit, check, earliest, visits

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
    def explain(self, site: str, *, index: tuple[int, ...] | None = None, top: int = 8, **axes: int) -> "Explanation":
        """Why one number is what it is: see `cutaway.trace.explain.explain`."""
        from cutaway.trace.explain import explain

        return explain(self, site, index=index, top=top, **axes)

    def save(self, file: str | Path, sites: Sequence[str] | None = None) -> None:
        """Writes the trace, or some of its tensors, to a file: see `cutaway.trace.file.save`."""
        from cutaway.trace.file import save

        save(self, file, sites, text=self.text)

    @property
    def attentions(self) -> tuple[torch.Tensor, ...]:
        """Every layer's patterns, `(1, heads, queries, keys)`, as Hugging Face's `output_attentions` gives them."""
        from cutaway.trace.interop import attentions

        return attentions(self)

    def to_numpy(self, site: str) -> "np.ndarray":
        """A tensor as a numpy array: see `cutaway.trace.interop.to_numpy`."""
        from cutaway.trace.interop import to_numpy

        return to_numpy(self, site)

    def to_transformer_lens(self) -> Mapping[str, torch.Tensor]:
        """The tensors by the names that TransformerLens gives them: see `cutaway.trace.interop.to_transformer_lens`."""
        from cutaway.trace.interop import to_transformer_lens

        return to_transformer_lens(self)

    @checked
    def pin(self, sites: Sequence[str] | str | None = None, *, limit: int = 2**30) -> int:
        """Reads tensors now and keeps them, so that they answer whatever becomes of the model.

        Args:
            sites: names, or patterns such as `layers.*.mlp.out`; None for every tensor.
            limit: the most bytes that they may have together.

        Returns:
            How many bytes are pinned, in all.

        Raises:
            NoSuchSite: a name or pattern that fits none.
            TooLarge: they have more bytes than `limit`; the error says how many.
            ModelChanged: the model's numbers were overwritten before.
        """
        from cutaway.trace.file import matching

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

    @contextmanager
    def as_made(self, block: int | None = None, *, whole: bool = False) -> Iterator[None]:
        """Within this context the model runs as it did when it was traced: what was replaced since is put back for this long.

        Args:
            block: which block will run, in order of call; None for what is outside the blocks.
            whole: all of it will run.

        Raises:
            ModelChanged: numbers that it needs were overwritten.
        """
        path = None if block is None else self.model.anatomy.blocks[block].path
        with self.model.lock, self.recording.state.entered(path, whole=whole):
            yield

    def __repr__(self) -> str:
        edited = f", {len(self.edits)} edits" if self.edits else ""
        virtual = len(self.tokens) - len(self.ids)
        counted = f"{len(self.ids)} tokens" + (f" after {virtual} virtual ones" if virtual else "")
        return f"<Trace of {counted} through {self.model.name}{edited}>"

    @cached_property
    def _recorded_bytes(self) -> int:
        return self.recording.bytes_held

    @cached_property
    def _edits(self) -> Hooks:
        if not self.edits:
            return {}
        from cutaway.trace.edits import visits

        return visits([self.edits])

    def _shape(self, site: str) -> tuple[int, ...]:
        shape = self.sites.get(site) if isinstance(site, str) else None
        if shape is None:
            raise missing(site, self.sites, self.model.anatomy.unseen)
        return shape

    def _read(self, site: str, slices: tuple[slice, ...]) -> torch.Tensor:
        kept = self._kept(site)
        if kept is not None:
            return kept[slices]
        name, short = split(site)
        if name is None:
            return self._read_outside(site, slices)
        index = self._blocks[name]
        frame = self.recording.keyframes[index]
        if short == "resid_pre":
            return frame.residual[0][slices]
        if short == "resid_post":
            block, anatomy = self.model.anatomy.blocks[index], self.model.anatomy
            output = frame.output if block.gives is None else frame.output[block.gives]
            return canonical(anatomy, output)[0][slices]
        call = self._call_of(site)
        if call is not None:
            kind = short.rpartition(".")[2]
            if kind in ("scores", "pattern"):
                with self.as_made(index):
                    return derive(call, slices[0], slices[1], kind)[:, :, slices[2]]
            return {"q": call.query, "k": call.key, "v": call.value}[kind][0][slices]
        return self._replay(index, short)[slices]

    def _pooled_head(self, site: str, head: int, slices: tuple[slice, ...], window: tuple[int, int]) -> torch.Tensor:
        _, rows, columns = slices
        kind = site.rpartition(".")[2]
        call = None if self._kept(site) is not None else self._call_of(site)
        if call is None or (kind != "scores" and kind != "pattern"):
            return pool(self._read(site, (slice(head, head + 1), rows, columns))[0], window)
        with self.as_made(self._block_of(site)):
            return torch.cat([pool(tile[:, columns], window) for tile in tiles(call, head, rows, window[0], kind)])

    @cached_property
    def _blocks(self) -> dict[str, int]:
        return {block.name: i for i, block in enumerate(self.model.anatomy.blocks)}

    def _call_of(self, site: str) -> AttentionCall | None:
        """What the attention of a site was called with, where the site follows from that alone; the last one asked for is kept."""
        at = self._place_of_call(site)
        if at is None:
            return None
        kept = self._kept_call(site, at)
        if kept is not None:
            return kept
        if at not in self._called:
            self._call_again([at])
        return self._called[at]

    def _block_of(self, site: str) -> int | None:
        """Which block a site is in; None for one outside the blocks."""
        name, _ = split(site)
        return None if name is None else self._blocks[name]

    def _kept(self, site: str) -> torch.Tensor | None:
        """A tensor that was pinned, or a pattern that was kept while the model ran."""
        if site in self._pinned:
            return self._pinned[site]
        name, short = split(site)
        attention, _, kind = short.rpartition(".")
        return (
            self.recording.keyframes[self._blocks[name]].patterns.get(attention) if name and kind == "pattern" else None
        )

    def _is_kept(self, site: str, at: tuple[int, Attention]) -> bool:
        return self._kept(site) is not None or self._kept_call(site, at) is not None

    def _kept_call(self, site: str, at: tuple[int, Attention]) -> AttentionCall | None:
        """What the keyframe has of a call, if that is enough for this site."""
        index, attention = at
        return None if site.endswith(".v") else self.recording.keyframes[index].calls.get(attention.name)

    def _place_of_call(self, site: str) -> tuple[int, Attention] | None:
        """The block and the attention whose call a site follows from."""
        name, short = split(site)
        if name is None or short.rpartition(".")[2] not in ("q", "k", "v", "scores", "pattern"):
            return None
        index = self._blocks[name]
        attention = self.model.anatomy.blocks[index].attention(short)
        return (
            None if attention is None or attention.inline is not None or self._edits_in(index) else (index, attention)
        )

    def _call_again(self, places: Collection[tuple[int, Attention]]) -> None:
        """Finds what attentions were called with; only the last ones asked for are held."""
        self._called = {}
        with ExitStack() as stack:
            for path in dict.fromkeys(index for index, _ in places):
                stack.enter_context(self.as_made(path))
            calls = attention_calls(self.model, places, self.recording.keyframes)
        self._called = dict(zip(places, calls, strict=True))

    def _edits_in(self, index: int) -> Hooks:
        """The edits inside a block, but for that of the stream that it was given: its keyframe has that."""
        prefix = self.model.anatomy.blocks[index].name + "."
        found = {site.removeprefix(prefix): visit for site, visit in self._edits.items() if site.startswith(prefix)}
        found.pop("resid_pre", None)
        return found

    def _replay(self, index: int, short: str) -> torch.Tensor:
        """A tensor inside a block; what the last replayed block showed is kept."""
        if self._replayed[0] != index:
            self._replayed = (index, {})
        kept = self._replayed[1]
        if short not in kept:
            light = light_sites(self.model, index)
            names = {short, *light} if not kept else {short}
            with self.as_made(index):
                kept |= replayed_sites(self.model, index, self.recording.keyframes[index], names, self._edits_in(index))
        return kept[short]

    def _read_outside(self, name: str, slices: tuple[slice, ...]) -> torch.Tensor:
        edits = {site: visit for site, visit in self._edits.items() if split(site)[0] is None}
        count = self.sites[name][0]
        device = self.recording.inputs.ids.device
        if name != "logits":
            last = torch.tensor([self.sites["logits"][0] - 1 if "logits" in self.sites else count - 1], device=device)
            with self.as_made():
                return replay_outside(self.model, self.recording, [name], last, edits)[name][slices]
        logits = self.recording.last_logits
        if logits is not None and (slices[0].start, slices[0].stop) == (count - 1, count):
            return logits[None, slices[1]]
        positions = torch.arange(count, device=device)[slices[0]]
        every = len(positions) == count or "logits" in edits
        with self.as_made():
            found = replay_outside(self.model, self.recording, [], None if every else positions, edits)["logits"]
        return (found[slices[0]] if every else found)[:, slices[1]]


def _overview_of(pattern: torch.Tensor, cells: int) -> Overview:
    sizes = (max(1, math.ceil(pattern.shape[0] / cells)), max(1, math.ceil(pattern.shape[1] / cells)))
    return Overview(pool(pattern, sizes, "max"), pool(pattern, sizes, "mean"), sizes)
