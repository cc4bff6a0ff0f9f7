"""Traces a number's origin through moves and from block to block, to a name, a weight, or the operation that computed it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import torch

from cutaway.models.anatomy.anatomy import Slot
from cutaway.models.quantised import parts
from cutaway.trace.explain.data_movement import Constant, moved_from
from cutaway.trace.explain.graph import EDIT, Element, Graph, Path, Ref, block_graph, outside_graph
from cutaway.trace.explain.tape import Index, WrittenBy, locate, offset, storage
from cutaway.trace.reader import TraceReader
from cutaway.trace.site_names import SiteName

Key = TypeVar("Key")
Kind = Literal["site", "module", "output", "operation", "weight", "constant", "edit"]


@dataclass(frozen=True, slots=True)
class Address:
    """A number's address, valid in each replay: the block (None: outside), its place on the tape, and its index."""

    block: int | None
    ref: Ref
    index: Index


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a number.

    Attributes:
        kind: a number of a site, of a module's output, of another result of a block, or of an unnamed operation; or a leaf: a weight, a
            constant, or an edit's value.
        name, index: its name, and its index there.
        value: its value when it was used.
        element: the number where it was written.
        written: the step that wrote it; None if that is in another graph.
        address: its address; None for a site, which has a name, and for a leaf.
    """

    kind: Kind
    name: str
    index: Index
    value: float
    element: Element
    written: WrittenBy | None = None
    address: Address | None = None


class Places:
    """Finds origins. It keeps a trace's last replayed block on tape, and the part outside its blocks."""

    def __init__(self, trace: TraceReader) -> None:
        self.trace = trace
        self._blocks = trace.model.anatomy.blocks
        self._block: Graph | None = None
        self._outside: Graph | None = None
        hf = trace.model.hf
        self._weights = _by_storage((*hf.named_parameters(), *hf.named_buffers()))

    def graph(self, block: int | None, position: int | None = None) -> Graph:
        """A block on tape, or the part outside the blocks.

        Args:
            position: the position to compute logits at; None for any.
        """
        if block is not None:
            if self._block is None or self._block.block != block:
                self._block = None  # so that memory does not hold two while the next is made
                self._block = block_graph(self.trace, block)
            return self._block
        if self._outside is None or position not in (None, self._outside.position):
            self._outside = None
            self._outside = outside_graph(self.trace, position or 0)
        return self._outside

    def site(self, name: str, index: Index) -> Element:
        """A number of a site."""
        block = SiteName.of(name).block
        if block is not None:
            number = next(i for i, b in enumerate(self._blocks) if b.name == block)
            graph = self.graph(number)
        else:
            graph = self.graph(None, index[0] if name == "logits" else None)
        noted = graph.sites[name]
        if name == "logits" and noted.tensor.shape[1] == 1:  # only those of this position were computed
            index = (0, *index[1:])
        return Element(graph, noted.tensor, (0, *index), noted.time)

    def at(self, address: Address) -> Element:
        """A number, found again."""
        return self.graph(address.block).at(address.ref, address.index)

    def origin(self, element: Element) -> Origin:
        """The operation that computed a number, or the weight or constant that it is, ignoring names on the way."""
        return self._followed(element, named=False)

    def place(self, element: Element) -> Origin:
        """The named origin of an operation's input."""
        return self._followed(element, named=True)

    def _followed(self, element: Element, *, named: bool) -> Origin:
        value, used = element.value, element
        while True:
            graph, written = element.graph, element.written()
            if graph is not used.graph:
                used = element
            site = graph.site_of(element, written) if named else None
            if site is not None and self._is_listed(*site):
                return Origin("site", *site, value, element)
            if written is None:
                further = self._further(element, named)
                if isinstance(further, Origin):
                    edit = _edit(graph, element.time) if further.kind == "constant" else None
                    known = further if edit is None else replace(further, kind="edit", name=edit)
                    return replace(known, value=value)
                element = further
                continue
            number = written.step.number
            here = Element(graph, written.step.written[written.item], written.index, number + 1)
            address = Address(graph.block, Ref("written", number, written.item), written.index)
            if named and (module := graph.module_of(element, written, used.time)) is not None:
                name, index = module
                return Origin("module", self._prefix(graph) + name, index, value, here, written, address)
            source = moved_from(graph, written)
            if isinstance(source, Constant):
                edit = _edit(graph, number)
                return Origin("constant" if edit is None else "edit", edit or "constant", written.index, value, here)
            if source is None:
                name = self._prefix(graph) + graph.called(written.step)
                return Origin("operation", name, written.index, value, here, written, address)
            element = source

    def _further(self, element: Element, named: bool) -> Element | Origin:
        """The origin of a number that nothing in its graph wrote."""
        graph = element.graph
        weight = _found(self._weights.get(storage(element.tensor), ()), element)
        if weight is not None:
            return Origin("weight", *weight, 0.0, element)
        found = _found((graph.gave if graph.block is None else graph.given).items(), element)
        if found is None:
            inputs = self.trace.recording.inputs
            ids = [("token ids", inputs.ids), ("target ids", inputs.target)]
            token = _found([(name, tensor) for name, tensor in ids if tensor is not None], element)
            return Origin("constant", *(token or ("constant", element.index)), 0.0, element)
        (number, path), index = found
        if graph.block is None:
            return self._in_block(element, number, path, index, named)
        outside = self.graph(None)
        if (number, path) not in outside.given:
            return Origin("constant", f"argument of {self._blocks[number].name}", index, 0.0, element)
        before = outside.at(Ref("given", number, 0, path), index)
        takes = self._blocks[number].takes
        if path == (int(isinstance(takes, str)), takes) and before.value != element.value:
            return Origin("edit", f"{EDIT}{self._blocks[number].name}.resid_pre", self._shown(index), 0.0, element)
        return before

    def _in_block(self, element: Element, number: int, path: Path, index: Index, named: bool) -> Element | Origin:
        """The origin of a number that a block returned."""
        block, ref = self._blocks[number], Ref("gave", number, 0, path)
        if not named:
            return self.graph(number).at(ref, index)
        stream, shown = f"{block.name}.resid_post", self._shown(index)
        if path == _path(block.gives) and self._is_listed(stream, shown):
            return Origin("site", stream, shown, 0.0, element)
        name = f"output {'.'.join(map(str, path))} of {block.name}"
        return Origin("output", name, index, 0.0, element, None, Address(number, ref, index))

    def _is_listed(self, site: str, index: Index) -> bool:
        """Whether a trace lists the number: the tensor that contains a site may be larger than the site."""
        shape = self.trace.sites.get(site, ())
        return len(shape) == len(index) and all(i < size for i, size in zip(index, shape, strict=True))

    def _shown(self, index: Index) -> Index:
        """The index of a residual stream's number, without the batch axis."""
        axis = self.trace.model.anatomy.batch_axis
        return index[:axis] + index[axis + 1 :]

    def _prefix(self, graph: Graph) -> str:
        return "" if graph.block is None else f"{self._blocks[graph.block].name}: "


def _found(named: Iterable[tuple[Key, torch.Tensor]], element: Element) -> tuple[Key, Index] | None:
    """The tensor among several that contains a number, and the number's index there."""
    wanted, at = storage(element.tensor), offset(element.tensor, element.index)
    for key, tensor in named:
        if storage(tensor) == wanted and (index := locate(tensor, at)) is not None:
            return key, index
    return None


def _edit(graph: Graph, time: int) -> str | None:
    """The edit that the step at a time belongs to, if any."""
    path = graph.tape.steps[time].path if time < graph.tape.now else ""
    return path if path.startswith(EDIT) else None


def _by_storage(named: Iterable[tuple[str, torch.Tensor]]) -> dict[int, list[tuple[str, torch.Tensor]]]:
    found: dict[int, list[tuple[str, torch.Tensor]]] = {}
    for name, tensor in named:
        for further, part in parts(tensor):
            found.setdefault(storage(part), []).append((name + further, part))
    return found


def _path(slot: Slot) -> Path:
    return () if slot is None else (slot,)
