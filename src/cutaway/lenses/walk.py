"""The walk from the text to the next word: each step of the model, in order, with its tensor, its formula and its code."""

import re
from collections.abc import Iterator
from dataclasses import replace

import torch

from cutaway import reference
from cutaway.lenses.attention_steps import scaling_of
from cutaway.lenses.position_encoding import Positions, kind_of_positions
from cutaway.lenses.walk_formulas import Formulas, StageText
from cutaway.lenses.walk_steps import (
    AFTER,
    ENTERING,
    INPUTS,
    INPUTS_AFTER,
    INPUTS_SIDE_BY_SIDE,
    PRODUCTS,
    SAMPLING,
    SCALED,
    SOFTMAX,
    STEPS,
    TOKENS,
    VIRTUAL,
    Stage,
    WalkStep,
    Weight,
)
from cutaway.model import Model
from cutaway.models.anatomy.anatomy import Attention, Block, Part
from cutaway.models.quantised import learned_shape
from cutaway.trace.site_names import SiteName
from cutaway.trace.trace import Trace

_WORDS = {"q": "query", "k": "key", "v": "value"}


def stages(model: Model, trace: Trace) -> tuple[Stage, ...]:
    """Every step of a trace, in the order of computation.

    A block's input is not a step of its own: a step computed from it names the step that produced it.
    """
    return tuple(_Walk(model, trace).all())


class _Walk:
    def __init__(self, model: Model, trace: Trace) -> None:
        self._model, self._trace = model, trace
        lesson = reference.lesson_for(model.hf)
        self._code = {} if lesson is None else reference.lines(lesson)
        self._given: set[str] = set()
        self._stream: tuple[str, ...] = ()
        self._source: tuple[str, ...] = ()
        self._scales: dict[tuple[str, str], float | None] = {}
        self._formulas = Formulas(model, trace)
        self._positions_of: dict[str, Positions] = {}

    def all(self) -> Iterator[Stage]:
        stacks = list(dict.fromkeys(block.stack for block in self._model.anatomy.blocks))
        for stack in stacks:
            yield from self._before(stack)
            for block in self._model.anatomy.blocks:
                if block.stack == stack:
                    yield from self._block(block)
            yield from self._after(stack, last=stack == stacks[-1])
            self._source = self._stream

    def _before(self, stack: str) -> Iterator[Stage]:
        tokens = self._trace.target if stack == "decoder." else self._trace.tokens
        virtual = sum(token.virtual for token in tokens)
        note = VIRTUAL.format(count=virtual) if virtual else ""
        yield self._stage(f"{stack}tokens", StageText(TOKENS, note=note), stack, None, (), shape=(len(tokens),))
        self._stream = (f"{stack}tokens",)
        sites = [site for site in self._model.anatomy.stem if SiteName.of(site).stack == stack]
        positions = self._positions_of[stack] = kind_of_positions(self._model, self._trace, stack)
        seen = False
        for site in sites:
            short = SiteName.of(site).tensor
            if short not in STEPS:
                continue
            step = STEPS[short]
            if short == "embed_norm" and not seen and positions.site is None:
                yield self._positions(stack, positions)
                seen = True
            seen |= short == "pos_embed"
            inputs = self._stream if short == "embed_norm" else (f"{stack}tokens",)
            yield self._stage(
                site, self._before_blocks(site, step, positions), stack, None, inputs, weights=self._weights(site)
            )
            self._stream = (site,) if short in ("embed", "embed_norm") else (*self._stream, site)
        if not seen:
            yield self._positions(stack, positions)
        yield from self._put_together(stack)

    def _before_blocks(self, site: str, step: WalkStep, positions: Positions) -> StageText:
        short = SiteName.of(site).tensor
        if short == "embed":
            return self._formulas.embed(step, site)
        if short == "embed_norm":
            return self._formulas.norm(step, site)
        if short == "pos_embed":
            formula = positions.formula if positions.sort == "sinusoidal" else step.formula
            return StageText(replace(step, formula=formula or step.formula), (positions.sort,), positions.note)
        return StageText(step)

    def _put_together(self, stack: str) -> Iterator[Stage]:
        """The first block's input, if it is none of the tensors before it: scaled rows, added positions."""
        entering = f"{stack}layers.0.resid_pre"
        stream = self._trace[entering]
        if any(torch.equal(stream, self._trace[site]) for site in self._stream if site in self._trace.sites):
            return
        added = any(site.endswith("pos_embed") for site in self._stream)
        said = (
            "Token and position vectors are added, and the sum enters the first block."
            if added
            else "The model changes the rows once more before they enter the first block."
        )
        yield self._stage(
            entering, StageText(replace(ENTERING, operation=said), ("sum",) if added else ()), stack, None, self._stream
        )
        self._stream = (entering,)

    def _positions(self, stack: str, positions: Positions) -> Stage:
        note = positions.note
        step = WalkStep("positions", "Positions", note.partition(". ")[2] or note, positions.formula, ())
        return self._stage(
            f"{stack}positions", StageText(step, (positions.sort,), note), stack, None, self._stream, shape=()
        )

    def _block(self, block: Block) -> Iterator[Stage]:
        layer = block.layer
        stack = block.stack
        groups = INPUTS if block.normalises_first else INPUTS | INPUTS_AFTER
        if block.attentions and "resid_mid" not in block.order:
            groups = groups | INPUTS_SIDE_BY_SIDE
        for short in block.order:
            if short in ("resid_pre",) or short.endswith(".result"):
                continue
            attention, _, part = short.rpartition(".")
            if part == "scores":
                yield from self._products(block, attention, groups)
            common = short.replace("cross_attn.", "attn.")
            step = STEPS.get(common)
            if step is None:
                continue
            if not block.normalises_first:
                step = AFTER.get(common, step)
            inputs, weights = self._inputs(block, short, groups), self._weights_in(block, short)
            yield self._stage(
                f"{block.name}.{short}", self._told(block, short, step, inputs, weights), stack, layer, inputs,
                weights=weights, cross=attention == "cross_attn",
            )  # fmt: skip
        self._stream = (f"{block.name}.resid_post",)

    def _told(
        self, block: Block, short: str, step: WalkStep, inputs: tuple[str, ...], weights: tuple[Weight, ...]
    ) -> StageText:
        """The text of a block's step in this model."""
        formulas, site = self._formulas, f"{block.name}.{short}"
        attention = block.attention(short)
        part = short.rpartition(".")[2]
        if attention is not None:
            return self._told_of_attention(block, attention, part, step, weights)
        if "norm" in part:
            return formulas.norm(step, site, sums=not block.normalises_first)
        if part in ("resid_mid", "resid_cross", "resid_post"):
            return formulas.residual(step, block, short, inputs)
        return formulas.mlp(step, block, short) if short.startswith("mlp.") else StageText(step)

    def _told_of_attention(
        self, block: Block, attention: Attention, part: str, step: WalkStep, weights: tuple[Weight, ...]
    ) -> StageText:
        causal = self._is_causal(block, attention)
        if part in ("q", "k", "v"):
            positions = self._positions_of[block.stack].sort
            known = any(len(shape) == 2 for _, shape in weights)
            return self._formulas.projection(step, block, attention, part, known=known, positions=positions)
        if part == "scores":
            return self._formulas.masked(step, attention, self._scale(block, attention.name), causal=causal)
        if part == "pattern":
            return self._formulas.pattern(step, attention, causal=causal)
        return self._formulas.out(step, attention) if part == "out" else StageText(step)

    def _is_causal(self, block: Block, attention: Attention) -> bool:
        """Whether a query sees no key after it."""
        if attention.name.startswith("cross") or block.stack == "encoder.":
            return False
        return block.stack == "decoder." or self._model.anatomy.causal

    def _products(
        self, block: Block, attention: str, groups: dict[str, tuple[tuple[str, ...], ...]]
    ) -> Iterator[Stage]:
        """Dot products, and the scaled ones if the model just scales them."""
        name = f"{block.name}.{attention}"
        if not {f"{name}.q", f"{name}.k"} <= set(self._trace.sites):
            return
        layer, shape = block.layer, self._trace.sites[f"{name}.pattern"]
        inputs = self._inputs(block, f"{attention}.products", groups)
        cross = attention == "cross_attn"
        yield self._stage(f"{name}.products", StageText(PRODUCTS), block.stack, layer, inputs, shape=shape, cross=cross)
        scale = self._scale(block, attention)
        if scale is None or abs(scale - 1) < 1e-3:
            return
        width = self._trace.sites[f"{name}.q"][-1]
        inputs = (f"{name}.products",)
        told = self._formulas.scaled(SCALED, scale, width)
        yield self._stage(f"{name}.scaled", told, block.stack, layer, inputs, shape=shape, cross=cross)

    def _scale(self, block: Block, attention: str) -> float | None:
        """The factor on this stack's dot products, inferred from its first block that has this attention."""
        key = (block.stack, attention)
        if key not in self._scales:
            name = f"{block.name}.{attention}"
            known = {f"{name}.q", f"{name}.k", f"{name}.scores"} <= set(self._trace.sites)
            self._scales[key] = scaling_of(self._trace, name, 0) if known else None
        return self._scales[key]

    def _after(self, stack: str, *, last: bool) -> Iterator[Stage]:
        head = self._model.anatomy.head
        norm = (
            f"{stack}final_norm"
            if f"{stack}final_norm" in head
            else "final_norm"
            if last and "final_norm" in head
            else None
        )
        if norm is not None:
            yield self._stage(
                norm,
                self._formulas.norm(STEPS["final_norm"], norm),
                stack,
                None,
                self._stream,
                weights=self._weights(norm),
            )
            self._stream = (norm,)
        if not last or "logits" not in self._trace.sites:
            return
        told = self._formulas.logits(STEPS["logits"], self._stream)
        yield self._stage("logits", told, stack, None, self._stream, weights=self._unembedding())
        yield self._stage("softmax", StageText(SOFTMAX), stack, None, ("logits",), shape=self._trace.sites["logits"])
        if self._model.facts.predicts == "next":
            yield self._stage("sampling", StageText(SAMPLING), stack, None, ("softmax",), shape=())

    def _stage(
        self,
        id: str,
        told: StageText,
        stack: str,
        layer: int | None,
        inputs: tuple[str, ...],
        *,
        shape: tuple[int, ...] | None = None,
        weights: tuple[Weight, ...] = (),
        cross: bool = False,
    ) -> Stage:
        site = id if id in self._trace.sites else None
        self._given.add(id)
        step = told.step
        name = SiteName.of(id).short
        return Stage(
            id=id,
            kind=step.kind,
            stack=stack.rstrip("."),
            layer=layer,
            title=f"{step.title}, cross-attention" if cross else step.title,
            site=site,
            shape=self._trace.sites[id] if site else shape or (),
            axes=step.axes,
            inputs=tuple(each for each in inputs if each in self._given and each != id),
            formula=step.formula,
            operation=step.operation,
            code=self._code.get(name, self._code.get(name.replace("cross_attn.", "attn."))),
            weights=weights,
            note=told.note,
            traits=told.traits,
        )

    def _inputs(self, block: Block, short: str, groups: dict[str, tuple[tuple[str, ...], ...]]) -> tuple[str, ...]:
        found: list[str] = []
        for group in groups.get(short) or groups.get(short.replace("cross_attn.", "attn."), ()):
            for name in group:
                own = (
                    name.replace("attn.", "cross_attn.", 1)
                    if short.startswith("cross_attn.") and name.startswith("attn.")
                    else name
                )
                ids = {"resid_pre": self._stream, "source": self._source}.get(own, (f"{block.name}.{own}",))
                if set(ids) <= self._given:
                    found += ids
                    break
        return tuple(dict.fromkeys(found))

    def _weights(self, site: str) -> tuple[Weight, ...]:
        anatomy = self._model.anatomy
        found = (anatomy.stem | anatomy.head).get(site)
        return self._of_module(found.place.path) if found is not None and isinstance(found.place, Part) else ()

    def _weights_in(self, block: Block, short: str) -> tuple[Weight, ...]:
        attention = block.attention(short)
        part = short.rpartition(".")[2]
        if attention is None:
            site = block.sites.get(short)
            if site is None or not isinstance(site.place, Part) or site.place.end == "input":
                return ()
            return self._of_module(site.maker or site.place.path)
        if part == "out" and attention.output_projection is not None:
            return self._of_module(attention.output_projection)
        if part not in ("q", "k", "v"):
            return ()
        module = self._model.hf.get_submodule(attention.path)
        names = [name for name, child in module.named_children() if _projects(name, part) and hasattr(child, "weight")]
        return tuple(weight for name in names for weight in self._of_module(f"{attention.path}.{name}"))

    def _unembedding(self) -> tuple[Weight, ...]:
        module = self._model.hf.get_output_embeddings()
        path = next((path for path, each in self._model.hf.named_modules() if each is module), None)
        return () if module is None or path is None else self._of_module(path)

    def _of_module(self, path: str) -> tuple[Weight, ...]:
        module = self._model.hf.get_submodule(path)
        return tuple((f"{path}.{name}", tuple(learned_shape(p))) for name, p in module.named_parameters(recurse=False))


def _projects(name: str, part: str) -> bool:
    """Whether a child module of an attention computes q, k or v, judged by its usual names; a fused module computes all three."""
    own = rf"{part}|{part}_?(proj|lin)|{_WORDS[part]}(_proj)?"
    shared = r"c_attn|.*qkv.*|query_key_value"
    return re.fullmatch(rf"{own}|{shared}", name, re.IGNORECASE) is not None
