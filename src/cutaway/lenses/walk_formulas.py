"""The formula and the traits of each step of the walk in one model, chosen by the model's parts and numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from cutaway.lenses.walk_steps import WalkStep
from cutaway.model import Model
from cutaway.models.anatomy.anatomy import Attention, Block, Part
from cutaway.models.anatomy.traits import NormTraits, is_parallel, norm_traits
from cutaway.models.quantised import is_quantised
from cutaway.trace.site_names import SiteName
from cutaway.trace.trace import Trace

_WEIGHTS = {"q": "W_Q", "k": "W_K", "v": "W_V"}
_CLOSE = 1e-4
"""How far a stage's numbers may be from its formula, relative to the largest, for the formula to be shown."""
_SOME = 64
"""How many tokens' logits to compare with the formula."""


@dataclass(frozen=True, slots=True)
class StageText:
    """A step in one model.

    Attributes:
        step: its formula and sentence.
        traits: facts about it in this model, as words that select explanations.
        note: what is special in this model; may be empty.
    """

    step: WalkStep
    traits: tuple[str, ...] = ()
    note: str = ""


_KNOWN: WeakKeyDictionary[Model, dict[str, StageText]] = WeakKeyDictionary()
"""The texts of models' norms and of their steps outside the blocks, which are the same for every input."""


class Formulas:
    """The formulas of one trace's model."""

    def __init__(self, model: Model, trace: Trace) -> None:
        self._model, self._trace = model, trace
        self._shares: dict[tuple[str, str], float | None] = {}

    def _once(self, name: str, find: Callable[[], StageText]) -> StageText:
        known = _KNOWN.setdefault(self._model, {})
        if name not in known:
            known[name] = find()
        return known[name]

    def embed(self, step: WalkStep, site: str) -> StageText:
        """Rows of the table, times a constant if the model multiplies them."""
        return self._once(site, lambda: self._embed(step, site))

    def _embed(self, step: WalkStep, site: str) -> StageText:
        tokens = self._trace.target if SiteName.of(site).stack == "decoder." else self._trace.tokens
        table = self._model.hf.get_input_embeddings().get_parameter("weight")
        found = self._trace.read(site, (slice(0, 2),))
        if is_quantised(table):
            return StageText(step)
        rows = table[[token.id for token in tokens[:2]]].detach()
        if rows.shape != found.shape:
            return StageText(step)
        constant = _ratio(found, rows)
        if constant is None or abs(constant - 1) < _CLOSE:
            return StageText(step)
        return StageText(
            replace(step, formula=rf"x_i = {constant:.4g}\, W_E[t_i]"),
            ("scaled",),
            f"This model multiplies each row by {constant:.4g}.",
        )

    def norm(self, step: WalkStep, site: str, *, sums: bool = False) -> StageText:
        """A layer norm or an RMS norm, with its gains.

        Args:
            sums: whether it norms the sum of the stream and a result, which its formula already names.
        """
        return self._once(site, lambda: self._norm(step, site, sums=sums))

    def _norm(self, step: WalkStep, site: str, *, sums: bool) -> StageText:
        kind = self._norm_traits(site)
        if kind is None:
            return StageText(step)
        traits = ("layer norm" if kind.centred else "rms norm", *(("no gains",) if kind.gains == "none" else ()))
        note = "This model stores each gain as its difference from 1." if kind.gains == "one plus weights" else ""
        if sums:
            return StageText(step, (*traits, "sums"), note)
        left, _, _ = step.formula.partition(r"\operatorname{norm}")
        inside = "o" if site.endswith("_post") else "x"
        return StageText(replace(step, formula=left + norm_formula(kind, inside)), traits, note)

    def projection(
        self, step: WalkStep, block: Block, attention: Attention, part: str, *, known: bool, positions: str
    ) -> StageText:
        """Queries, keys and values.

        Args:
            known: whether they come from one matrix of weights.
            positions: how this stack encodes positions.
        """
        traits = {"q": attention.traits.q, "k": attention.traits.k, "v": attention.traits.v}[part]
        cross = attention.name.startswith("cross")
        index = "i" if part == "q" else "j"
        source = rf"y_{index}" if cross and part != "q" else self._given(block, index)
        made = f"{source} {_WEIGHTS[part]}" if known else f"F_{part.upper()}({source})"
        made += f" + b_{part.upper()}" if known and traits.biased else ""
        words: list[str] = ["cross"] if cross else []
        notes: list[str] = []
        if traits.clipped:
            made = rf"\operatorname{{clip}}({made})"
            notes.append("Numbers beyond a limit are cut to it.")
        if traits.normed:
            made = rf"\operatorname{{norm}}({made})"
            words.append("normed")
            notes.append("Each head's vector is rescaled before it is used (QK-norm).")
        if traits.turned:
            words.append("turned")
            if traits.turned < attention.d_head:
                words.append("part")
                notes.append(f"Positions turn {traits.turned} of each head's {attention.d_head} numbers.")
            if abs(traits.stretch - 1) > _CLOSE:
                notes.append(f"The turned numbers are also multiplied by {traits.stretch:.4g}.")
        elif part == "q" and positions == "rotary" and not cross:
            words.append("not turned here")
            notes.append("This block turns no queries and keys, though others of this model do.")
        constant = traits.scale * (traits.stretch if traits.turned == attention.d_head else 1)
        if abs(traits.scale - 1) > _CLOSE:
            words.append("scaled")
            notes.append(f"They are multiplied by {traits.scale:.4g} before they are used.")
        front = rf"{constant:.4g}\, " if abs(constant - 1) > _CLOSE else ""
        turn = f" R_{index}" if traits.turned else ""
        summed = (front or turn) and made.endswith(f"b_{part.upper()}")
        made = front + (f"({made})" if summed else made) + turn
        if part == "k" and 0 < attention.key_value_heads < attention.heads:
            words.append("shared")
        if part == "v":
            words.append(positions)
        return StageText(replace(step, formula=f"{part}_{index} = {made}"), tuple(words), " ".join(notes))

    def scaled(self, step: WalkStep, scale: float, width: int) -> StageText:
        """Dot products, each times this model's scale."""
        if abs(scale * width**0.5 - 1) < 1e-3:
            formula = r"\frac{q_i \cdot k_j}{\sqrt{d_{\text{head}}}}"
            said = f"Every product is divided by the square root of the head's width: √{width}."
            return StageText(replace(step, formula=formula, operation=said), ("root",))
        said = f"Every product is multiplied by {scale:.4g}, a number that this model sets."
        return StageText(replace(step, formula=rf"{scale:.4g}\,(q_i \cdot k_j)", operation=said), ("own scale",))

    def masked(self, step: WalkStep, attention: Attention, scale: float | None, *, causal: bool) -> StageText:
        """Scores: what the model does to dot products, and what it hides."""
        traits = attention.traits
        beyond = "nothing" if scale is not None else traits.beyond
        scale = traits.scale if scale is None else scale
        hides = causal or traits.window > 0
        dots = r"q_i \cdot k_j"
        if scale is not None and abs(scale * attention.d_head**0.5 - 1) < 1e-3:
            dots = r"\frac{q_i \cdot k_j}{\sqrt{d_{\text{head}}}}"
        elif scale is not None and abs(scale - 1) > 1e-3:
            dots = rf"{scale:.4g}\, q_i \cdot k_j"
        made = {
            "nothing": dots,
            "row": rf"{dots} - \kappa_i",
            "bias": rf"{dots} + b_{{ij}}",
            "cap": rf"\kappa \tanh\!\bigl(({dots}) / \kappa\bigr)",
            "unknown": r"F(q_i, k_j)",
        }[beyond]
        mask = " + M_{ij}" if hides else ""
        said = {
            "nothing": "",
            "row": "The row's largest number is subtracted, which changes no share.",
            "bias": "A number for the distance of query and key is added.",
            "cap": "A cap presses the products below a limit.",
            "unknown": "This model does more to the products than scale them.",
        }[beyond]
        hidden = self._hidden(attention, causal=causal)
        operation = step.operation if hides else "This attention hides nothing: every query sees every key."
        words = [*(["causal"] if causal else []), *(["window"] if traits.window else []), *([] if hides else ["all"])]
        title = step.title if hides else "Scores"
        return StageText(
            replace(step, title=title, formula=f"s_{{ij}} = {made}{mask}", operation=operation),
            (*words, beyond),
            " ".join(sentence for sentence in (said, hidden) if sentence),
        )

    def pattern(self, step: WalkStep, attention: Attention, *, causal: bool) -> StageText:
        """Shares, with the sink in the sum if there is one."""
        words = (*(["causal"] if causal else []), *(["window"] if attention.traits.window else []))
        if not attention.sink:
            return StageText(step, words)
        formula = r"a_{ij} = \frac{e^{s_{ij}}}{e^{s_{i\varnothing}} + \sum_{j'} e^{s_{ij'}}}"
        said = "Each query's scores become shares. Together with the sink's share they add up to 1."
        return StageText(replace(step, formula=formula, operation=said), (*words, "sink"))

    def out(self, step: WalkStep, attention: Attention) -> StageText:
        """The heads' results, mixed by one matrix or in this model's own way."""
        if attention.output_projection is None:
            return StageText(replace(step, formula=r"o_i = F(z_i^{(0)}, \dots, z_i^{(H-1)})"))
        bias = " + b_O" if self._bias_at(attention.output_projection) else ""
        return StageText(replace(step, formula=step.formula + bias))

    def residual(self, step: WalkStep, block: Block, short: str, inputs: tuple[str, ...]) -> StageText:
        """The sum of the stream and the results, with this model's factor on the results."""
        if not block.normalises_first:
            return StageText(step, ("sums",))
        parallel = short == "resid_post" and is_parallel(block)
        if parallel:
            said = "The results of attention and of the MLP are added to the stream."
            step = replace(
                step, operation=said, formula=r"x \leftarrow x + \operatorname{Attention}(x) + \operatorname{MLP}(x)"
            )
        if short == "resid_post" and "mlp.out" not in block.order:
            name = "Mixer" if "mixer.out" in block.order else "Attention"
            step = replace(
                step,
                operation=f"The result of {'the mixer' if name == 'Mixer' else 'attention'} is added to the stream.",
                formula=rf"x \leftarrow x + \operatorname{{{name}}}(x)",
            )
        elif short == "resid_mid" and "mixer.out" in block.order:
            step = replace(
                step,
                operation="The result of the mixer is added to the stream.",
                formula=r"x \leftarrow x + \operatorname{Mixer}(x)",
            )
        words = ("parallel",) if parallel else ()
        share = self._share(block, short, inputs)
        if share is None:
            said = "The stream and the earlier results are combined in this model's own way."
            return StageText(replace(step, operation=said, formula=r"x \leftarrow F(x, \dots)"), (*words, "own way"))
        if abs(share - 1) < _CLOSE:
            return StageText(step, words)
        head, plus, rest = step.formula.partition(" + ")
        rest = rest.replace(" + ", rf" + {share:.4g}\,")
        return StageText(
            replace(step, formula=rf"{head}{plus}{share:.4g}\,{rest}"),
            (*words, "scaled"),
            f"This model multiplies each result by {share:.4g} before it is added.",
        )

    def mlp(self, step: WalkStep, block: Block, short: str) -> StageText:
        """The parts of an MLP, gated or not."""
        gated = "mlp.gate" in block.order
        words = ("gated",) if gated else ()
        given = self._given(block, "", before=short)
        if short == "mlp.gate":
            return StageText(
                replace(step, formula=rf"g = {given} W_{{\text{{gate}}}}{self._bias(block, short, 'g')}"), words
            )
        if short == "mlp.pre":
            return StageText(
                replace(step, formula=rf"u = {given} W_{{\text{{up}}}}{self._bias(block, short, 'u')}"), words
            )
        if short == "mlp.post" and gated:
            said = "The gate's numbers go through the activation function, then multiply the up numbers one by one."
            return StageText(replace(step, formula=r"f = \phi(g) \odot u", operation=said), words)
        if short == "mlp.out" and "mlp.post" not in block.order:
            name = "experts" if "mlp.experts" in block.order else "MLP"
            said = "The results of the chosen experts are weighed and added." if name == "experts" else step.operation
            formula = (
                r"o = \sum_{\text{chosen}} w_{\text{expert}} \operatorname{MLP}_{\text{expert}}(\hat x)"
                if name == "experts"
                else r"o = \operatorname{MLP}(\hat x)"
            )
            return StageText(
                replace(step, formula=formula, operation=said), (*words, name) if name == "experts" else words
            )
        if short == "mlp.out":
            return StageText(replace(step, formula=step.formula + self._bias(block, short, "o")), words)
        if short == "mlp.router":
            return StageText(replace(step, formula=rf"r = {given} W_R{self._bias(block, short, 'R')}"), words)
        return StageText(step, words)

    def logits(self, step: WalkStep, inputs: tuple[str, ...]) -> StageText:
        """The unembedding, with this model's scale, bias or cap on its logits."""
        return self._once("logits", lambda: self._logits(step, inputs))

    def _logits(self, step: WalkStep, inputs: tuple[str, ...]) -> StageText:
        tied = ("tied",) if self._model.facts.traits.tied else ()
        module = self._model.hf.get_output_embeddings()
        weight = getattr(module, "weight", None)
        own = replace(step, formula=r"\ell = \operatorname{head}(x)\, W_U + b")
        last = (slice(-1, None),)
        vector = self._trace.read(inputs[-1], last)[0] if inputs and inputs[-1] in self._trace.sites else None
        if vector is None or not isinstance(weight, Tensor) or is_quantised(weight) or weight.shape[1:] != vector.shape:
            return StageText(own, (*tied, "head"))
        found = self._trace.read("logits", (*last, slice(0, _SOME)))[0]
        bias = getattr(module, "bias", None)
        made = weight[:_SOME].detach() @ vector.to(weight.dtype) + (0 if bias is None else bias[:_SOME].detach())
        constant = _ratio(found, made)
        if constant is not None:
            scale = "" if abs(constant - 1) < _CLOSE else rf"{constant:.4g}\, "
            return StageText(replace(step, formula=rf"\ell = {scale}y W_U{'' if bias is None else ' + b'}"), tied)
        cap = getattr(self._model.hf.config.get_text_config(), "final_logit_softcapping", None)
        if cap and _is_close(found, cap * torch.tanh(made / cap)):
            return StageText(replace(step, formula=rf"\ell = {cap:.4g} \tanh(y W_U / {cap:.4g})"), (*tied, "cap"))
        return StageText(own, (*tied, "head"))

    def _given(self, block: Block, index: str, before: str = "attn") -> str:
        """The vector that enters a part: normed if the block norms before it."""
        norm = "norm2" if before.startswith("mlp") else "norm1"
        normed = norm in block.order or (before.startswith("mlp") and is_parallel(block) and "norm1" in block.order)
        vector = r"\hat x" if block.normalises_first and normed else "x"
        return f"{vector}_{index}" if index else vector

    def _hidden(self, attention: Attention, *, causal: bool) -> str:
        """Which keys a query does not see, in a sentence."""
        window = attention.traits.window
        if window:
            where = "back" if causal else "away"
            more = " Keys after the query are hidden too." if causal else ""
            return f"This layer has a window: keys {window} or more tokens {where} are hidden.{more}"
        return ""

    def _share(self, block: Block, short: str, inputs: tuple[str, ...]) -> float | None:
        """The factor on results when they are added, inferred from the first block of a stack that has this sum."""
        key = (block.stack, short)
        if key not in self._shares:
            before, *results = inputs
            rows = (slice(-2, None),)
            if not results or not {before, *results} <= set(self._trace.sites):
                self._shares[key] = None
            else:
                after = self._trace.read(f"{block.name}.{short}", rows).double()
                stream = self._trace.read(before, rows).double()
                added = sum((self._trace.read(each, rows).double() for each in results), torch.zeros_like(after))
                self._shares[key] = _ratio(after - stream, added, close=_size(after) * _CLOSE)
        return self._shares[key]

    def _bias(self, block: Block, short: str, name: str) -> str:
        site = block.sites.get(short)
        return (
            f" + b_{name}"
            if site is not None and isinstance(site.place, Part) and self._bias_at(site.maker or site.place.path)
            else ""
        )

    def _bias_at(self, path: str) -> bool:
        return getattr(self._model.hf.get_submodule(path), "bias", None) is not None

    def _norm_traits(self, site: str) -> NormTraits | None:
        anatomy = self._model.anatomy
        places, short = anatomy.stem | anatomy.head, site
        for block in anatomy.blocks:
            if site.startswith(f"{block.name}."):
                places, short = block.sites, site.removeprefix(f"{block.name}.")
                break
        found = places.get(short)
        if found is None or not isinstance(found.place, Part):
            return None
        with self._model.lock:
            return norm_traits(self._model.hf.get_submodule(found.place.path), found.width)


def norm_formula(kind: NormTraits, vector: str) -> str:
    """The formula of a norm."""
    sum_ = r"\tfrac{1}{d_{\text{model}}} \sum_c"
    if kind.centred:
        top, under = rf"{vector} - \mu", rf"\sqrt{{{sum_} ({vector}_c - \mu)^2 + \varepsilon}}"
    else:
        top, under = vector, rf"\sqrt{{{sum_} {vector}_c^2 + \varepsilon}}"
    gains = {"none": "", "weights": r"\gamma \odot ", "one plus weights": r"(1 + \gamma) \odot "}[kind.gains]
    return rf"{gains}\frac{{{top}}}{{{under}}}" + (r" + \beta" if kind.biased else "")


def _ratio(numbers: Tensor, of: Tensor, close: float | None = None) -> float | None:
    """The factor that turns `of` into `numbers`; None if there is no single one."""
    y, x = numbers.double().flatten().cpu(), of.double().flatten().cpu()
    if not float(x @ x) > 0:
        return None
    ratio = float(x @ y) / float(x @ x)
    eps = 4 * torch.finfo(numbers.dtype).eps if numbers.dtype.is_floating_point else 0
    within = max(_CLOSE, eps) * float(y.abs().max()) if close is None else close
    return ratio if float((y - ratio * x).abs().max()) <= within else None


def _is_close(one: Tensor, other: Tensor) -> bool:
    return bool(torch.allclose(one.double().cpu(), other.double().cpu(), rtol=_CLOSE, atol=_CLOSE * _size(other)))


def _size(tensor: Tensor) -> float:
    return float(tensor.abs().max())
