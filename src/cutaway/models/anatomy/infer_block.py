"""Finds the parts of one block: its additions to the residual stream, and how they were computed."""

from dataclasses import dataclass, replace
from itertools import pairwise

from cutaway.models.anatomy.anatomy import Block, Site
from cutaway.models.anatomy.block_events import ADD, SCALE, Inside, site_at
from cutaway.models.anatomy.dataflow import Operation, Value
from cutaway.models.anatomy.infer_attention import FoundAttention, find_attentions
from cutaway.models.anatomy.infer_mlp import find_mixture, find_mlp
from cutaway.models.anatomy.probe import Call, Watched

_NORMS = {"attn": "norm1", "mixer": "norm1", "cross_attn": "norm_cross", "mlp": "norm2"}
_MIDDLES = {"attn": "resid_mid", "mixer": "resid_mid", "cross_attn": "resid_cross"}
_MIXES = ("aten.convolution", "aten.cumsum", "aten.bmm", "aten._fft", "aten.fft", "aten.baddbmm")


@dataclass(frozen=True, slots=True)
class _Add:
    """An addition to the residual stream, by one of the block's sublayers (`attn`, `cross_attn`, `mixer`, `mlp`)."""

    step: Operation
    sublayer: str
    added: Value
    result: Value


def study_block(name: str, call: Call, seen: Watched) -> Block:
    """The parts of the block that `call` called."""
    return _Study(name, Inside(call, seen)).block()


class _Study:
    def __init__(self, name: str, inside: Inside) -> None:
        self.name = name
        self.inside = inside
        self.attentions: list[FoundAttention] = find_attentions(inside)
        self.outs = {id(f.out.root()): f.attention.name for f in self.attentions if f.out is not None}
        self.sites: dict[str, tuple[int, Site]] = {}
        self.carriers = {id(inside.stream.root())}
        """Values that are the residual stream."""
        self.normed: set[int] = set()
        """Those that are the norm of a sum: such a block normalises after adding."""
        self.mlp: Value | None = None

    def block(self) -> Block:
        adds = self._additions()
        for found in self.attentions:
            self._put(f"{found.attention.name}.out", found.out)
        d_mlp = 0
        if self.mlp is not None:
            self._put_whole("mlp.out", self.mlp)
            parts, d_mlp = find_mlp(self.mlp, self.inside)
            self.sites |= parts
        for site, value in find_mixture(self.inside).items():
            self._put(f"mlp.{site}", value)
        for add, following in pairwise(adds):
            if add.sublayer in _MIDDLES and self.inside.is_used(add.result, following.step):
                self._put(_MIDDLES[add.sublayer], add.result)
        self._norms(adds)
        slots = self.inside.block.stream
        assert slots is not None
        return Block(
            name=self.name,
            path=self.inside.block.path,
            takes=slots[0],
            gives=slots[1],
            sites={site: where for site, (_, where) in sorted(self.sites.items(), key=lambda item: item[1][0])},
            attentions=tuple(found.attention for found in self.attentions),
            order=("resid_pre", *self._order(), "resid_post"),
            d_mlp=d_mlp,
            normalises_first=not self.normed,
        )

    def _put(self, site: str, value: Value | None) -> None:
        seen_at = None if value is None else self.inside.place(value)
        if seen_at is not None and site not in self.sites:
            assert value is not None
            self.sites[site] = (seen_at[0], site_at(seen_at[1], value))

    def _put_whole(self, site: str, value: Value) -> None:
        """Notes a value at the output of a whole sublayer, after any present or future hooks on it."""
        giver = self.inside.giver(value)
        if giver is None or site in self.sites:
            self._put(site, value)
            return
        call, gave = self.inside.around(value)
        at = call.until if gave.step is None else gave.step.at
        self.sites[site] = (at, replace(site_at(self.inside.exit(call, gave), gave), maker=giver.path))

    def _additions(self) -> list[_Add]:
        """The additions to the stream, in order, with their sublayers."""
        inside = self.inside
        norms = {id(c.first_gave.root()): c for c in inside.calls if c.norm and c.first_gave is not None}
        found: list[tuple[Operation, Value, Value]] = []
        for step in inside.steps:
            if step.name not in ADD or len(step.inputs) != 2 or not inside.is_stream(step.outputs[0]):
                continue
            carried = [id(v.root()) in self.carriers for v in step.inputs]
            if not any(carried):
                carried = [self._is_normed_carrier(v, norms) for v in step.inputs]
            if carried.count(True) == 1 and inside.is_stream(added := step.inputs[carried.index(False)]):
                found.append((step, added, step.outputs[0]))
                self.carriers |= {id(step.outputs[0]), id(step.outputs[0].root())}
        self._is_normed_carrier(inside.result, norms)  # a block may end with the norm of its last sum
        return [
            _Add(step, self._sublayer(added, i == len(found) - 1), added, result)
            for i, (step, added, result) in enumerate(found)
        ]

    def _is_normed_carrier(self, value: Value, norms: dict[int, Call]) -> bool:
        norm = norms.get(id(value.root()))
        given = norm.first_given if norm is not None else None
        if norm is None or given is None or id(given.root()) not in self.carriers:
            return False
        self.carriers.add(id(value.root()))
        self.normed.add(id(norm))
        return True

    def _sublayer(self, added: Value, last: bool) -> str:
        """The sublayer that made an addition. A parallel block adds attention and MLP at once, which counts as attention's."""
        terms = self._terms(added)
        names = [self.outs[id(term.root())] for term in terms if id(term.root()) in self.outs]
        rest = [term for term in terms if id(term.root()) not in self.outs]
        if rest and not self.attentions and "mixer.out" not in self.sites and not (last and self._is_mlp(rest)):
            self._put_whole("mixer.out", rest[0])
            return "mixer"
        if rest:
            self.mlp = rest[0]
        return names[0] if names else "mlp"

    def _is_mlp(self, terms: list[Value]) -> bool:
        """Whether an MLP made the terms, rather than something that mixes positions without a softmax."""
        if any(step.name.startswith(_MIXES) for step in self.inside.steps):
            return "mixer.out" in self.sites
        return bool(terms) and "mlp.pre" in find_mlp(terms[0], self.inside)[0]

    def _terms(self, value: Value) -> list[Value]:
        """The terms of a value's sum, down to modules' outputs; ignores scalings and norms of a module's output."""
        value = self.inside.unhooked(self.inside.as_given(value))
        giver = self.inside.giver(value)
        if giver is not None and giver.norm and giver.first_given is not None:
            return self._terms(giver.first_given)
        step = value.step
        if giver is None and step is not None and step.at > self.inside.block.at:
            if step.name in ADD and all(self.inside.is_stream(v) for v in step.inputs):
                return [term for v in step.inputs for term in self._terms(v)]
            scaled = [v for v in step.inputs if self.inside.is_stream(v)]
            if step.name in SCALE and len(scaled) == 1:
                return self._terms(scaled[0])
        return [value]

    def _norms(self, adds: list[_Add]) -> None:
        """Names the norms by the sublayer that they feed, or whose sum or (`…_post`) result they normalise."""
        sums = {id(add.result): add.sublayer for add in adds}
        for norm in self.inside.calls:
            given, gave = norm.first_given, norm.first_gave
            if not norm.norm or given is None or gave is None or not self.inside.is_stream(given):
                continue
            if self._is_of_queries(norm) or self.inside.giver(gave) is not norm:
                continue
            root = given.root()
            if id(root) in self.outs:
                self._put(f"{_NORMS[self.outs[id(root)]]}_post", gave)
            elif id(norm) in self.normed and root is self.inside.stream.root():
                self._put("norm_pre", gave)
            elif id(norm) in self.normed:
                self._put(_NORMS[sums.get(id(root), "mlp")], gave)
            elif id(root) in self.carriers:
                name = _NORMS[self._coming(norm, adds)]
                self._put("norm2" if name in self.sites else name, gave)
            elif self.mlp is not None and root is self.mlp.root():
                self._put("norm2_post", gave)

    def _is_of_queries(self, norm: Call) -> bool:
        """Whether a norm is a part of an attention, before its scores."""
        return any(
            norm.path.startswith(f.attention.path + ".") and norm.until < f.at
            for f in self.attentions
            if f.attention.path != self.inside.block.path
        )

    def _coming(self, norm: Call, adds: list[_Add]) -> str:
        """The sublayer after a norm of the stream."""
        for found in self.attentions:
            if found.at > norm.until:
                return found.attention.name
        return next((add.sublayer for add in adds if add.step.at > norm.until), "mlp")

    def _order(self) -> list[str]:
        at = {name: (when, 0) for name, (when, _) in self.sites.items()}
        for found in self.attentions:
            for i, name in enumerate(found.attention.sites):
                at[f"{found.attention.name}.{name}"] = (found.at, i)
        return sorted(at, key=at.__getitem__)
