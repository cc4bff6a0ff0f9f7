"""One replay under a tape, of a block or of the part outside the blocks, with all its sites and module outputs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from cutaway.models.attention import Hook
from cutaway.models.projection import NoHeadShares
from cutaway.trace.explain.tape import Index, Tape, TapeStep, WrittenBy, locate, offset, storage
from cutaway.trace.reader import TraceReader
from cutaway.trace.running import replay_block, run
from cutaway.trace.site_names import SiteName

EDIT = "an edit of "
Path = tuple[int | str, ...]
"""A tensor's place in arguments or results, which may be nested."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A tensor that has a name from a certain time on.

    Attributes:
        name: the name of a site, or the path of a module.
        began: when the module started.
        time: when the tensor was seen.
    """

    name: str
    tensor: torch.Tensor
    began: int
    time: int


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a tensor at a time by its place on the tape, the same in each replay.

    Attributes:
        kind: an input or a written tensor of a step, a site, an argument of a block, or a block's result.
        number: the index of the step or block.
        item: which of its tensors.
    """

    kind: str
    number: int = 0
    item: int = 0
    path: Path = ()


@dataclass(eq=False)
class Graph:
    """A replay with its observations.

    Attributes:
        block: the block's index, in order of call; None outside the blocks.
        position: outside the blocks, the position whose logits were computed.
        sites: by full name.
        given: the arguments of each block: (block, path) → tensor.
        gave: the block's result; outside, the known result of each block.
        maps: step number → the origins of moved numbers, computed on demand.
    """

    block: int | None
    position: int = 0
    running: list[str] = field(default_factory=lambda: [""])
    sites: dict[str, Noted] = field(default_factory=dict)
    given: dict[tuple[int, Path], torch.Tensor] = field(default_factory=dict)
    gave: dict[tuple[int, Path], torch.Tensor] = field(default_factory=dict)
    maps: dict[int, torch.Tensor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tape = Tape(lambda: self.running[-1])
        self._named: dict[int, list[Noted]] = {}
        self._modules: dict[int, list[Noted]] = {}
        self._copies: dict[int, list[TapeStep]] | None = None
        self._numbers: list[int] | None = None
        self._counts: Counter[tuple[str, str]] = Counter()

    def note_site(self, name: str, tensor: torch.Tensor) -> None:
        noted = Noted(name, tensor, 0, self.tape.now)
        self.sites[name] = noted
        self._named.setdefault(storage(tensor), []).append(noted)

    def note_module(self, path: str, tensor: torch.Tensor, began: int) -> None:
        self._modules.setdefault(storage(tensor), []).append(Noted(path, tensor, began, self.tape.now))

    def at(self, ref: Ref, index: Index) -> "Element":
        """A number by its place on the tape."""
        if ref.kind == "input":
            return Element(self, self.tape.steps[ref.number].inputs[ref.item], index, ref.number)
        if ref.kind == "written":
            return Element(self, self.tape.steps[ref.number].written[ref.item], index, ref.number + 1)
        tensor = (self.given if ref.kind == "given" else self.gave)[ref.number, ref.path]
        return Element(self, tensor, index, self.tape.now)

    def called(self, step: TapeStep) -> str:
        """An operation's name and module, numbered if the module ran several of that name."""
        if self._numbers is None:
            self._numbers = []
            for each in self.tape.steps:
                self._counts[each.path, each.name] += 1
                self._numbers.append(self._counts[each.path, each.name])
        alone = self._counts[step.path, step.name] == 1
        name = step.name.strip("_").replace("_", " ") + ("" if alone else f" {self._numbers[step.number]}")
        return f"{name} in {step.path}" if step.path else name

    def site_of(self, element: "Element", written: WrittenBy | None) -> tuple[str, Index] | None:
        """The site that contains a number or a copy of it, and its index there without the batch axis."""
        found = self._found(self._named, element, written)
        if found is not None:
            return found[0].name, found[1][1:]
        for step in self._copied(element):
            index = locate(step.inputs[0], offset(element.tensor, element.index))
            if index is None or self.tape.writer(step.inputs[0], index, step.number) != written:
                continue
            copy = Element(self, step.written[0], index, step.number + 1)
            found = self._found(self._named, copy, copy.written())
            if found is not None:
                return found[0].name, found[1][1:]
        return None

    def module_of(self, element: "Element", written: WrittenBy, time: int) -> tuple[str, Index] | None:
        """The innermost module that computed a number and returned it before a time, and the number's index in its output."""
        found = self._found(self._modules, element, written, time)
        return None if found is None else (found[0].name, found[1])

    def _found(
        self,
        noted: Mapping[int, list[Noted]],
        element: "Element",
        written: WrittenBy | None,
        time: int | None = None,
    ) -> tuple[Noted, Index] | None:
        at = offset(element.tensor, element.index)
        for each in noted.get(storage(element.tensor), ()):
            index = locate(each.tensor, at)
            if index is None or (written is not None and written.step.number < each.began):
                continue
            if time is not None and each.time > time:
                continue
            if self.tape.writer(each.tensor, index, each.time) == written:
                return each, index
        return None

    def _copied(self, element: "Element") -> list[TapeStep]:
        if self._copies is None:
            self._copies = {}
            for step in self.tape.steps:
                if step.name == "clone":
                    self._copies.setdefault(storage(step.inputs[0]), []).append(step)
        return self._copies.get(storage(element.tensor), [])


@dataclass(frozen=True, slots=True)
class Element:
    """One number: a tensor's entry at a time of a graph's tape."""

    graph: Graph
    tensor: torch.Tensor
    index: Index
    time: int

    @property
    def value(self) -> float:
        return float(self.graph.tape.as_of(self.tensor, self.time)[self.index].item())

    def written(self) -> WrittenBy | None:
        """The step that wrote it, in this graph."""
        return self.graph.tape.writer(self.tensor, self.index, self.time)


def block_graph(trace: TraceReader, index: int) -> Graph:
    """Replays a block with eager attention, so that scores and pattern are visible."""
    block = trace.model.anatomy.blocks[index]
    names = [f"{block.name}.{name}" for name in block.order if name not in ("resid_pre", "resid_post")]
    try:
        return _block_graph(trace, index, names)
    except NoHeadShares:  # a hook came since the model was opened; all other numbers can be explained
        return _block_graph(trace, index, [name for name in names if not name.endswith(".result")])


def _block_graph(trace: TraceReader, index: int, names: list[str]) -> Graph:
    model, frame = trace.model, trace.recording.keyframes[index]
    block = model.anatomy.blocks[index]
    graph = Graph(index)
    graph.running = [block.path]
    graph.given = {(index, path): tensor for path, tensor in _tree((frame.args, frame.kwargs))}
    graph.note_site(f"{block.name}.resid_pre", frame.residual)
    edits = {name: visit for name, visit in trace.hooks.items() if SiteName.of(name).block == block.name}
    edits.pop(f"{block.name}.resid_pre", None)
    visits = _noting(graph, names, edits)
    with _modules_noted(model.hf.get_submodule(block.path), block.path, graph), graph.tape:
        output = replay_block(
            model, index, frame, {name.removeprefix(f"{block.name}."): v for name, v in visits.items()}
        )
    graph.gave = {(index, path): tensor for path, tensor in _tree(output)}
    stream = output if block.gives is None else output[block.gives]
    graph.note_site(f"{block.name}.resid_post", stream.transpose(0, 1) if model.anatomy.batch_axis else stream)
    return graph


def outside_graph(trace: TraceReader, position: int) -> Graph:
    """Runs the model with its blocks returning their recorded results; computes the logits of one position."""
    model, recording = trace.model, trace.recording
    blocks = model.anatomy.blocks
    graph = Graph(None, position)
    for i, output in enumerate(recording.outputs):
        graph.gave |= {(i, path): tensor for path, tensor in _tree(output)}
    names = [*model.anatomy.stem, *model.anatomy.head]
    edits = {name: visit for name, visit in trace.hooks.items() if SiteName.of(name).block is None}
    counter = iter(range(len(blocks)))

    def called(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        number = next(counter)
        graph.given |= {(number, path): tensor for path, tensor in _tree((args, kwargs))}

    with ExitStack() as stack:
        stack.enter_context(_modules_noted(model.hf, "", graph))
        stack.enter_context(graph.tape)
        left = run(
            model, recording.inputs, _noting(graph, names, edits),
            start=len(blocks), outputs=recording.outputs, keep=False,
            logits=torch.tensor([position], device=recording.inputs.ids.device), on_call=called,
        )  # fmt: skip
    if left.logits is not None:
        graph.note_site("logits", left.logits)
    for name, answer in left.answers.items():
        graph.note_site(name, answer)
    return graph


def _noting(graph: Graph, names: list[str], edits: Mapping[str, Hook]) -> dict[str, Hook]:
    """Hooks that note each site, after its edit."""

    def noting(name: str) -> Hook:
        def visit(tensor: torch.Tensor) -> torch.Tensor | None:
            replaced = None
            if name in edits:
                graph.running.append(EDIT + name)
                replaced = edits[name](tensor)
                graph.running.pop()
            graph.note_site(name, tensor if replaced is None else replaced)
            return replaced

        return visit

    return {name: noting(name) for name in dict.fromkeys((*names, *edits))}


@contextmanager
def _modules_noted(root: nn.Module, path: str, graph: Graph) -> Iterator[None]:
    """A context in which the graph knows the running module, and notes each module's output."""
    began: list[int] = []
    calls: Counter[str] = Counter()

    def entering(name: str) -> Callable[..., None]:
        def hook(*_: Any) -> None:
            graph.running.append(name)
            began.append(graph.tape.now)

        return hook

    def leaving(name: str) -> Callable[..., None]:
        def hook(_: nn.Module, __: Any, output: Any) -> None:
            graph.running.pop()
            start = began.pop()
            calls[name] += 1
            named = name if calls[name] == 1 else f"{name} (call {calls[name]})"
            for _path, tensor in _tree(output):
                graph.note_module(named, tensor, start)

        return hook

    with ExitStack() as stack:
        for below, module in root.named_modules():
            if below:
                name = ".".join(filter(None, (path, below)))
                stack.callback(module.register_forward_pre_hook(entering(name)).remove)
                stack.callback(module.register_forward_hook(leaving(name)).remove)
        yield


def _tree(value: Any, path: Path = ()) -> Iterator[tuple[Path, torch.Tensor]]:
    """Every tensor in nested arguments or results, by its place."""
    if isinstance(value, torch.Tensor):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _tree(item, (*path, key))
    elif isinstance(value, (tuple, list)):
        for key, item in enumerate(value):
            yield from _tree(item, (*path, key))
