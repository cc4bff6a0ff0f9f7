"""A trace with the names and axis orders of TransformerLens, so that code written for its cache can read ours."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import torch
from torch import nn

from cutaway.errors import NoSuchSite, UnsupportedModel
from cutaway.models.anatomy.anatomy import Block, Part, Site
from cutaway.models.anatomy.traits import NormTraits, norm_traits
from cutaway.trace.reader import TraceReader
from cutaway.trace.running import run

Read = Callable[[], torch.Tensor]


def to_transformer_lens(trace: TraceReader) -> Mapping[str, torch.Tensor]:
    """The tensors of a trace by TransformerLens's names (`blocks.0.attn.hook_pattern`), read on demand.

    Axes are TransformerLens's, with a batch of one: q, k, v, z and result `(1, positions, heads, …)`, scores and pattern
    `(1, heads, queries, keys)`, all others `(1, positions, width)`. The numbers are those of the unchanged model, as in
    TransformerLens without weight processing (which folds norms into the weights after them, and centres weights). The names:

    - In TransformerLens, `hook_q` and `hook_k` are before rotary embedding, and `hook_rot_q` and `hook_rot_k` after it. A trace has the
      scored vectors: so layers that rotate have `hook_rot_q` and `hook_rot_k` but no `hook_q` and `hook_k`, and others the reverse.
    - Masked `hook_attn_scores` are whatever the model masks with: −∞ or the dtype's least number.
    - In a gated MLP, `hook_pre` is the input of the activation function (our `mlp.gate`), and `hook_pre_linear` its factor (our
      `mlp.pre`).
    - If a block norms the result of attention or the MLP before adding it, `hook_attn_out` and `hook_mlp_out` are after that norm.
    - `hook_normalized` is before a norm's weight and bias, and the norm's `hook_out` after them. (TransformerLens before version 3 had
      it after them in a LayerNorm that was not folded.) It is available only if, with weight and bias, it gives the norm's output.
    - If there is a norm right after the embedding, `hook_embed` is after it; `embed.hook_out` never is.
    - Blocks that norm after adding (BERT) are named as in TransformerLens's `HookedEncoder`, except `hook_resid_post`, which is the
      block's output, after its norm (`hook_normalized_resid_post` there; `hook_resid_post` in its bridge).
    - Two-stack models have `encoder_blocks.…`, `decoder_blocks.…` (with `self_attn` and `cross_attn`), `encoder_ln_final` and
      `decoder_ln_final`, as in TransformerLens's bridge for T5.

    Tensors that TransformerLens has no name for, or computes differently, are missing here: read them from the trace itself.
    """
    return _Named(trace)


class _Named(Mapping[str, torch.Tensor]):
    """Tensors of a trace by TransformerLens's names."""

    def __init__(self, trace: TraceReader) -> None:
        self._trace = trace
        self._rotated = _rotated(trace)
        self._reads: dict[str, Read] = {}
        two = trace.model.anatomy.two_stacks
        for stack in dict.fromkeys(block.stack for block in trace.model.anatomy.blocks):
            self._name_outside(stack, "decoder_" if stack == "decoder." else "", "hook" if not two else "")
            for block in trace.model.anatomy.blocks:
                if block.stack == stack:
                    self._name_block(block)
            self._name_final_norm(stack)

    def __getitem__(self, name: str) -> torch.Tensor:
        read = self._reads.get(name)
        if read is None:
            raise self._missing(name)
        return read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._reads)

    def __len__(self) -> int:
        return len(self._reads)

    def __repr__(self) -> str:
        return f"<{self._trace!r} by TransformerLens's names>"

    def _name_outside(self, stack: str, prefix: str, hook: str) -> None:
        for ours, theirs in (("embed", "embed"), ("pos_embed", "pos_embed"), ("embed_norm", "embed_ln")):
            self._name(f"{prefix}{theirs}.hook_out", stack + ours)
        if hook:
            self._name("hook_embed", "embed_norm" if "embed_norm" in self._trace.sites else "embed")
            self._name("hook_pos_embed", "pos_embed")

    def _name_block(self, block: Block) -> None:
        cross = block.attention("cross_attn.q") is not None
        where = f"{block.stack.replace('.', '_')}blocks.{block.name.rpartition('.')[2]}."
        ours = block.name + "."
        sites = frozenset(block.order)
        gated = "mlp.gate" in sites
        for theirs, short in {
            "hook_resid_pre": "resid_pre",
            "ln1.hook_out": "norm1",
            "hook_attn_out": "norm1_post" if "norm1_post" in sites else "attn.out",
            "hook_resid_mid": "resid_mid",
            "ln2.hook_out": "norm_cross" if cross else "norm2",
            "hook_cross_attn_out": "cross_attn.out",
            "hook_resid_mid2": "resid_cross",
            "ln3.hook_out": "norm2" if cross else "",
            "mlp.hook_pre": "mlp.gate" if gated else "mlp.pre",
            "mlp.hook_pre_linear": "mlp.pre" if gated else "",
            "mlp.hook_post": "mlp.post",
            "hook_mlp_out": "norm2_post" if "norm2_post" in sites else "mlp.out",
            "hook_resid_post": "resid_post",
        }.items():
            self._name(where + theirs, ours + short)
        for attention in block.attentions:
            named = "self_attn" if cross and attention.name == "attn" else attention.name
            self._name_attention(f"{where}{named}.", f"{ours}{attention.name}.")
        if block.normalises_first:
            middle = "resid_mid" if "resid_mid" in sites else "resid_pre"
            norms = [
                ("ln1", "norm1", "resid_pre"),
                ("ln3" if cross else "ln2", "norm2", "resid_cross" if cross else middle),
            ]
            for theirs, short, given in norms + ([("ln2", "norm_cross", middle)] if cross else []):
                self._name_normalised(where + theirs, block.sites.get(short), ours + short, ours + given)

    def _name_attention(self, theirs: str, ours: str) -> None:
        turned = "rot_" if ours in self._rotated else ""
        for name, short in ((f"{turned}q", "q"), (f"{turned}k", "k"), ("v", "v"), ("z", "z"), ("result", "result")):
            self._name(f"{theirs}hook_{name}", ours + short, heads_last=True)
        self._name(theirs + "hook_attn_scores", ours + "scores")
        self._name(theirs + "hook_pattern", ours + "pattern")

    def _name_final_norm(self, stack: str) -> None:
        name = f"{stack.replace('.', '_')}ln_final"
        anatomy = self._trace.model.anatomy
        last = [block for block in anatomy.blocks if block.stack == stack][-1]
        self._name(f"{name}.hook_out", f"{stack}final_norm")
        self._name_normalised(
            name, anatomy.head.get(f"{stack}final_norm"), f"{stack}final_norm", f"{last.name}.resid_post"
        )

    def _name(self, theirs: str, ours: str, *, heads_last: bool = False) -> None:
        if ours in self._trace.sites:
            self._reads[theirs] = _Reading(self._trace, ours, heads_last)

    def _name_normalised(self, theirs: str, norm: Site | None, ours: str, given: str) -> None:
        if (
            norm is None
            or not isinstance(norm.place, Part)
            or norm.place.end != "output"
            or given not in self._trace.sites
        ):
            return
        module = self._trace.model.hf.get_submodule(norm.place.path)
        eps = getattr(module, "eps", getattr(module, "variance_epsilon", None))
        traits = norm_traits(module, norm.width)
        if isinstance(eps, float) and traits is not None:
            self._reads[f"{theirs}.hook_normalized"] = _Normalised(self._trace, given, ours, module, eps, traits)

    def _missing(self, name: str) -> NoSuchSite:
        turned = name.replace("hook_q", "hook_rot_q").replace("hook_k", "hook_rot_k")
        if turned != name and turned in self._reads:
            return NoSuchSite(
                f"{name} is before rotary embedding, which a trace does not have.",
                f"{turned} is after it, as used in the scores.",
            )
        near = difflib.get_close_matches(name, self._reads, n=3)
        return NoSuchSite(
            f"There is no {name!r} here.",
            f"Did you mean {' or '.join(near)}?" if near else "Iterate over it to see all names.",
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One tensor in TransformerLens's order of axes."""

    trace: TraceReader
    site: str
    heads_last: bool

    def __call__(self) -> torch.Tensor:
        tensor = self.trace[self.site]
        return (tensor.transpose(0, 1) if self.heads_last else tensor)[None]


@dataclass(frozen=True, slots=True)
class _Normalised:
    """A normalised stream before the norm's weight and bias. With these it has to equal the norm's output.

    Attributes:
        given, gave: the sites of the norm's input and output.
        module, eps, traits: the norm, and its properties.
    """

    trace: TraceReader
    given: str
    gave: str
    module: nn.Module
    eps: float
    traits: NormTraits

    def __call__(self) -> torch.Tensor:
        stream, gave = self.trace[self.given], self.trace[self.gave]
        x = stream.float()
        if self.traits.centred:
            x = x - x.mean(-1, keepdim=True)
        plain = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)
        weight, bias = (getattr(self.module, name, None) for name in ("weight", "bias"))
        again = plain.to(stream.dtype).float()
        if weight is not None and self.traits.gains != "none":
            again = again * (weight.detach().float() + (self.traits.gains == "one plus weights"))
        if bias is not None:
            again = again + bias.detach().float()
        near = 1e-4 if stream.dtype in (torch.float32, torch.float64) else 3e-2
        off = (again - gave.float()).abs().max()
        if not off <= near * gave.abs().max():
            raise UnsupportedModel(
                f"{self.gave} is not the norm of {self.given} times its weight (it differs by up to {float(off):.2g}), so its value before "
                "the weight is unknown.",
                f"Its input and its output can be read: trace[{self.given!r}], trace[{self.gave!r}].",
            )
        return plain.to(stream.dtype)[None]


def _rotated(trace: TraceReader) -> frozenset[str]:
    """The attentions that rotate q and k by position, as prefixes of their sites.

    They are found by observation: three equal tokens go through the model, each block gets the same row at every position, and if the
    queries still differ, they depend on position.
    """
    model = trace.model
    given = trace.recording.inputs
    target = None if given.target is None else given.target[:, :1].expand(1, 3)
    inputs = replace(given, ids=given.ids[:, :1].expand(1, 3), target=target)
    prefixes = [f"{block.name}.{attention.name}." for block in model.anatomy.blocks for attention in block.attentions]
    prefixes = [prefix for prefix in prefixes if prefix + "q" in trace.sites]
    seen: dict[str, torch.Tensor] = {}

    def see(prefix: str) -> Callable[[torch.Tensor], None]:
        return lambda queries: seen.update({prefix: queries})

    def level(stream: torch.Tensor) -> torch.Tensor:
        return stream[:, :1].expand_as(stream)

    if prefixes:
        visits = {f"{block.name}.resid_pre": level for block in model.anatomy.blocks}
        with model.lock:
            run(model, inputs, visits | {f"{prefix}q": see(prefix) for prefix in prefixes}, keep=False)
    return frozenset(
        prefix
        for prefix, queries in seen.items()
        if (queries - queries[..., :1, :]).abs().max() > 0.01 * queries.abs().max()
    )
