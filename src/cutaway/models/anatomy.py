"""Which part of a model does what, found by watching three tokens go through it.

No table of architectures: the module that turned the ids into vectors is the token embedding, the module that received what attention
gave is the output projection, the one that fed the activation function comes before it. What is found are *parts*: places
(a module, its input or its output) where a tensor of a known name can be seen when the model runs.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import torch
from torch import nn
from transformers import PreTrainedModel

from cutaway.errors import UnsupportedModel
from cutaway.models.attention import AttentionCall, listening

PROBE = (7, 3, 5)
"""Token ids that no position or token-type ids look like."""


@dataclass(frozen=True, slots=True)
class Part:
    """A place where a tensor can be seen: the input or the output of the module at `path`."""

    path: str
    end: Literal["input", "output"] = "output"


@dataclass(frozen=True, slots=True)
class Block:
    """One repeated block of a model.

    Attributes:
        path: where it is in the module tree, for example `model.layers.3`.
        attention: the path of the module that calls the attention function.
        parts: short site name (`norm1`, `attn.out`, `mlp.pre`, …) → where it is seen.
        output_projection: the path of the module that mixes the heads into the residual stream.
        heads, key_value_heads, d_head, d_value: of its attention.
        d_mlp: width of its MLP; 0 where that is not known.
        normalises_first: whether attention and MLP get normed input (Llama, GPT-2), or their sums are normed (BERT).
    """

    path: str
    attention: str
    parts: dict[str, Part]
    output_projection: str
    heads: int
    key_value_heads: int
    d_head: int
    d_value: int
    d_mlp: int
    normalises_first: bool


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The parts of a whole model, in the order in which they work."""

    blocks: tuple[Block, ...]
    stem: dict[str, Part]
    head: dict[str, Part]
    d_model: int
    first_position: int | None
    """The row of the position table that the first token uses, where there is such a table."""
    causal: bool
    logits: int
    """The width of the logits; 0 for a model that gives none."""


@dataclass(slots=True)
class _Call:
    """One call of one module during the probe: the first tensor that went in and the first that came out."""

    path: str
    module: nn.Module
    given: torch.Tensor
    gave: torch.Tensor

    @property
    def matrix(self) -> bool:
        weight = getattr(self.module, "weight", None)
        return isinstance(weight, torch.Tensor) and weight.dim() == 2 and not isinstance(self.module, nn.Embedding)

    @property
    def norm(self) -> bool:
        return "norm" in type(self.module).__name__.lower() and self.given.shape == self.gave.shape

    @property
    def parameterless(self) -> bool:
        return next(self.module.parameters(), None) is None


@dataclass(slots=True)
class _Probe:
    """What the probe saw: leaf calls and attention calls in order, each module's call, and the blocks that attend."""

    steps: list[_Call | AttentionCall] = field(default_factory=list)
    calls: dict[str, _Call] = field(default_factory=dict)
    homes: list[str] = field(default_factory=list)
    logits: int = 0

    @property
    def blocks(self) -> dict[str, _Call]:
        return {home: self.calls[home] for home in self.homes}


def study(hf: PreTrainedModel) -> Anatomy:
    """Finds the parts of `hf` by running three tokens through it.

    Raises:
        UnsupportedModel: for a model whose attention or blocks can't be seen this way.
    """
    if hf.config.is_encoder_decoder:
        raise UnsupportedModel(
            f"{type(hf).__name__} has an encoder and a decoder; models of two stacks can't be traced.",
            "Choose a model with one stack: of the Llama, GPT-2 or BERT type.",
        )
    paths = {id(module): path for path, module in hf.named_modules()}
    homes = _repeated_homes(hf)
    try:
        probe = _run_probe(hf, paths, homes)
    except Exception as error:  # whatever a model's own code raises: it can't be run as it must be to be traced
        raise UnsupportedModel(
            f"{type(hf).__name__} could not be run for a look inside: {error}",
            "Models of the Llama, GPT-2 and BERT types can.",
        ) from error
    attention_calls = [step for step in probe.steps if isinstance(step, AttentionCall)]
    if not attention_calls:
        raise UnsupportedModel(
            f"{type(hf).__name__} does not route its attention through Transformers' attention interface, so it can't be traced.",
            "Models of the Llama, GPT-2 and BERT types can.",
        )
    seen = probe.blocks
    if len(seen) != len(attention_calls):
        raise UnsupportedModel(
            f"{type(hf).__name__} has {len(attention_calls)} attention calls in {len(seen)} blocks; "
            "only models with one a block can be traced.",
            "Models of the Llama, GPT-2 and BERT types can.",
        )
    inside: dict[str, list[_Call | AttentionCall]] = {path: [] for path in seen}
    before: list[_Call] = []
    after: list[_Call] = []
    for step in probe.steps:
        path = paths[id(step.module)] if isinstance(step, AttentionCall) else step.path
        home = next((block for block in inside if path.startswith(block + ".")), None)
        if home is not None:
            inside[home].append(step)
        elif isinstance(step, _Call):
            (after if any(inside.values()) else before).append(step)
    blocks = tuple(_study_block(path, call, inside[path], paths) for path, call in seen.items())
    d_model = next(iter(seen.values())).given.shape[-1]
    stem, first_position = _study_stem(before)
    last = list(seen.values())[-1].gave
    head = {"final_norm": Part(after[0].path)} if after and after[0].norm and torch.equal(after[0].given, last) else {}
    return Anatomy(blocks, stem, head, d_model, first_position, _is_causal(attention_calls[0]), probe.logits)


def output_matrix(module: nn.Module) -> torch.Tensor:
    """The weight of a projection as `(inputs, outputs)`, whichever way its class stores it."""
    weight = module.get_parameter("weight")
    return weight if type(module).__name__ == "Conv1D" else weight.T


def first_tensor(value: Any) -> torch.Tensor | None:
    """The first tensor in a module's arguments or result."""
    if isinstance(value, torch.Tensor):
        return value
    if isinstance(value, (tuple, list)):
        return next((v for v in value if isinstance(v, torch.Tensor)), None)
    if isinstance(value, dict):
        return first_tensor(tuple(value.values()))
    return None


def _repeated_homes(hf: nn.Module) -> list[str]:
    """Paths of all children of module lists, outermost first: a block is one of these."""
    return [
        f"{path}.{name}" if path else name
        for path, module in hf.named_modules()
        if isinstance(module, nn.ModuleList)
        for name, _ in module.named_children()
    ]


def _run_probe(hf: PreTrainedModel, paths: dict[int, str], homes: list[str]) -> _Probe:
    probe = _Probe()

    def heard(call: AttentionCall) -> None:
        probe.steps.append(call)
        path = paths[id(call.module)]
        home = next((h for h in homes if path.startswith(h + ".")), None)
        if home is not None and home not in probe.homes:
            probe.homes.append(home)

    def left(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
        given, gave = first_tensor(args), first_tensor(output)
        given = first_tensor(kwargs) if given is None else given
        if given is None or gave is None:
            return
        path = paths[id(module)]
        call = probe.calls[path] = _Call(path, module, given, gave)
        if next(module.children(), None) is None and not isinstance(module, nn.Dropout):
            probe.steps.append(call)

    with evaluating(hf), ExitStack() as stack:
        for module in hf.modules():
            stack.callback(module.register_forward_hook(left, with_kwargs=True).remove)
        stack.enter_context(listening(hf, heard))
        output = hf(input_ids=torch.tensor([PROBE], device=hf.device))
    logits = getattr(output, "logits", None)
    if isinstance(logits, torch.Tensor) and logits.dim() == 3 and logits.shape[-1] >= hf.config.vocab_size:
        probe.logits = logits.shape[-1]
    return probe


def _study_block(path: str, block: _Call, steps: list[_Call | AttentionCall], paths: dict[int, str]) -> Block:
    at = next(i for i, step in enumerate(steps) if isinstance(step, AttentionCall))
    attention = steps[at]
    assert isinstance(attention, AttentionCall)
    before = [s for s in steps[:at] if isinstance(s, _Call)]
    after = [s for s in steps[at + 1 :] if isinstance(s, _Call)]
    z = attention.output.reshape(-1)
    projection = next(
        (c for c in after if c.matrix and c.given.numel() == z.numel() and torch.equal(c.given.reshape(-1), z)), None
    )
    if projection is None:
        raise UnsupportedModel(f"The output projection of {path} could not be found, so this model can't be traced.")
    after = after[after.index(projection) + 1 :]
    parts = {"attn.out": Part(projection.path)}
    mlp, d_mlp = _study_mlp(after, block.given.shape[-1])
    parts |= mlp
    norm1 = next((c for c in before if c.norm and torch.equal(c.given, block.given)), None)
    norms = [c for c in after if c.norm and c.given.shape == block.given.shape]
    if norm1 is not None:  # normalises first
        parts["norm1"] = Part(norm1.path)
        if norms and torch.equal(norms[0].given, block.given + projection.gave):
            parts |= {"resid_mid": Part(norms[0].path, "input"), "norm2": Part(norms[0].path)}
        elif norms and torch.equal(norms[0].given, block.given):
            parts["norm2"] = Part(norms[0].path)
    elif len(norms) == 2:  # normalises after adding
        parts |= {"resid_mid": Part(norms[0].path, "input"), "norm1": Part(norms[0].path), "norm2": Part(norms[1].path)}
    return Block(
        path=path,
        attention=paths[id(attention.module)],
        parts=parts,
        output_projection=projection.path,
        heads=attention.query.shape[1],
        key_value_heads=attention.key.shape[1],
        d_head=attention.query.shape[-1],
        d_value=attention.value.shape[-1],
        d_mlp=d_mlp,
        normalises_first=norm1 is not None,
    )


def _study_mlp(after: list[_Call], d_model: int) -> tuple[dict[str, Part], int]:
    """The parts of the MLP among the calls that follow attention, and its width."""
    matrices = [c for c in after if c.matrix]
    if not matrices or matrices[-1].gave.shape[-1] != d_model:
        return {}, 0
    down, ups = matrices[-1], matrices[:-1]
    parts = {"mlp.post": Part(down.path, "input"), "mlp.out": Part(down.path)}
    fed = [c.given for c in after if c.parameterless]
    activated = next((up for up in ups if any(up.gave is given for given in fed)), None)
    if activated is not None and all(up.gave.shape == down.given.shape for up in ups):
        others = [up for up in ups if up is not activated]
        if not others:
            parts["mlp.pre"] = Part(activated.path)
        elif len(others) == 1:
            parts |= {"mlp.gate": Part(activated.path), "mlp.pre": Part(others[0].path)}
    return parts, down.given.shape[-1]


def _study_stem(before: list[_Call]) -> tuple[dict[str, Part], int | None]:
    """The embeddings, told apart by the ids they were given, and the norm that may follow them."""
    parts: dict[str, Part] = {}
    first_position: int | None = None
    for call in before:
        if isinstance(call.module, nn.Embedding):
            ids = call.given.reshape(-1).tolist()
            if ids == list(PROBE):
                parts["embed"] = Part(call.path)
            elif len(ids) == len(PROBE) and ids == list(range(ids[0], ids[0] + len(ids))):
                parts["pos_embed"] = Part(call.path)
                first_position = ids[0]
            elif len(set(ids)) == 1:
                parts["type_embed"] = Part(call.path)
        elif call.norm and "embed" in parts:
            parts["embed_norm"] = Part(call.path)
    order = ("embed", "pos_embed", "type_embed", "embed_norm")
    return {name: parts[name] for name in order if name in parts}, first_position


def _is_causal(call: AttentionCall) -> bool:
    if call.mask is None:
        return call.causal
    last_key_of_first_query = call.mask[0, 0, 0, -1]
    return not last_key_of_first_query if call.mask.dtype == torch.bool else bool(last_key_of_first_query < 0)


@contextmanager
def evaluating(hf: nn.Module) -> Iterator[None]:
    """Evaluation mode without gradients; a model that was in training mode is put back into it."""
    training = hf.training
    if training:
        hf.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        if training:
            hf.train()
