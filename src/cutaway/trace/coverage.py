"""What of a model can be read, each tensor held against an independent pass of the model by Hugging Face's own eager code."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from cutaway.models.anatomy import Part, take
from cutaway.models.attention import attend_fused, listening
from cutaway.models.study import evaluating
from cutaway.trace.running import canonical, forward_options, run
from cutaway.trace.sites import split

if TYPE_CHECKING:
    from cutaway.models.model import Model
    from cutaway.trace.trace import Trace

TEXT = "The quick brown fox jumps over the lazy dog."
NEAR = {torch.float32: 1e-4, torch.float64: 1e-8}
"""The greatest difference, relative to the largest number of a tensor, that rounding explains; 5e-2 in other precisions."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How one site stands.

    Attributes:
        site: its name.
        shape: as it is read; empty for what can't be.
        error: the greatest difference to the independent pass, relative to the largest number there; None where nothing was compared.
        verified: whether rounding explains the difference.
        why: why it can't be read, or was not compared; empty otherwise.
    """

    site: str
    shape: tuple[int, ...]
    error: float | None
    verified: bool
    why: str = ""


def coverage(model: "Model", text: str = TEXT) -> list[Covered]:
    """Reads every site of a short text and compares it with a pass of the model's own eager code.

    Patterns, scores, residual streams, logits and all that modules give come from a pass that knows nothing of Cutaway's attention
    function; the others (q, k, v, z, results and single operations) from a whole pass without keyframes.
    """
    two = model.anatomy.two_stacks
    given: Any = text if model.tokenizer is not None else list(range(2, 12))
    trace = model.trace(given, target=given) if two else model.trace(given)
    plain, live = _plain(trace), _live(trace)
    found = []
    for site, shape in trace.sites.items():
        reference = plain.get(site, live.get(site))
        found.append(_compared(site, shape, trace[site], reference))
    return found + [Covered(site, (), None, False, why) for site, why in model.anatomy.unseen.items()]


def _compared(site: str, shape: tuple[int, ...], ours: torch.Tensor, theirs: torch.Tensor | None) -> Covered:
    if theirs is None or theirs.shape != ours.shape:
        return Covered(site, shape, None, False, "the independent pass does not show it")
    if not ours.dtype.is_floating_point:
        same = torch.equal(ours, theirs.to(ours.dtype))
        return Covered(site, shape, 0.0 if same else 1.0, same)
    seen = (
        theirs.isfinite() & (theirs.abs() < 1e30) & ours.isfinite()
    )  # masked scores are −∞ here and the least number there
    scale = max(1e-6, theirs[seen].abs().max().item() if bool(seen.any()) else 0.0)
    error = (ours.float() - theirs.float())[seen].abs().max().item() / scale if bool(seen.any()) else 0.0
    return Covered(site, shape, error, error <= NEAR.get(ours.dtype, 5e-2))


def _plain(trace: "Trace") -> dict[str, torch.Tensor]:
    """What hooks and a tap on the soft-max see of the model's own eager pass."""
    model, hf = trace.model, trace.model.hf
    seen: dict[str, torch.Tensor] = {}
    tap = _Softmaxes()
    with evaluating(hf), ExitStack() as stack:
        stack.enter_context(_blocks_seen(model, seen))
        stack.enter_context(listening(hf, attend_fused, "eager"))
        stack.enter_context(tap)
        output = hf(**trace.recording.inputs.arguments(1), **forward_options(hf))
    if "logits" in trace.sites:
        seen["logits"] = output[model.anatomy.logits_key][0]
    seen |= {site: output[answer.key][0] for site, answer in model.anatomy.answers.items()}
    return seen | _patterns(trace, tap)


def _patterns(trace: "Trace", tap: "_Softmaxes") -> dict[str, torch.Tensor]:
    """Scores and patterns of the attentions, in the order in which their soft-maxes ran."""
    found: dict[str, torch.Tensor] = {}
    waiting = iter(tap.seen)
    for block in trace.model.anatomy.blocks:
        for attention in block.attentions:
            pattern = f"{block.name}.{attention.name}.pattern"
            heads, queries, keys = trace.sites[pattern]
            for scores, weights in waiting:
                if weights.numel() // max(1, heads * queries) in (keys, keys + 1) and weights.shape[-2] == queries:
                    shape = (heads, queries, weights.shape[-1])
                    found[pattern] = weights.reshape(shape)[..., :keys]
                    found[f"{block.name}.{attention.name}.scores"] = scores.reshape(shape)[..., :keys]
                    break
    return found


@contextmanager
def _blocks_seen(model: "Model", seen: dict[str, torch.Tensor]) -> Iterator[None]:
    """Within this context, hooks see the residual stream around each block, and what its modules give."""
    anatomy, hf = model.anatomy, model.hf
    calls = iter(anatomy.blocks)

    def after(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
        block = next(calls)
        given = kwargs if isinstance(block.takes, str) else args
        seen[f"{block.name}.resid_pre"] = canonical(anatomy, take(given, block.takes))[0]
        seen[f"{block.name}.resid_post"] = canonical(anatomy, take(output, block.gives))[0]

    def module_seen(site: str, width: int) -> Any:
        def hook(_: nn.Module, args: tuple[Any, ...], output: Any) -> None:
            tensor = output if isinstance(output, torch.Tensor) else output[0]
            seen[site] = tensor.reshape(-1, width)

        return hook

    shared = len({block.path for block in anatomy.blocks}) < len(anatomy.blocks)
    with ExitStack() as stack:
        for path in dict.fromkeys(block.path for block in anatomy.blocks):
            stack.callback(hf.get_submodule(path).register_forward_hook(after, with_kwargs=True).remove)
        for block in () if shared else anatomy.blocks:
            for name, site in block.sites.items():
                place = site.place
                if isinstance(place, Part) and place == Part(place.path):
                    hook = module_seen(f"{block.name}.{name}", site.width)
                    stack.callback(hf.get_submodule(place.path).register_forward_hook(hook).remove)
        yield


def _live(trace: "Trace") -> Mapping[str, torch.Tensor]:
    """Every site of one whole pass, seen as it is computed."""
    seen: dict[str, torch.Tensor] = {}

    def collect(site: str) -> Any:
        def visit(tensor: torch.Tensor) -> None:
            seen[site] = tensor[0].clone()

        return visit

    sites = [site for site in trace.sites if split(site)[1] not in ("resid_pre", "resid_post")]
    run(trace.model, trace.recording.inputs, {site: collect(site) for site in sites}, keep=False)
    return seen


class _Softmaxes(TorchFunctionMode):
    """Keeps what each soft-max is given and gives."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[torch.Tensor, torch.Tensor]] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if getattr(func, "__name__", "") == "softmax" and result.dim() >= 3:
            self.seen.append((args[0], result))
        return result
