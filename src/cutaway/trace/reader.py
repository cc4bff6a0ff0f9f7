"""Reads a trace: derives each tensor of the pass from the keyframes on demand."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import torch

from cutaway.arguments import checked
from cutaway.models.anatomy.anatomy import Attention
from cutaway.models.attention import AttentionCall
from cutaway.system_errors import memory_errors
from cutaway.tokens.tokenizer import Token, virtual_tokens
from cutaway.trace.attention_patterns import derive
from cutaway.trace.hooks import Hooks
from cutaway.trace.recording import Recording
from cutaway.trace.replay import attention_calls, light_sites, replay_outside, replayed_sites
from cutaway.trace.running import canonical
from cutaway.trace.site_names import SiteName, in_layer, missing
from cutaway.trace.sites import Index, list_sites, normalise, squeeze_axes

if TYPE_CHECKING:
    from cutaway.model import Model
    from cutaway.trace.edits import Edit


class TraceReader(Mapping[str, torch.Tensor]):
    """The tensors of one forward pass by name, with a cache of the last ones read. `Trace` is its public face.

    Attributes, besides those of `Trace`:
        hooks: the edits as hooks, by site.
    """

    def __init__(
        self,
        model: "Model",
        tokens: tuple[Token, ...],
        recording: Recording,
        text: str | None,
        target: tuple[Token, ...],
        edits: "tuple[Edit, ...]",
        hooks: Hooks,
    ) -> None:
        self.model = model
        self.tokens = tokens
        self.text = text
        self.target = target
        self.recording = recording
        self.edits = edits
        self.hooks = hooks
        self._replayed: tuple[int, dict[str, torch.Tensor]] = (-1, {})
        self._called: dict[tuple[int, Attention], AttentionCall] = {}
        self._pinned: dict[str, torch.Tensor] = {}

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the text's tokens; virtual ones have none."""
        return tuple(token.id for token in self.tokens if not token.virtual)

    def key_tokens(self, site: str) -> tuple[Token, ...]:
        """The tokens along the keys of an attention, by one of its sites, such as `layers.3.attn.pattern`.

        They are the tokens that it looks at, after virtual ones that have only a key and a value there (prefix tuning).

        Raises:
            NoSuchSite: there is no such attention.
        """
        self._shape(site)
        name, index = SiteName.of(site), self._block_of(site)
        attention = None if index is None else self.model.anatomy.blocks[index].attention(name.short)
        if attention is None:
            raise missing(site, self.sites, self.model.anatomy.unseen)
        own = self.target if name.stack == "decoder." and not name.is_cross else self.tokens
        return (*virtual_tokens(attention.virtual_keys), *own)

    @cached_property
    def sites(self) -> Mapping[str, tuple[int, ...]]:
        """Name → shape of every tensor that can be read, in the order of computation."""
        inputs = self.recording.inputs
        return list_sites(self.model.anatomy, {p: inputs.positions(p) for p in ("", "encoder.", "decoder.")})

    def __getitem__(self, site: str | tuple[str, int]) -> torch.Tensor:
        """A tensor by its name, or by its name within a layer and that layer's number: `trace["pattern", 3]`."""
        return self.read(in_layer(site, self.sites) if isinstance(site, tuple) else site)

    def __iter__(self) -> Iterator[str]:
        return iter(self.sites)

    def __len__(self) -> int:
        return len(self.sites)

    def __contains__(self, site: object) -> bool:
        return isinstance(site, str) and site in self.sites

    @memory_errors()
    def read(self, site: str, index: Index = ()) -> torch.Tensor:
        """A tensor, or a part of it; computes only what that part needs.

        Args:
            site: a name of `sites`.
            index: integers (which drop their axis, and may be negative) and slices without step, one per axis from the first on.

        Returns:
            The tensor in the model's own precision. Treat it as read-only: it may share memory with the trace.

        Raises:
            NoSuchSite: the model has no such site; the error lists its sites.
            BadIndex: an index is outside the tensor.
            ModelChanged: the tensor is not in memory, and the weights that produce it have been overwritten.
        """
        slices = normalise(index, self._shape(site), site)
        with self.model.lock:
            part = self._read(site, slices)
        return part[squeeze_axes(index)]

    @checked
    def read_all(self, sites: Iterable[str]) -> dict[str, torch.Tensor]:
        """Several whole tensors, in less time than one after another.

        Args:
            sites: names of `sites`.

        Raises:
            NoSuchSite: the model has no such site; the error lists its sites.
        """
        shapes = {site: self._shape(site) for site in sites}
        with self.model.lock:
            self._call_again(
                {at for site in shapes if (at := self._place_of_call(site)) and not self._is_kept(site, at)}
            )
            found = {site: self._read(site, normalise((), shape, site)) for site, shape in shapes.items()}
            self._called = {}
        return found

    @contextmanager
    def as_made(self, block: int | None = None, *, whole: bool = False) -> Iterator[None]:
        """A context in which the model runs as when it was traced: anything replaced since is temporarily restored.

        Args:
            block: the index of the block that will run, in order of call; None for the part outside the blocks.
            whole: whether the whole model will run.

        Raises:
            ModelChanged: numbers that it needs have been overwritten.
        """
        path = None if block is None else self.model.anatomy.blocks[block].path
        with self.model.lock, self.recording.state.entered(path, whole=whole):
            yield

    def _shape(self, site: str) -> tuple[int, ...]:
        shape = self.sites.get(site) if isinstance(site, str) else None
        if shape is None:
            raise missing(site, self.sites, self.model.anatomy.unseen)
        return shape

    def _read(self, site: str, slices: tuple[slice, ...]) -> torch.Tensor:
        kept = self._kept(site)
        if kept is not None:
            return kept[slices]
        name, index = SiteName.of(site), self._block_of(site)
        if index is None:
            return self._read_outside(site, slices)
        frame = self.recording.keyframes[index]
        if name.short == "resid_pre":
            return frame.residual[0][slices]
        if name.short == "resid_post":
            block, anatomy = self.model.anatomy.blocks[index], self.model.anatomy
            output = frame.output if block.gives is None else frame.output[block.gives]
            return canonical(anatomy, output)[0][slices]
        call = self._call_of(site)
        if call is not None:
            kind = name.tensor
            if kind == "scores" or kind == "pattern":
                with self.as_made(index):
                    return derive(call, slices[0], slices[1], kind)[:, :, slices[2]]
            return {"q": call.query, "k": call.key, "v": call.value}[kind][0][slices]
        return self._replay(index, name.short)[slices]

    @cached_property
    def _blocks(self) -> dict[str, int]:
        return {block.name: i for i, block in enumerate(self.model.anatomy.blocks)}

    def _call_of(self, site: str) -> AttentionCall | None:
        """The arguments of a site's attention, if the site depends only on them; the last one is cached."""
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
        """The index of a site's block; None outside the blocks."""
        block = SiteName.of(site).block
        return None if block is None else self._blocks[block]

    def _kept(self, site: str) -> torch.Tensor | None:
        """A pinned tensor, or a pattern kept while the model ran."""
        if site in self._pinned:
            return self._pinned[site]
        name, index = SiteName.of(site), self._block_of(site)
        if index is None or name.tensor != "pattern":
            return None
        return self.recording.keyframes[index].patterns.get(name.part)

    def _is_kept(self, site: str, at: tuple[int, Attention]) -> bool:
        return self._kept(site) is not None or self._kept_call(site, at) is not None

    def _kept_call(self, site: str, at: tuple[int, Attention]) -> AttentionCall | None:
        """The keyframe's part of a call, if it is enough for this site."""
        index, attention = at
        return None if site.endswith(".v") else self.recording.keyframes[index].calls.get(attention.name)

    def _place_of_call(self, site: str) -> tuple[int, Attention] | None:
        """The block and the attention whose call determines a site."""
        name, index = SiteName.of(site), self._block_of(site)
        if index is None or name.tensor not in ("q", "k", "v", "scores", "pattern"):
            return None
        attention = self.model.anatomy.blocks[index].attention(name.short)
        return (
            None if attention is None or attention.inline is not None or self._edits_in(index) else (index, attention)
        )

    def _call_again(self, places: Collection[tuple[int, Attention]]) -> None:
        """Finds the arguments of attentions; caches only the last ones."""
        self._called = {}
        with ExitStack() as stack:
            for path in dict.fromkeys(index for index, _ in places):
                stack.enter_context(self.as_made(path))
            calls = attention_calls(self.model, places, self.recording.keyframes)
        self._called = dict(zip(places, calls, strict=True))

    def _edits_in(self, index: int) -> Hooks:
        """The edits inside a block, except that of its input stream, which its keyframe already has."""
        prefix = self.model.anatomy.blocks[index].name + "."
        found = {site.removeprefix(prefix): visit for site, visit in self.hooks.items() if site.startswith(prefix)}
        found.pop("resid_pre", None)
        return found

    def _replay(self, index: int, short: str) -> torch.Tensor:
        """A tensor inside a block; the last replayed block's tensors are cached."""
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
        edits = {site: visit for site, visit in self.hooks.items() if SiteName.of(site).block is None}
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
