"""A walk's formulas, evaluated by hand on the numbers that the walk shows."""

import re
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from transformers.activations import ACT2FN

from cutaway import Model
from cutaway.lenses.walk import Stage, stages
from cutaway.trace.trace import Trace


class Shown:
    """A walk, and what is needed to compute its stages by hand from the stages before."""

    def __init__(self, model: Model, trace: Trace) -> None:
        self.model, self.trace = model, trace
        self.stages = {stage.id: stage for stage in stages(model, trace)}

    def given(self, stage: Stage) -> list[Tensor]:
        return [self.trace[each] for each in stage.inputs if each in self.trace.sites]

    def weights(self, stage: Stage) -> tuple[Tensor | None, Tensor]:
        """The one matrix that a stage uses as `(out, in)`, and its bias or nought; None where there are none or several."""
        named = [path for path, shape in stage.weights if len(shape) == 2]
        if len(named) != 1:
            return None, torch.zeros(())
        path = named[0].removesuffix(".weight")
        module = self.model.hf.get_submodule(path)
        weight = module.get_parameter("weight").detach()
        bias = getattr(module, "bias", None)
        bias = torch.zeros(()) if bias is None else bias.detach()
        return (weight.T if type(module).__name__ == "Conv1D" else weight), bias

    def constant(self, formula: str) -> float:
        found = re.search(r"(\d[\d.e+-]*)\\,", formula)
        return float(found[1]) if found else 1.0


def heads_of(flat: Tensor, heads: int) -> Tensor:
    return flat.reshape(flat.shape[0], heads, -1).transpose(0, 1)


def agree(one: Tensor, other: Tensor, stage: Stage, near: float = 2e-4) -> None:
    size = float(other.abs().max())
    near = 1e-3 if re.search(r"\d\\,", stage.formula) else near  # a constant is shown with four figures
    assert float((one - other).abs().max()) <= near * max(size, 1e-3), (stage.id, stage.formula)


def check_norm(shown: Shown, stage: Stage) -> bool:
    (path, _), *_ = stage.weights or [("", ())]
    if "operatorname{norm}" in stage.formula or len(shown.given(stage)) != 1:
        return False
    x = shown.given(stage)[0]
    module: Any = shown.model.hf.get_submodule(path.rpartition(".")[0]) if path else None
    eps = next(
        (getattr(module, name) for name in ("eps", "variance_epsilon", "epsilon") if hasattr(module, name)), 1e-5
    )
    x = x - x.mean(-1, keepdim=True) if r"\mu" in stage.formula else x
    made = x / (x.pow(2).mean(-1, keepdim=True) + eps).sqrt()
    if r"\gamma" in stage.formula:
        gain = module.get_parameter("weight").detach()
        made = made * (1 + gain if r"(1 + \gamma)" in stage.formula else gain)
    if r"\beta" in stage.formula:
        made = made + module.get_parameter("bias").detach()
    agree(made, shown.trace[stage.id], stage)
    return True


def check_projection(shown: Shown, stage: Stage) -> bool:
    weight, bias = shown.weights(stage)
    found, (x, *_) = shown.trace[stage.id], shown.given(stage)
    if weight is None or "W_" not in stage.formula or weight.shape[0] != found.shape[0] * found.shape[2]:
        return False  # queries, keys and values of one matrix: how it is cut is the model's own
    made = heads_of(x @ weight.T + bias, found.shape[0])
    if ("+ b_" in stage.formula) != bool(bias.numel() > 1):
        raise AssertionError((stage.id, stage.formula))
    if "norm" in stage.formula:
        return True
    if "clip" in stage.formula:
        made = made.clamp(-shown.model.hf.config.clip_qkv, shown.model.hf.config.clip_qkv)
    made = made * shown.constant(stage.formula)
    if "R_" not in stage.formula:
        agree(found, made, stage)
        return True
    agree(found.norm(dim=-1), made.norm(dim=-1), stage)  # a turn keeps lengths,
    assert (
        found.shape[1] == 1 or float((found - made)[:, 1:].abs().max()) > 1e-3
    )  # and moves what is not at the beginning
    return True


def check_scores(shown: Shown, stage: Stage) -> bool:
    name = stage.id.rpartition(".")[0]
    if f"{name}.q" not in shown.trace.sites or "F(q_i" in stage.formula:
        return False
    scores = shown.trace[stage.id]
    q, k = shown.trace[f"{name}.q"], shown.trace[f"{name}.k"]
    dots = q @ k.repeat_interleave(len(q) // len(k), 0).mT
    scale = q.shape[-1] ** -0.5 if "sqrt" in stage.formula else shown.constant(stage.formula)
    seen = scores > -9e3
    if "M_{ij}" not in stage.formula:
        assert bool(seen.all()), stage.id
    made = dots * scale
    if "tanh" in stage.formula:
        cap = shown.model.hf.config.attn_logit_softcapping
        made = cap * torch.tanh(made / cap)
    if r"\kappa_i" in stage.formula:
        made = made - torch.cat([made.masked_fill(~seen, -1e9), _sinks(shown, stage)], -1).amax(-1, keepdim=True)
    if "b_{ij}" in stage.formula:
        rest = torch.where(seen, scores - made, torch.nan)
        assert float(rest.nan_to_num().abs().max()) > 1e-3
        # A bias depends on the distance alone, up to a number for each row, which changes no share.
        steps = rest.diff(dim=-1)
        apart = steps[..., 1:, 1:] - steps[..., :-1, :-1]
        assert float(apart.nan_to_num().abs().max()) < 1e-3
        return True
    agree(made[seen], scores[seen], stage)
    return True


def _sinks(shown: Shown, stage: Stage) -> Tensor:
    path = next(b.attentions[0].path for b in shown.model.anatomy.blocks if stage.id.startswith(f"{b.name}."))
    sinks = shown.model.hf.get_submodule(path).get_parameter("sinks").detach()
    return sinks[:, None, None].expand(-1, shown.trace[stage.id].shape[1], 1)


def check_pattern(shown: Shown, stage: Stage) -> bool:
    name = stage.id.rpartition(".")[0]
    found = shown.trace[stage.id]
    total = found.sum(-1) + (shown.trace[f"{name}.sink"] if r"\varnothing" in stage.formula else 0)
    agree(total, torch.ones_like(total), stage)
    if f"{name}.scores" not in shown.trace.sites or r"\varnothing" in stage.formula:
        return r"\varnothing" in stage.formula
    agree(torch.softmax(shown.trace[f"{name}.scores"], -1), found, stage)
    return True


def check_weighted(shown: Shown, stage: Stage) -> bool:
    name = stage.id.rpartition(".")[0]
    if f"{name}.v" not in shown.trace.sites:
        return False
    pattern, v = shown.trace[f"{name}.pattern"], shown.trace[f"{name}.v"]
    agree(pattern @ v.repeat_interleave(len(pattern) // len(v), 0), shown.trace[stage.id], stage)
    return True


def check_linear(shown: Shown, stage: Stage) -> bool:
    """One product with one matrix, of what stands before it."""
    weight, bias = shown.weights(stage)
    given = shown.given(stage)
    found = shown.trace[stage.id]
    if weight is None or not given or "W_" not in stage.formula:
        return False
    x = given[0].transpose(0, 1).flatten(1) if given[0].dim() == 3 else given[0]
    if weight.shape != (found.shape[-1], x.shape[-1]):
        return False
    assert ("+ b" in stage.formula) == (bias.numel() > 1), (stage.id, stage.formula)
    agree(shown.constant(stage.formula) * (x @ weight.T + bias), found, stage)
    return True


def check_activation(shown: Shown, stage: Stage) -> bool:
    config = shown.model.hf.config
    name = next(
        (
            n
            for n in ("hidden_act", "hidden_activation", "activation_function", "dense_act_fn")
            if getattr(config, n, None)
        ),
        None,
    )
    if name is None:
        return False
    phi: Callable[[Tensor], Tensor] = ACT2FN[getattr(config, name)]
    given = shown.given(stage)
    made = phi(given[0]) * given[1] if r"\phi(g) \odot u" in stage.formula else phi(given[0])
    assert len(given) == (2 if "odot" in stage.formula else 1), stage.id
    agree(made, shown.trace[stage.id], stage, 2e-3)
    return True


def check_residual(shown: Shown, stage: Stage) -> bool:
    if r"F(x" in stage.formula:
        return False
    before, *results = shown.given(stage)
    assert stage.formula.count("+") == len(results), (stage.id, stage.formula)
    made = before + shown.constant(stage.formula) * sum(results, torch.zeros_like(before))
    agree(made, shown.trace[stage.id], stage)
    return True


def check_embed(shown: Shown, stage: Stage) -> bool:
    tokens = shown.trace.target if stage.stack == "decoder" else shown.trace.tokens
    rows = shown.model.hf.get_input_embeddings().get_parameter("weight").detach()[[token.id for token in tokens]]
    if rows.shape != shown.trace[stage.id].shape:
        return False
    agree(shown.constant(stage.formula) * rows, shown.trace[stage.id], stage)
    return True


def check_logits(shown: Shown, stage: Stage) -> bool:
    if "head" in stage.formula:
        return False
    weight, bias = shown.weights(stage)
    assert weight is not None
    y = shown.given(stage)[0]
    made = y @ weight.T + bias
    cap = re.search(r"= ([\d.]+) \\tanh", stage.formula)
    made = float(cap[1]) * torch.tanh(made / float(cap[1])) if cap else shown.constant(stage.formula) * made
    agree(made, shown.trace[stage.id], stage)
    return True


CHECKS: dict[str, Callable[[Shown, Stage], bool]] = {
    "norm": check_norm, "final-norm": check_norm, "query": check_projection, "key": check_projection, "value": check_projection,
    "masked": check_scores, "pattern": check_pattern, "weighted": check_weighted, "concat-out": check_linear,
    "mlp-up": check_linear, "mlp-gate": check_linear, "mlp-down": check_linear, "activation": check_activation,
    "residual": check_residual, "embed": check_embed, "logits": check_logits,
}  # fmt: skip
ALWAYS = {"pattern", "weighted"}
"""Kinds whose formula can be evaluated in every family."""
