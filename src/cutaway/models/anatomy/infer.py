"""Finds a model's parts by watching a few tokens go through it.

There is no table of architectures: the modules called one after another with the residual stream are the blocks, the module that turns
ids into vectors is the token embedding, and additions to the stream are a block's contributions. The number of calls to the registered
attention function decides how to read attention, never a name.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from cutaway.errors import UnsupportedModel
from cutaway.models.anatomy.anatomy import Anatomy, Answer, Block, Part, Site
from cutaway.models.anatomy.block_events import site_at
from cutaway.models.anatomy.dataflow import Value
from cutaway.models.anatomy.infer_attention import SOFTMAX
from cutaway.models.anatomy.infer_block import study_block
from cutaway.models.anatomy.infer_virtual import find_virtual
from cutaway.models.anatomy.probe import Call, Watched, looks_ahead, watch, without_cache
from cutaway.models.attention import DIRECT, NAME, attend_fused, listening
from cutaway.models.projection import Projected, head_shares
from cutaway.models.quantised import is_quantised, why_not_run
from cutaway.models.state import modules_of

TRACEABLE = (
    "Most text models of Transformers can be traced: `cutaway doctor --model NAME` says what of a model can be read."
)

_LOOKUPS = {"aten.embedding.default", "aten.index_select.default"}

ROUNDING = 1e-4
"""Anything less, relative to the largest number, is rounding: the effect of one token on another is many times larger."""


def study(hf: PreTrainedModel, further: Mapping[str, Any] | None = None) -> Anatomy:
    """Finds the parts of `hf`.

    Args:
        further: arguments of its forward pass besides the tokens.

    Raises:
        UnsupportedModel: its blocks can't be observed this way.
    """
    with evaluating(hf):
        return _study(hf, further or {})


@contextmanager
def evaluating(module: nn.Module) -> Iterator[None]:
    """Evaluation mode without gradients for a module and all inside it, in its own precision; everything is restored afterwards.

    Flags are set one by one: a module may override `train` and `eval` to do more (such as merging an adapter).
    """
    training = [each for each in modules_of(module) if each.training]
    with ExitStack() as stack:
        for each in training:
            each.training = False
            stack.callback(setattr, each, "training", True)
        if torch.is_inference_mode_enabled():  # whose tensors could not be differentiated later
            stack.enter_context(torch.inference_mode(False))
        for device in ("cpu", "cuda", "mps"):
            if torch.is_autocast_enabled(device):
                stack.enter_context(torch.autocast(device, enabled=False))
        stack.enter_context(torch.no_grad())
        yield


def _study(hf: PreTrainedModel, further: Mapping[str, Any]) -> Anatomy:
    seen, implementation = _watch(hf, further)
    calls = _block_calls(hf, seen)
    virtual = find_virtual(hf, seen, dict(zip(_names(hf, calls), calls, strict=True)), implementation)
    blocks = tuple(study_block(name, call, seen) for name, call in zip(_names(hf, calls), calls, strict=True))
    stem, first_position = _stems(seen, blocks, calls, virtual)
    stream = _stream_given(calls[-1]).shape
    key, logits = _logits(hf, seen)
    return Anatomy(
        blocks=blocks,
        stem=stem,
        head=_heads(seen, blocks, calls),
        d_model=stream[-1],
        first_position=first_position,
        causal=_is_causal(hf, seen) or _only_looks_back(calls, seen),
        logits=0 if logits is None else logits.shape[-1],
        implementation=implementation,
        batch_axis=1 if stream[0] != 1 and stream[1] == 1 else 0,
        unseen=_unseen(blocks) | _without_rows(stem, virtual),
        virtual=virtual,
        logits_key=key,
        answers=_answers(seen, None if logits is None else key),
    )


def _watch(hf: PreTrainedModel, further: Mapping[str, Any]) -> tuple[Watched, str]:
    """The observations, and the name under which the model looked up its attention function.

    The registered function is only used if it equals the model's own eager attention. A model that computes attention in its own code, or
    that would lose its mask under another name, keeps its own.
    """
    errors: list[Exception] = []
    found: Watched | None = None
    try:
        found = watch(hf, NAME, further)
    except Exception as error:  # a model's own code may raise anything under an unknown name
        errors.append(error)
    if found is not None and found.heard:
        plain = _plain(hf, found)
        if not _rounds(found) and _same_output(found, plain):
            return found, NAME
        found = watch(hf, NAME, further, fused=False)
        if _same_output(found, plain):
            return found, NAME
    try:
        found = watch(hf, DIRECT, further)
        if not found.heard:
            return found, "eager"
        if _same_output(found, _plain(hf, found)):
            return found, DIRECT
        return watch(hf, "eager", further), "eager"
    except Exception as error:  # it can't run in the way that tracing needs
        if "flex_attention" in str(error):
            raise UnsupportedModel(
                f"{type(hf).__name__} computes attention by PyTorch's flex_attention, whose inside can't be observed.",
                "Open it with another attention, if its code has one.",
            ) from error
        if why := why_not_run(hf):
            raise UnsupportedModel(
                f"{type(hf).__name__} can't be run: {why}.",
                "Open it on a GPU, in 8 bits, or in its version before quantisation.",
            ) from error
        raise UnsupportedModel(f"{type(hf).__name__} could not be run for a look inside: {error}", TRACEABLE) from error


def _plain(hf: PreTrainedModel, seen: Watched) -> Any:
    with listening(hf, attend_fused, "eager"):
        return hf(**seen.arguments, **seen.further, **without_cache(hf))


def _rounds(seen: Watched) -> bool:
    """Whether quantised layers also round their input. The fused kernel's last digits then decide the rounding, and the result differs from
    that of the model's own code."""
    kinds: dict[tuple[type, str], Call] = {}
    for call in seen.calls:
        weight = getattr(call.module, "weight", None)
        if call.matrix and isinstance(weight, nn.Parameter) and is_quantised(weight):
            kinds[type(call.module), call.path.rpartition(".")[2]] = call
    for call in kinds.values():
        given, gave = call.first_given, call.first_gave
        if given is None or gave is None:
            continue
        try:
            head_shares(Projected(call.module, given.tensor, (), {}, gave.tensor, 2))
        except Exception:  # it is not linear, or can't be called like this
            return True
    return False


def _same_output(seen: Watched, plain: Any) -> bool:
    ours, theirs = (next(iter(output.values())) for output in (seen.output, plain))
    near = 1e-4 if ours.dtype == torch.float32 else 5e-2
    scale = max(1.0, float(theirs.abs().max()))
    return bool(((ours - theirs).abs().max() / scale) < near)


def _block_calls(hf: PreTrainedModel, seen: Watched) -> list[Call]:
    """The calls of the repeated blocks, in order."""
    lists = [path for path, module in hf.named_modules() if isinstance(module, (nn.ModuleList, nn.Sequential))]
    lists = [path for path in lists if not any(path.startswith(other + ".") for other in lists if other != path)]
    found: dict[str, list[Call]] = {}
    for call in seen.calls:
        parent = call.path.rpartition(".")[0]
        if parent in lists and _carries_stream(call):
            found.setdefault(parent, []).append(call)
    if hf.config.is_encoder_decoder:
        stacks = sorted(sorted(found.values(), key=len)[-2:], key=lambda calls: calls[0].at)
        if len(stacks) < 2:
            raise UnsupportedModel(
                f"The blocks of {type(hf).__name__}'s encoder and decoder could not be found.", TRACEABLE
            )
        return [*stacks[0], *stacks[1]]
    chains = [calls for calls in found.values() if not _interleaved(calls, found.values())]
    if not chains:
        several = any(
            call.path.rpartition(".")[0] in lists and len(v.shape) == 4 and v.shape == gave.shape and not call.leaf
            for call in seen.calls
            for v, gave in zip(list(call.given.values())[:1], list(call.gave.values())[:1], strict=False)
        )
        why = "keeps the parts of its blocks in separate lists" if found else "has no list of blocks"
        if several and not found:
            why = "passes several parallel streams from block to block instead of a single residual stream"
        raise UnsupportedModel(f"{type(hf).__name__} {why}, so there is no block to replay.", TRACEABLE)
    width = _stream_given(max(chains, key=len)[0]).shape[-1]
    return sorted((c for calls in chains for c in calls if _stream_given(c).shape[-1] == width), key=lambda c: c.at)


def _carries_stream(call: Call) -> bool:
    """Whether a module with parts has tensors shaped like a residual stream at its input and output."""
    return not call.leaf and call.stream is not None


def _stream_given(call: Call) -> Value:
    assert call.stream is not None
    return call.entered[call.stream[0]]


def _stream_gave(call: Call) -> Value:
    assert call.stream is not None
    return call.gave[call.stream[1]]


def _interleaved(calls: list[Call], lists: Iterable[list[Call]]) -> bool:
    first, last = calls[0].at, calls[-1].until
    return any(other is not calls and any(first < c.at < last for c in other) for other in lists)


def _names(hf: PreTrainedModel, calls: list[Call]) -> list[str]:
    if not hf.config.is_encoder_decoder:
        return [f"layers.{i}" for i in range(len(calls))]
    first = calls[0].path.rpartition(".")[0]
    encoder = sum(call.path.rpartition(".")[0] == first for call in calls)
    return [f"encoder.layers.{i}" for i in range(encoder)] + [
        f"decoder.layers.{i}" for i in range(len(calls) - encoder)
    ]


def _stems(
    seen: Watched, blocks: tuple[Block, ...], calls: list[Call], virtual: Mapping[str, int]
) -> tuple[dict[str, Site], int | None]:
    """The embeddings of each stack, distinguished by their ids, and a norm that may follow them."""
    sites: dict[str, Site] = {}
    first_position: int | None = None
    for stack in dict.fromkeys(block.stack for block in blocks):
        ids = seen.arguments["decoder_input_ids" if stack == "decoder." else "input_ids"]
        own = [call for block, call in zip(blocks, calls, strict=True) if block.stack == stack]
        earlier = max((c.until for c in calls if c.until < own[0].at), default=0)
        before = [call for call in seen.calls if earlier < call.at < own[0].at]
        rows = ids.shape[1] + virtual.get(stack, 0)
        parts, first = _stem(before, ids[0].tolist(), rows, _stream_given(own[0]).shape[-1], seen)
        sites |= {f"{stack}{name}": site for name, site in parts.items()}
        first_position = first if first_position is None else first_position
    return sites, first_position


def _stem(
    before: list[Call], ids: list[int], rows: int, width: int, seen: Watched
) -> tuple[dict[str, Site], int | None]:
    """
    Args:
        rows: how many positions the stream has; more than there are ids if some are virtual.
    """
    parts: dict[str, Site] = {}
    first_position: int | None = None
    for call in before:
        gave = call.first_gave
        if gave is None or not gave.tensor.is_floating_point():
            continue
        if gave.tensor.numel() not in (rows * gave.shape[-1], len(ids) * gave.shape[-1]):
            continue
        site = site_at(Part(call.path, "output", _number_of(call, seen)), gave)
        numbers = _looked_up(call, seen)
        if numbers and (not parts or site.width in (width, next(iter(parts.values())).width)):
            if numbers == ids and "embed" not in parts:
                parts["embed"] = site
            elif numbers == [*range(numbers[0], numbers[0] + rows)]:
                parts["pos_embed"] = site
                first_position = numbers[0]
            elif len({*numbers}) == 1:
                parts["type_embed"] = site
        elif call.norm and "embed" in parts:
            parts.setdefault("embed_norm", site)
    if rows != len(ids):
        del parts["embed"]
        whole = _given_whole(before, rows, width, seen)
        parts = ({} if whole is None else {"embed": whole}) | parts
    return parts, first_position


def _given_whole(before: list[Call], rows: int, width: int, seen: Watched) -> Site | None:
    """The first module input with a vector for each position, including virtual ones."""
    for call in before:
        for item, value in enumerate(call.given.values()):
            if value.tensor.is_floating_point() and value.shape[-2:] == (rows, width):
                return site_at(Part(call.path, "input", _number_of(call, seen), item), value)
    return None


def _without_rows(stem: Mapping[str, Site], virtual: Mapping[str, int]) -> dict[str, str]:
    """The embeddings that can't be read because they have no row for the virtual positions."""
    why = "no module gets its rows together with those of the virtual tokens"
    return {f"{stack}embed": why for stack, count in virtual.items() if count and f"{stack}embed" not in stem}


def _looked_up(call: Call, seen: Watched) -> list[int]:
    """The rows of a table that a module looked up in its own code; empty for a module that is not a table."""
    inside = call.path + "." if call.matrix else None  # the table itself, if an adapter wraps it
    for step in seen.flow.steps:
        if not call.at < step.at < call.until or step.name not in _LOOKUPS:
            continue
        if step.path == call.path or (inside and step.path.startswith(inside)):
            return [int(number) for number in step.inputs[-1].tensor.reshape(-1).tolist()]
    return []


def _heads(seen: Watched, blocks: tuple[Block, ...], calls: list[Call]) -> dict[str, Site]:
    """The norm after the last block of each stack."""
    sites: dict[str, Site] = {}
    for stack in dict.fromkeys(block.stack for block in blocks):
        last = [call for block, call in zip(blocks, calls, strict=True) if block.stack == stack][-1]
        root = _stream_gave(last).root()
        for call in seen.calls:
            given = call.first_given
            if call.at > last.until and call.norm and given is not None and given.root() is root:
                assert call.first_gave is not None
                sites[f"{stack}final_norm"] = site_at(
                    Part(call.path, "output", _number_of(call, seen)), call.first_gave
                )
                break
    return sites


def _number_of(call: Call, seen: Watched) -> int:
    """The index of the call among its module's calls within the pass."""
    return sum(c.path == call.path and c.at < call.at for c in seen.calls)


def _logits(hf: PreTrainedModel, seen: Watched) -> tuple[str, torch.Tensor | None]:
    """The vocabulary logits in the model's output, and their name there."""
    for key, value in seen.output.items():
        if key.endswith("logits") and isinstance(value, torch.Tensor) and _is_logits(value, hf, seen):
            return key, value
    return "logits", None


def _answers(seen: Watched, logits: str | None) -> dict[str, Answer]:
    """The other outputs of the model's heads. Logits that are not over the vocabulary are scores of classes."""
    found: dict[str, Answer] = {}
    for key, value in seen.output.items():
        if key.endswith("logits") and key != logits and isinstance(value, torch.Tensor) and value.shape[:1] == (1,):
            if value.dim() < 2:  # one number of a whole text, without an axis to read along
                continue
            by_position = value.shape[1:2] == (seen.positions,)
            found["class_logits" if key == "logits" else key] = Answer(key, value.shape[1 + by_position :], by_position)
    return found


def _is_logits(logits: torch.Tensor, hf: PreTrainedModel, seen: Watched) -> bool:
    """Whether the model's output has one logit for each token of its vocabulary at each position."""
    vocabulary = getattr(hf.config.get_text_config(), "vocab_size", 0)
    return logits.dim() == 3 and logits.shape[1] == seen.positions and logits.shape[-1] >= vocabulary > 0


def _is_causal(hf: PreTrainedModel, seen: Watched) -> bool:
    """Whether the first token's logits, or vector, stay the same when the last token changes."""
    name = "decoder_input_ids" if "decoder_input_ids" in seen.arguments else "input_ids"
    ids = seen.arguments[name].clone()
    ids[0, -1] = ids[0, 0]
    with listening(hf, attend_fused, "eager"):
        changed, plain = (
            hf(**{**seen.arguments, name: each}, **seen.further, **without_cache(hf))
            for each in (ids, seen.arguments[name])
        )
    one, other = (next(iter(output.values()))[:, 0].float() for output in (changed, plain))
    # Not to the last bit: experts with more or fewer tokens may round differently.
    return float((one - other).abs().max()) <= ROUNDING * float(other.abs().max())


def _only_looks_back(calls: list[Call], seen: Watched) -> bool:
    """Whether each block of one stack attends, and never to later positions.

    The output of a model that summarises a text, or that rounds all positions together (8-bit weights), does not show this.
    """
    if len(seen.arguments) > 1:
        return False
    for block in calls:
        heard = [each.ahead for each in seen.heard if block.at < each.at < block.until]
        own = [
            looks_ahead(step.outputs[0].tensor)
            for step in seen.flow.steps
            if block.at < step.at < block.until and step.name in SOFTMAX and len(step.outputs[0].shape) in (3, 4)
        ]
        if not heard + own or any(heard + own):
            return False
    return True


def _unseen(blocks: tuple[Block, ...]) -> dict[str, str]:
    """Expected sites that this model's blocks lack, with the reason."""
    found: dict[str, str] = {}
    for block in blocks:
        if not block.attentions:
            found[f"{block.name}.attn"] = "there is no softmax of every token over every token in this block"
        for attention in block.attentions:
            for name in ("q", "k", "v", "z"):
                if name not in attention.sites:
                    found[f"{block.name}.{attention.name}.{name}"] = "no single product next to its softmax contains it"
            if "result" not in attention.sites:
                found[f"{block.name}.{attention.name}.result"] = attention.no_result
        if "mlp.out" in block.sites and "mlp.post" not in block.sites:
            found[f"{block.name}.mlp.post"] = (
                "its MLP is not a single chain of products (such as a mixture of experts), or a hook changes its output"
            )
    return found
