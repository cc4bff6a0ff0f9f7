"""Which part of a model does what: blocks in the order in which they are called, and where in them each tensor can be seen.

Nothing here looks for parts; `infer` does that, by watching a few tokens go through the model.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

import torch


@dataclass(frozen=True, slots=True)
class Part:
    """A place where a tensor can be seen: the input or the output of a module.

    Attributes:
        path: where the module is in the module tree.
        end: which of the two.
        call: which of its calls within the block (or, outside the blocks, within the pass); a module may be called more than once.
        item: which of the tensors that it is given, or gives.
    """

    path: str
    end: Literal["input", "output"] = "output"
    call: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class Op:
    """A place where a tensor can be seen: an argument or an output of one operation that a module runs itself.

    Attributes:
        path: the module, in whose own code (not in that of its children) the operation stands.
        name: the operation, for example `aten.add.Tensor`.
        nth: which of the operations of that name that the module runs within the block.
        argument: which positional argument; None for an output.
        output: which of its outputs.
    """

    path: str
    name: str
    nth: int
    argument: int | None = None
    output: int = 0


Place = Part | Op


@dataclass(frozen=True, slots=True)
class Site:
    """Where a tensor with one row a position is seen, and how wide its rows are.

    Attributes:
        place: where.
        width: the length of a row.
        integer: whether it holds numbers of things (of experts, say) and no activations.
        batch_axis: which axis of the tensor is the batch.
        maker: the module whose product it is, where `place` is at one that has it inside; else empty.
    """

    place: Place
    width: int
    integer: bool = False
    batch_axis: int = 0
    maker: str = ""


@dataclass(frozen=True, slots=True)
class HeadsSite:
    """Where a tensor with heads is seen in an attention that a model computes in its own code.

    Attributes:
        place: where.
        swapped: whether its last two axes are the other way around there.
    """

    place: Op
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class VectorTraits:
    """What is done to a head's queries, keys or values after the product with a matrix that they come from.

    Attributes:
        turned: how many numbers of each are turned by its position (rotary); 0 where none are.
        stretch: what the turned numbers are multiplied by besides.
        normed: whether they are normed.
        biased: whether a bias is added.
        clipped: whether numbers beyond a limit are cut to it.
        scale: what all of them are multiplied by.
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
        scale: what products of queries and keys are multiplied by; None where that can't be told.
        beyond: what is done to the products beside scaling and masking them. `row`: the row's maximum is taken away; `cap`: they are
            pressed below a limit; `bias`: a number for the distance is added; `unknown`: something else, or it can't be told.
        q, k, v: how queries, keys and values are made.
        window: a query sees only keys that are less than so many tokens away; 0 where there is no window.
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
        inline: short name (`q`, `scores`, …) → where it is seen, for attention in a module's own code; None where the
            module calls the registered function.
        fused: whether PyTorch's fused kernel computes what this attention means.
        sink: whether a part of each pattern row goes to no key.
        output_projection: the module that mixes the heads into the residual stream; None where there is none that is a plain product.
        heads, key_value_heads, d_head, d_value: sizes.
        d_out: the width of what it gives.
        call: which of its module's calls within the block it is.
        sites: the sites of this attention, short names in order.
        virtual_keys: how many keys come before those of the tokens and are of no query (prefix tuning).
        traits: how it makes queries and keys and scores them.
        no_result: why `result` is not among them; empty where it is.
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
"""Where in arguments or results a tensor is: a position, a keyword, or None for the thing itself."""


@dataclass(frozen=True, slots=True)
class Block:
    """One call of a repeated block. A model may call the same module for several blocks (ALBERT).

    Attributes:
        name: the prefix of its sites, for example `layers.3` or `decoder.layers.0`.
        path: the module, for example `model.layers.3`.
        takes, gives: where the residual stream is in its arguments, and in what it returns.
        sites: short name (`norm1`, `mlp.pre`, …) → where it is seen, in order of computation; attention's own are not among them.
        attentions: in order of computation; none in a state-space block.
        order: every site's short name, in order of computation.
        d_mlp: width of its MLP; 0 where that is not known.
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
        """`encoder.`, `decoder.`, or nothing in a model of one stack."""
        return self.name[: self.name.index("layers.")]

    def attention(self, name: str) -> Attention | None:
        """The attention that a short site name such as `attn.q` belongs to."""
        return next((a for a in self.attentions if name.rpartition(".")[0] == a.name), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a head gives that is not about tokens of a vocabulary: scores of classes, of starts and ends of a span, …

    Attributes:
        key: its name in what the model returns.
        shape: without the batch axis and that of positions.
        by_position: whether there is one for each position.
    """

    key: str
    shape: tuple[int, ...]
    by_position: bool


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The parts of a whole model, in the order in which they work.

    Attributes:
        blocks: in the order in which they are called.
        stem, head: site name → where it is seen, before the first block of its stack and after the last.
        d_model: width of the residual stream.
        first_position: the row of the position table that the first token uses, where there is such a table.
        causal: whether tokens see only what is before them.
        logits: the width of the logits; 0 for a model that gives none.
        implementation: the name that the model looks its attention function up by while it is traced.
        batch_axis: which axis of the residual stream is the batch (1 in XLNet).
        unseen: site → why it can't be read, for what this model should have and was not found.
        logits_key: the name of the logits in what the model returns.
        answers: site name → what its head gives beside.
        virtual: prefix of a stack's sites → how many positions of its stream come before those of the text's tokens (prompt tuning).
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
        """Whether the model puts positions or keys of its own before a text's."""
        return any(self.virtual.values()) or any(a.virtual_keys for block in self.blocks for a in block.attentions)


def take(value: Any, slot: Slot) -> torch.Tensor:
    """The tensor at a slot."""
    return value if slot is None else value[slot]


def put(value: Any, slot: Slot, tensor: torch.Tensor) -> Any:
    """`value` with another tensor at a slot; `value` itself is not changed."""
    if slot is None:
        return tensor
    if isinstance(value, dict):
        changed = type(value)(value)
        changed[slot] = tensor
        return changed
    items = list(value)
    items[int(slot)] = tensor
    return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
