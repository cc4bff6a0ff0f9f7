"""The parts of a model: blocks in order of call, and the place in them where each tensor can be seen.

These are only records; `infer` finds the parts by watching a few tokens go through the model.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

import torch


@dataclass(frozen=True, slots=True)
class Part:
    """A place where a tensor can be seen: the input or the output of a module.

    Attributes:
        path: the module's path in the module tree.
        end: input or output.
        call: the index of its call within the block (or, outside the blocks, within the pass); a module may be called more than once.
        item: which of its input or output tensors.
    """

    path: str
    end: Literal["input", "output"] = "output"
    call: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class Op:
    """A place where a tensor can be seen: an argument or an output of one operation that a module runs itself.

    Attributes:
        path: the module whose own code (not its children's) runs the operation.
        name: the operation, for example `aten.add.Tensor`.
        nth: its index among the operations of that name that the module runs within the block.
        argument: the index of the positional argument; None for an output.
        output: the index of the output.
    """

    path: str
    name: str
    nth: int
    argument: int | None = None
    output: int = 0


Place = Part | Op


@dataclass(frozen=True, slots=True)
class Site:
    """The place and width of a tensor with one row per position.

    Attributes:
        place: its place.
        width: the length of a row.
        integer: whether it holds indices (such as those of experts) instead of activations.
        batch_axis: the axis of the batch.
        maker: the module that computes it, if `place` is at a module around that one; else empty.
    """

    place: Place
    width: int
    integer: bool = False
    batch_axis: int = 0
    maker: str = ""


@dataclass(frozen=True, slots=True)
class HeadsSite:
    """The place of a tensor with heads in an attention that a model computes in its own code.

    Attributes:
        place: its place.
        swapped: whether its last two axes are swapped there.
    """

    place: Op
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class VectorTraits:
    """The operations on a head's queries, keys or values after their product with a matrix.

    Attributes:
        turned: how many numbers of each are rotated by position (rotary); 0 if none are.
        stretch: an extra factor on the rotated numbers.
        normed: whether they are normed.
        biased: whether a bias is added.
        clipped: whether numbers beyond a limit are clipped.
        scale: a factor on all of them.
    """

    turned: int = 0
    stretch: float = 1.0
    normed: bool = False
    biased: bool = False
    clipped: bool = False
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class AttentionTraits:
    """How an attention makes queries and keys and scores them.

    Attributes:
        scale: the factor on products of queries and keys; None if it is unknown.
        beyond: any change to the products besides scaling and masking. `row`: the row's maximum is subtracted; `cap`: a cap limits them;
            `bias`: a number for the distance is added; `unknown`: something else, or unknown.
        q, k, v: how queries, keys and values are made.
        window: a query sees only keys less than this many tokens away; 0 if there is no window.
    """

    scale: float | None = None
    beyond: Literal["nothing", "row", "cap", "bias", "unknown"] = "unknown"
    q: VectorTraits = VectorTraits()
    k: VectorTraits = VectorTraits()
    v: VectorTraits = VectorTraits()
    window: int = 0


@dataclass(frozen=True, slots=True)
class Attention:
    """One attention of a block.

    Attributes:
        name: `attn`, or `cross_attn` for one that looks at the encoder's output.
        path: the module that calls the attention function, or computes attention in its own code.
        inline: short name (`q`, `scores`, …) → its place, for attention in a module's own code; None if the module calls the registered
            function.
        fused: whether PyTorch's fused kernel computes this attention correctly.
        sink: whether a part of each pattern row goes to no key.
        output_projection: the module that mixes the heads into the residual stream; None if no module does so by a plain product.
        heads, key_value_heads, d_head, d_value: sizes.
        d_out: the width of its output.
        call: the index of its call among the module's calls within the block.
        sites: the sites of this attention, short names in order.
        virtual_keys: how many keys come before those of the tokens and belong to no query (prefix tuning).
        traits: how it makes queries and keys and scores them.
        no_result: why `result` is not among its sites; empty if it is.
    """

    name: str
    path: str
    inline: dict[str, HeadsSite] | None
    fused: bool
    sink: bool
    output_projection: str | None
    heads: int
    key_value_heads: int
    d_head: int
    d_value: int
    d_out: int
    call: int
    sites: tuple[str, ...]
    virtual_keys: int = 0
    traits: AttentionTraits = AttentionTraits()
    no_result: str = ""


Slot = int | str | None
"""A tensor's place in arguments or results: an index, a keyword, or None for the value itself."""


@dataclass(frozen=True, slots=True)
class Block:
    """One call of a repeated block. A model may call the same module for several blocks (ALBERT).

    Attributes:
        name: the prefix of its sites, for example `layers.3` or `decoder.layers.0`.
        path: the module, for example `model.layers.3`.
        takes, gives: the residual stream's place in its arguments, and in its result.
        sites: short name (`norm1`, `mlp.pre`, …) → its place, in order of computation, without those of attention.
        attentions: in order of computation; none in a state-space block.
        order: every site's short name, in order of computation.
        d_mlp: width of its MLP; 0 if it is unknown.
        normalises_first: whether attention and MLP get normed input (Llama, GPT-2), or their sums are normed (BERT).
    """

    name: str
    path: str
    takes: Slot
    gives: Slot
    sites: dict[str, Site]
    attentions: tuple[Attention, ...]
    order: tuple[str, ...]
    d_mlp: int
    normalises_first: bool

    @property
    def stack(self) -> str:
        """`encoder.`, `decoder.`, or empty in a one-stack model."""
        return self.name[: self.name.index("layers.")]

    @property
    def layer(self) -> int:
        """Its number within the stack."""
        return int(self.name.rpartition(".")[2])

    def attention(self, name: str) -> Attention | None:
        """The attention that a short site name such as `attn.q` belongs to."""
        return next((a for a in self.attentions if name.rpartition(".")[0] == a.name), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """A head's output that is not over a vocabulary: scores of classes, of starts and ends of a span, …

    Attributes:
        key: its name in the model's output.
        shape: its shape without the axes of batch and positions.
        by_position: whether there is one for each position.
    """

    key: str
    shape: tuple[int, ...]
    by_position: bool


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The parts of a whole model, in order of computation.

    Attributes:
        blocks: in order of call.
        stem, head: site name → its place, before the first block of its stack and after the last.
        d_model: width of the residual stream.
        first_position: the row of the position table for the first token, if there is such a table.
        causal: whether tokens see only earlier ones.
        logits: the width of the logits; 0 for a model without logits.
        implementation: the name of the model's attention function in the registry while it is traced.
        batch_axis: the axis of the batch in the residual stream (1 in XLNet).
        unseen: site → why it can't be read, for expected sites that were not found.
        logits_key: the name of the logits in the model's output.
        answers: site name → other outputs of its heads.
        virtual: prefix of a stack's sites → how many positions of its stream come before the text's tokens (prompt tuning).
    """

    blocks: tuple[Block, ...]
    stem: dict[str, Site]
    head: dict[str, Site]
    d_model: int
    first_position: int | None
    causal: bool
    logits: int
    implementation: str
    batch_axis: int = 0
    unseen: dict[str, str] = field(default_factory=dict)
    virtual: dict[str, int] = field(default_factory=dict)
    logits_key: str = "logits"
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def two_stacks(self) -> bool:
        """Whether there is an encoder and a decoder."""
        return self.blocks[0].stack != ""

    @property
    def has_virtual(self) -> bool:
        """Whether the model puts its own positions or keys before a text's."""
        return any(self.virtual.values()) or any(a.virtual_keys for block in self.blocks for a in block.attentions)


def take(value: Any, slot: Slot) -> torch.Tensor:
    """The tensor at a slot."""
    return value if slot is None else value[slot]


def put(value: Any, slot: Slot, tensor: torch.Tensor) -> Any:
    """`value` with another tensor at a slot; `value` itself stays unchanged."""
    if slot is None:
        return tensor
    if isinstance(value, dict):
        changed = type(value)(value)
        changed[slot] = tensor
        return changed
    items = list(value)
    items[int(slot)] = tensor
    return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
