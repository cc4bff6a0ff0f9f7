"""The tensors of a model that can be read, each compared with something independent of Cutaway's engine.

These are a pass by Hugging Face's own eager code under PyTorch's hooks, and identities between the numbers: heads' results add up to
attention's output, sublayers to the stream, a gate times its values gives the input of an MLP's last product, and rows of a pattern sum
to one. A number that neither covers is compared with a whole pass of the engine, and marked so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from transformers.activations import ACT2FN

from cutaway.models.anatomy.anatomy import Attention, Block
from cutaway.trace.eager_pass import Reference, eager_references
from cutaway.trace.running import run
from cutaway.trace.site_names import SiteName
from cutaway.trace.trace import Trace

if TYPE_CHECKING:
    from cutaway.model import Model

TEXT = "The quick brown fox jumps over the lazy dog."
NEAR = {torch.float32: 1e-4, torch.float64: 1e-8}
"""The greatest difference, relative to the largest number of a tensor, that rounding explains; 5e-2 in other precisions."""
OWN = "a whole pass of Cutaway's own engine"


@dataclass(frozen=True, slots=True)
class Covered:
    """The check of one site.

    Attributes:
        site: its name.
        shape: its shape; empty if it can't be read.
        error: the greatest difference from the reference, relative to the reference's largest number; None if nothing was compared.
        verified: whether rounding explains the difference.
        why: why it can't be read, was not compared, or is not verified; otherwise empty.
        against: the reference.
        independent: whether the reference is independent of the engine.
    """

    site: str
    shape: tuple[int, ...]
    error: float | None
    verified: bool
    why: str = ""
    against: str = ""
    independent: bool = True


@dataclass(frozen=True, slots=True)
class _Sum:
    """An identity between a trace's numbers.

    Attributes:
        site: the tensor that it checks.
        said: the identity in words.
        gives: computes the expected tensor.
    """

    site: str
    said: str
    gives: Callable[[Trace], torch.Tensor | None]


def coverage(model: "Model", text: str = TEXT) -> list[Covered]:
    """Reads every site of a short text and compares it with the model's own eager code, and with identities between the numbers."""
    two = model.anatomy.two_stacks
    given: Any = text if model.tokenizer is not None else list(range(2, 12))
    trace = model.trace(given, target=given) if two else model.trace(given)
    with model.lock:
        references = eager_references(trace)
    sums: dict[str, list[_Sum]] = {}
    for each in _sums(trace):
        sums.setdefault(each.site, []).append(each)
    left = [site for site in trace.sites if site not in references and site not in sums]
    own = _own(trace, left) if left else {}
    found = [_covered(trace, site, references, sums.get(site, []), own) for site in trace.sites]
    return found + [Covered(site, (), None, False, why) for site, why in model.anatomy.unseen.items()]


def _covered(
    trace: Trace, site: str, references: dict[str, Reference], sums: list[_Sum], own: dict[str, torch.Tensor]
) -> Covered:
    shape = trace.sites[site]
    try:
        ours = trace[site]
    except (
        Exception
    ) as error:  # any error: a listed site that can't be read is a fault, and the others still get checked
        return Covered(site, shape, None, False, f"it could not be read: {error}")
    held = [(reference.tensor, reference.against) for reference in [references.get(site)] if reference is not None]
    held += [(tensor, each.said) for each in sums if (tensor := each.gives(trace)) is not None]
    if not held:
        theirs = own.get(site)
        if theirs is None:
            theirs = _own(trace, [site]).get(site)
        if theirs is None:
            return Covered(site, shape, None, False, "no other pass shows it")
        error = _difference(ours, theirs)
        return Covered(site, shape, error, error <= _near(ours), "", OWN, False)
    errors = [_difference(ours, theirs) for theirs, _ in held]
    worst = max(errors)
    failed = [said for error, (_, said) in zip(errors, held, strict=True) if not error <= _near(ours)]
    why = f"it is not what {' and '.join(failed)} would have" if failed else ""
    return Covered(site, shape, worst, not failed, why, " and ".join(dict.fromkeys(said for _, said in held)))


def _near(tensor: torch.Tensor) -> float:
    return NEAR.get(tensor.dtype, 5e-2) if tensor.is_floating_point() else 0.0


def _difference(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    """The greatest difference, relative to the largest number; infinite if shapes differ, or if only one side has a number."""
    ours, theirs = _heads_repeated(ours, theirs.to(ours.device))
    if theirs.shape != ours.shape:
        return float("inf")
    if not ours.dtype.is_floating_point:
        return 0.0 if torch.equal(ours, theirs.to(ours.dtype)) else 1.0
    hidden = ~(theirs.abs() < 1e30) & ~(ours.abs() < 1e30)  # masked scores are −∞ here and the least number there
    known = theirs[~hidden].float(), ours[~hidden].float()
    if not known[0].numel():
        return 0.0
    scale = max(1e-6, float(known[0].abs().max()))
    error = float((known[1] - known[0]).abs().max()) / scale
    return error if error == error else float("inf")


def _heads_repeated(ours: torch.Tensor, theirs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Eager attention may repeat each key and value for the queries that share it."""
    if ours.dim() == theirs.dim() == 3 and ours.shape[0] < theirs.shape[0] and theirs.shape[0] % ours.shape[0] == 0:
        return ours.repeat_interleave(theirs.shape[0] // ours.shape[0], 0), theirs
    return ours, theirs


def _sums(trace: Trace) -> Iterator[_Sum]:
    """The identities between the trace's own numbers."""
    for block in trace.model.anatomy.blocks:
        for attention in block.attentions:
            yield from _of_attention(block, attention)
        yield from _of_mlp(trace, block)


def _of_attention(block: Block, attention: Attention) -> Iterator[_Sum]:
    prefix = f"{block.name}.{attention.name}."
    if "result" in attention.sites and f"{attention.name}.out" in block.sites:
        yield _Sum(f"{prefix}result", "their sum, which is attn.out", lambda trace: _with_sum(trace, prefix, attention))
    if "pattern" in attention.sites and "z" in attention.sites and "v" in attention.sites:
        yield _Sum(f"{prefix}z", "the pattern times the values", lambda trace: _weighed(trace, prefix))
    yield _Sum(f"{prefix}pattern", "rows that sum to one", lambda trace: _of_one(trace, prefix))


def _with_sum(trace: Trace, prefix: str, attention: Attention) -> torch.Tensor:
    """The heads' results, with any missing part of their sum spread evenly: the results themselves, if they add up."""
    results, out = trace[f"{prefix}result"], trace[f"{prefix}out"]
    module = trace.model.hf.get_submodule(attention.output_projection or "")
    z = trace[f"{prefix}z"].transpose(0, 1).flatten(1)
    with torch.no_grad():
        nothing = module(torch.zeros_like(z)[None])[0]
    lacking = out.float() - nothing.float() - results.float().sum(0)
    return results.float() + lacking


def _weighed(trace: Trace, prefix: str) -> torch.Tensor:
    pattern, values = trace[f"{prefix}pattern"], trace[f"{prefix}v"]
    return pattern.float() @ values.float().repeat_interleave(pattern.shape[0] // values.shape[0], 0)


def _of_one(trace: Trace, prefix: str) -> torch.Tensor:
    pattern = trace[f"{prefix}pattern"].float()
    sink = trace[f"{prefix}sink"].float() if f"{prefix}sink" in trace.sites else 0
    total = pattern.sum(-1) + sink
    return pattern / total[..., None]


def _of_mlp(trace: Trace, block: Block) -> Iterator[_Sum]:
    prefix = f"{block.name}.mlp."
    activation = getattr(trace.model.hf.config.get_text_config(), "hidden_act", None)
    if f"{prefix}gate" not in trace.sites or f"{prefix}post" not in trace.sites or activation not in ACT2FN:
        return

    def gated(trace: Trace) -> torch.Tensor | None:
        pre, gate = trace[f"{prefix}pre"].float(), trace[f"{prefix}gate"].float()
        return ACT2FN[activation](gate) * pre

    yield _Sum(f"{prefix}post", "the activated gate times what it lets through", gated)


def _own(trace: Trace, sites: list[str]) -> dict[str, torch.Tensor]:
    """Sites from one whole pass of the engine, without keyframes."""
    seen: dict[str, torch.Tensor] = {}

    def collect(site: str) -> Any:
        def visit(tensor: torch.Tensor) -> None:
            seen[site] = tensor[0].clone()

        return visit

    wanted = {site: collect(site) for site in sites if SiteName.of(site).short not in ("resid_pre", "resid_post")}
    run(trace.model, trace.recording.inputs, wanted, keep=False)
    return seen
