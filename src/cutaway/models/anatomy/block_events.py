"""The events inside one call of a block, and the places where a value can be seen again."""

from collections.abc import Callable, Iterator

from cutaway.models.anatomy.anatomy import Op, Part, Place, Site
from cutaway.models.anatomy.dataflow import Operation, Value
from cutaway.models.anatomy.probe import Call, Watched, number_operations
from cutaway.models.foreign_hooks import IN_HOOKS

ADD = {"aten.add.Tensor", "aten.add_.Tensor"}
SCALE = {"aten.mul.Tensor", "aten.mul.Scalar", "aten.mul_.Tensor", "aten.div.Tensor"}


def site_at(place: Place, value: Value) -> Site:
    """The site of a value with one row per position."""
    shape = value.shape
    batch_axis = 1 if len(shape) == 3 and shape[0] != 1 and shape[1] == 1 else 0
    return Site(place, shape[-1], not value.tensor.is_floating_point(), batch_axis)


class Inside:
    """The events inside one call of a block, in order.

    Attributes:
        block: the call.
        stream, result: the residual stream at its input and output.
    """

    def __init__(self, block: Call, seen: Watched) -> None:
        self.block = block
        self.seen = seen
        self.steps = [s for s in seen.flow.steps if block.at < s.at < block.until]
        self.calls = [c for c in seen.calls if block.at < c.at < block.until]
        self.heard = [h for h in seen.heard if block.at < h.at < block.until]
        number_operations(self.steps)
        self._numbers: dict[int, int] = {}
        counts: dict[str, int] = {}
        for call in self.calls:
            self._numbers[id(call)] = counts.get(call.path, 0)
            counts[call.path] = counts.get(call.path, 0) + 1
        self._givers: dict[int, Call] = {}
        wrapped = {call.path for call in self.calls if call.matrix}
        for call in sorted(self.calls, key=lambda c: c.until):
            if (
                call.path.rpartition(".")[0] in wrapped
            ):  # parts of a projection, such as the layer that an adapter wraps
                continue
            for value in call.gave.values():
                if all(step.at > call.until for step in seen.flow.consumers(value)):
                    self._givers.setdefault(id(value), call)
        slots = block.stream
        assert slots is not None
        self.stream, self.result = block.entered[slots[0]], block.gave[slots[1]]
        self.positions = self.stream.tensor.numel() // self.stream.shape[-1]

    def place(self, value: Value) -> tuple[int, Place] | None:
        """When and where a value first appears: as a module's output, else as an operation's."""
        call = self.giver(value)
        if call is not None:
            at = call.until if value.step is None else value.step.at
            return at, self.exit(call, value)
        step = value.step
        if step is not None and self.block.at < step.at < self.block.until:
            return step.at, Op(step.path, step.name, step.nth, None, value.output)
        return None

    def exit(self, call: Call, value: Value) -> Part:
        """The place of one of a module's output tensors."""
        item = next(i for i, v in enumerate(call.gave.values()) if v is value)
        return Part(call.path, "output", self._numbers[id(call)], item)

    def entrance(self, call: Call) -> Part:
        """The place of a module's first argument."""
        return Part(call.path, "input", self._numbers[id(call)])

    def giver(self, value: Value) -> Call | None:
        """The innermost module that returned a value before anything else happened to it."""
        return self._givers.get(id(value))

    def as_given(self, value: Value) -> Value:
        """The same numbers as the last module returned them; ignores views taken since."""
        while self.giver(value) is None and value.root() is not value:
            assert value.step is not None
            value = value.step.inputs[0]
        return value

    def unhooked(self, value: Value) -> Value:
        """A value before any hooks on outer modules changed it; a projection's own hooks count as part of it."""
        while value.step is not None and value.step.path.endswith(IN_HOOKS):
            giver = self.giver(value)
            if giver is not None and giver.matrix:
                break
            given = [v for v in value.step.inputs if v.shape == value.shape]
            if len(given) != 1:
                break
            value = given[0]
        return value

    def around(self, value: Value) -> tuple[Call, Value]:
        """The outermost module inside the block that returned a value, or its version after hooks; and that module's output."""
        giver = self.giver(value)
        assert giver is not None
        found = giver, value
        for call in self.calls:
            if call.at < giver.at and call.until > giver.until:
                same = (v for v in call.gave.values() if self.unhooked(v.root()).root() is value.root())
                if (gave := next(same, None)) is not None:
                    return call, gave
        return found

    def made_of(self, value: Value, through: Callable[[Operation], bool]) -> Iterator[Operation]:
        """The operations of this block that produced a value, nearest first.

        Args:
            through: whether to follow an operation's inputs too.
        """
        waiting, seen = [value], set[int]()
        while waiting:
            step = waiting.pop(0).step
            if step is None or id(step) in seen or step.at < self.block.at:
                continue
            seen.add(id(step))
            yield step
            if through(step):
                waiting += step.inputs

    def is_stream(self, value: Value) -> bool:
        """Whether a value has the size and width of the residual stream."""
        stream = self.stream
        return value.tensor.numel() == stream.tensor.numel() and value.shape[-1:] == stream.shape[-1:]

    def is_used(self, value: Value, beside: object) -> bool:
        """Whether anything besides one operation uses a value."""
        if any(v is value for c in self.calls for v in c.given.values() if c.norm or c.matrix):
            return True
        return any(step is not beside for step in self.seen.flow.consumers(value))
